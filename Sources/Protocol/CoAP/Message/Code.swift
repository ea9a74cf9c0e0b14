/// The code of a message: a method, the outcome of a request, or nothing.
///
/// - Source: RFC 7252 §12.1.
@usableFromInline package struct Code: RawRepresentable, Hashable, Sendable {
    /// Class times 32 plus detail: 2.05 is 69.
    @usableFromInline package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A code from its class, 0...7, and detail, 0...31.
    @inlinable package init(_ codeClass: UInt8, _ detail: UInt8) {
        self.init(rawValue: codeClass << 5 | detail & 31)
    }

    /// The code of empty acknowledgements, resets and pings.
    package static let empty = Code(0, 0)
    package static let get = Code(0, 1)
    package static let post = Code(0, 2)
    package static let put = Code(0, 3)
    package static let delete = Code(0, 4)
    package static let created = Code(2, 1)
    package static let deleted = Code(2, 2)
    package static let changed = Code(2, 4)
    package static let content = Code(2, 5)
    /// A block was accepted; the next one may follow.
    package static let `continue` = Code(2, 31)
    package static let badRequest = Code(4, 0)
    package static let badOption = Code(4, 2)
    package static let notFound = Code(4, 4)
    package static let methodNotAllowed = Code(4, 5)
    /// Blocks of the payload are missing.
    package static let requestEntityIncomplete = Code(4, 8)
    package static let requestEntityTooLarge = Code(4, 13)
    package static let internalServerError = Code(5, 0)
    package static let proxyingNotSupported = Code(5, 5)

    /// 0 for methods, 2 for success, 4 and 5 for refusals.
    @inlinable package var codeClass: UInt8 { rawValue >> 5 }
    @inlinable package var detail: UInt8 { rawValue & 31 }

    /// Whether the code is of class 0 and not empty.
    @inlinable package var isRequest: Bool { codeClass == 0 && rawValue != 0 }
    /// Whether the code is of class 2, 4 or 5.
    @inlinable package var isResponse: Bool { codeClass == 2 || codeClass == 4 || codeClass == 5 }
    /// Whether the code is of class 2.
    @inlinable package var isSuccess: Bool { codeClass == 2 }
}

extension Code: CustomStringConvertible {
    /// The name for the methods of RFC 7252, such as `GET`; otherwise the number, such as `4.04`.
    @usableFromInline package var description: String {
        switch self {
        case .get: "GET"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        default: "\(codeClass).\(detail < 10 ? "0" : "")\(detail)"
        }
    }
}
