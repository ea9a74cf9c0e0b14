/// Why a server account cannot be used, for the log.
public struct ServerAccountError: Error, Hashable, Sendable {
    /// Lower case, no full stop, names the thing and the value.
    public var message: String

    public init(_ message: String) { self.message = message }
}

extension ServerAccountError: CustomStringConvertible {
    public var description: String { message }
}
