/// Why a device could not be created, or a request was refused.
public struct DeviceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The response code of a refusal, `4.04`; nil if there was no request.
    public let code: String?
    /// What was wrong, with the file and line if a script is at fault.
    public let message: String

    init(_ message: String, code: String? = nil) {
        (self.code, self.message) = (code, message)
    }

    /// Code and reason, `4.04: Object 9 is not loaded`.
    public var description: String { (code.map { $0 + ": " } ?? "") + message }
}
