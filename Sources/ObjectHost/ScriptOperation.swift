public import LwM2M

/// An operation as a script serves it, with the codes that it may answer.
///
/// - Source: LwM2M 1.0.1 §8.5.
public enum ScriptOperation: String, Hashable, Sendable, CaseIterable {
    case read, write, execute, create, delete, discover

    /// The code of success.
    public var success: ResponseCode {
        switch self {
        case .read, .discover: .content
        case .write, .execute: .changed
        case .create: .created
        case .delete: .deleted
        }
    }

    /// Whether a script may refuse the operation with this code.
    public func mayRefuse(with code: ResponseCode) -> Bool {
        switch code {
        case .badRequest, .unauthorized, .notFound, .methodNotAllowed: true
        case .notAcceptable: self == .read
        case .internalServerError: true
        default: false
        }
    }
}
