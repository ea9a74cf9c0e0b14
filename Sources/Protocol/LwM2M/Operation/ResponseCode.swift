/// The outcome of an operation, as the byte that CoAP carries.
///
/// - Source: RFC 7252 §12.1.2; LwM2M 1.0.1 §8.5.
@usableFromInline package struct ResponseCode: RawRepresentable, Hashable, Sendable {
    /// Class times 32 plus detail: 2.05 is 69.
    @usableFromInline package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A code from its class, 0...7, and detail, 0...31.
    @inlinable package init(_ codeClass: UInt8, _ detail: UInt8) {
        self.init(rawValue: codeClass << 5 | detail & 31)
    }

    @inlinable package static var created: ResponseCode { ResponseCode(2, 1) }
    @inlinable package static var deleted: ResponseCode { ResponseCode(2, 2) }
    @inlinable package static var valid: ResponseCode { ResponseCode(2, 3) }
    @inlinable package static var changed: ResponseCode { ResponseCode(2, 4) }
    @inlinable package static var content: ResponseCode { ResponseCode(2, 5) }
    @inlinable package static var `continue`: ResponseCode { ResponseCode(2, 31) }
    @inlinable package static var badRequest: ResponseCode { ResponseCode(4, 0) }
    @inlinable package static var unauthorized: ResponseCode { ResponseCode(4, 1) }
    @inlinable package static var badOption: ResponseCode { ResponseCode(4, 2) }
    @inlinable package static var forbidden: ResponseCode { ResponseCode(4, 3) }
    @inlinable package static var notFound: ResponseCode { ResponseCode(4, 4) }
    @inlinable package static var methodNotAllowed: ResponseCode { ResponseCode(4, 5) }
    @inlinable package static var notAcceptable: ResponseCode { ResponseCode(4, 6) }
    @inlinable package static var requestEntityIncomplete: ResponseCode { ResponseCode(4, 8) }
    static var conflict: ResponseCode { ResponseCode(4, 9) }
    @inlinable package static var preconditionFailed: ResponseCode { ResponseCode(4, 12) }
    @inlinable package static var requestEntityTooLarge: ResponseCode { ResponseCode(4, 13) }
    @inlinable package static var unsupportedContentFormat: ResponseCode { ResponseCode(4, 15) }
    @inlinable package static var internalServerError: ResponseCode { ResponseCode(5, 0) }
    static var notImplemented: ResponseCode { ResponseCode(5, 1) }
    static var badGateway: ResponseCode { ResponseCode(5, 2) }
    @inlinable package static var serviceUnavailable: ResponseCode { ResponseCode(5, 3) }
    @inlinable package static var gatewayTimeout: ResponseCode { ResponseCode(5, 4) }
    @inlinable package static var proxyingNotSupported: ResponseCode { ResponseCode(5, 5) }

    /// Whether the code is of class 2.
    @inlinable package var isSuccess: Bool { rawValue >> 5 == 2 }

    /// Whether the code is of class 4: the request is at fault.
    var isClientError: Bool { rawValue >> 5 == 4 }

    /// The name of the code in RFC 7252, `Not Found`; empty for a code without one.
    package var name: String {
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
    @usableFromInline package var description: String {
        let detail = rawValue & 31
        return "\(rawValue >> 5).\(detail < 10 ? "0" : "")\(detail)"
    }
}

/// A refusal of an operation: the code for the requester, and the reason for the log.
@usableFromInline package struct LwM2MError: Error, Hashable, Sendable {
    @usableFromInline package var code: ResponseCode
    /// What was wrong, in readable form: lower case, no full stop, names the thing and the value.
    @usableFromInline package var message: String

    @inlinable package init(_ code: ResponseCode, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension LwM2MError: CustomStringConvertible {
    /// Code and reason, `4.04: Object 9 is not loaded`.
    @usableFromInline package var description: String { "\(code): \(message)" }
}
