/// Why no file can be made of an Object: what is wrong, a colon, what to do.
public struct GeneratorError: Error, Hashable, Sendable, CustomStringConvertible {
    public var message: String
    public init(_ message: String) { self.message = message }
    public var description: String { message }
}
