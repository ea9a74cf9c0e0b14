/// One parameter of a command as it was typed.
public struct ATParameter: Hashable, Sendable {
    /// What it is.
    public enum Value: Hashable, Sendable {
        /// Nothing between two commas.
        case omitted
        /// Digits, perhaps with a sign, of any length.
        case number(String)
        /// What stood between the quotes, `\"` and `\\` resolved.
        case string([UInt8])
        /// Anything else; no command takes it.
        case word(String)
    }

    public var value: Value
    /// Where it begins in the line, from 1; for a string that is its quote.
    public var column: Int
    /// For a string the places in it, counted without their backslash, before which a backslash stood.
    var escapes: [Int] = []

    /// The column of a byte of a string.
    ///
    /// - Parameter index: from 0; one behind the end for the closing quote.
    public func column(of index: Int) -> Int {
        column + 1 + index + escapes.prefix { $0 < index }.count
    }
}
