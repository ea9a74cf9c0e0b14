/// A refusal of an operation: the code that goes to whoever asked, and the reason that goes to the log.
public struct LwM2MError: Error, Hashable, Sendable {
    public var code: ResponseCode
    /// What was wrong, for people: lower case, no full stop, names the thing and the value.
    public var message: String

    public init(_ code: ResponseCode, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension LwM2MError: CustomStringConvertible {
    /// Code and reason, `4.04: Object 9 is not loaded`.
    public var description: String { "\(code): \(message)" }
}
