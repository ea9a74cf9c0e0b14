/// One value of a Resource or of a Resource Instance.
///
/// - Source: LwM2M 1.0.1 appendix C.
@usableFromInline package enum ResourceValue: Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case unsignedInteger(UInt64)
    case float(Double)
    case boolean(Bool)
    case opaque([UInt8])
    /// Seconds since 1970-01-01T00:00:00Z.
    case time(Int64)
    case objectLink(ObjectLink)
    /// A list of links in the format of RFC 6690.
    case corelnk(String)

    /// The type that the value belongs to.
    package var type: DataType {
        switch self {
        case .string: .string
        case .integer: .integer
        case .unsignedInteger: .unsignedInteger
        case .float: .float
        case .boolean: .boolean
        case .opaque: .opaque
        case .time: .time
        case .objectLink: .objectLink
        case .corelnk: .corelnk
        }
    }
}

/// A reference to an Object Instance, the value of an Objlnk Resource.
///
/// - Source: LwM2M 1.0.1 appendix C.
@usableFromInline package struct ObjectLink: Hashable, Sendable {
    @usableFromInline package var object: ObjectID
    @usableFromInline package var instance: ObjectInstanceID

    @inlinable package init(object: ObjectID, instance: ObjectInstanceID) {
        self.object = object
        self.instance = instance
    }

    /// The link that refers to nothing, `65535:65535`.
    package static let null = ObjectLink(object: maxID, instance: maxID)

    /// Reads the text form, two decimal ids separated by a colon; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let object = Self.id(parts[0]), let instance = Self.id(parts[1]) else { return nil }
        self.init(object: object, instance: instance)
    }

    private static func id(_ text: Substring) -> UInt16? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return UInt16(text)
    }
}

extension ObjectLink: CustomStringConvertible {
    /// The text form, `11:0`.
    @usableFromInline package var description: String { "\(object):\(instance)" }
}
