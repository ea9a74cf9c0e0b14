/// The outcome of an operation, as the byte that CoAP carries.
///
/// - Source: RFC 7252 §12.1.2; LwM2M 1.0.1 §8.5.
public struct ResponseCode: RawRepresentable, Hashable, Sendable {
    /// Class times 32 plus detail: 2.05 is 69.
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A code from its class, 0...7, and detail, 0...31.
    public init(_ codeClass: UInt8, _ detail: UInt8) {
        self.init(rawValue: codeClass << 5 | detail & 31)
    }

    public static let created = ResponseCode(2, 1)
    public static let deleted = ResponseCode(2, 2)
    public static let valid = ResponseCode(2, 3)
    public static let changed = ResponseCode(2, 4)
    public static let content = ResponseCode(2, 5)
    public static let `continue` = ResponseCode(2, 31)
    public static let badRequest = ResponseCode(4, 0)
    public static let unauthorized = ResponseCode(4, 1)
    public static let badOption = ResponseCode(4, 2)
    public static let forbidden = ResponseCode(4, 3)
    public static let notFound = ResponseCode(4, 4)
    public static let methodNotAllowed = ResponseCode(4, 5)
    public static let notAcceptable = ResponseCode(4, 6)
    public static let requestEntityIncomplete = ResponseCode(4, 8)
    public static let conflict = ResponseCode(4, 9)
    public static let preconditionFailed = ResponseCode(4, 12)
    public static let requestEntityTooLarge = ResponseCode(4, 13)
    public static let unsupportedContentFormat = ResponseCode(4, 15)
    public static let internalServerError = ResponseCode(5, 0)
    public static let notImplemented = ResponseCode(5, 1)
    public static let badGateway = ResponseCode(5, 2)
    public static let serviceUnavailable = ResponseCode(5, 3)
    public static let gatewayTimeout = ResponseCode(5, 4)
    public static let proxyingNotSupported = ResponseCode(5, 5)

    /// Whether the code is of class 2.
    public var isSuccess: Bool { rawValue >> 5 == 2 }

    /// The name of the code in RFC 7252, `Not Found`; empty for a code without one.
    public var name: String {
        switch self {
        case .created: "Created"
        case .deleted: "Deleted"
        case .valid: "Valid"
        case .changed: "Changed"
        case .content: "Content"
        case .continue: "Continue"
        case .badRequest: "Bad Request"
        case .unauthorized: "Unauthorized"
        case .badOption: "Bad Option"
        case .forbidden: "Forbidden"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .notAcceptable: "Not Acceptable"
        case .requestEntityIncomplete: "Request Entity Incomplete"
        case .conflict: "Conflict"
        case .preconditionFailed: "Precondition Failed"
        case .requestEntityTooLarge: "Request Entity Too Large"
        case .unsupportedContentFormat: "Unsupported Content-Format"
        case .internalServerError: "Internal Server Error"
        case .notImplemented: "Not Implemented"
        case .badGateway: "Bad Gateway"
        case .serviceUnavailable: "Service Unavailable"
        case .gatewayTimeout: "Gateway Timeout"
        case .proxyingNotSupported: "Proxying Not Supported"
        default: ""
        }
    }
}

extension ResponseCode: CustomStringConvertible {
    /// The code as the specifications write it, `4.04`.
    public var description: String {
        let detail = rawValue & 31
        return "\(rawValue >> 5).\(detail < 10 ? "0" : "")\(detail)"
    }
}
