/// A place in a generated file whose lines belong to the engineer.
public enum CustomRegion: String, Hashable, Sendable, CaseIterable {
    /// After the tables, before the functions.
    case file
    case create
    case delete
    case read
    case write
    case execute
    /// The only one of a test file.
    case tests

    /// The line before the code, without its indent; its spelling never changes.
    var begin: String { "-- custom \(rawValue): your code between these two lines is kept" }
    /// The line after the code, without its indent; its spelling never changes.
    var end: String { "-- custom \(rawValue): end" }
}
