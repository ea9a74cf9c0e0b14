import JSON

/// One entry of a payload in LwM2M JSON, with its full path.
///
/// - Source: LwM2M 1.0.1 §6.4.4.
package struct JSONEntry: Hashable, Sendable {
    /// A Resource or a Resource Instance.
    package var path: Path
    package var field: JSONField

    package init(_ path: Path, _ field: JSONField) {
        self.path = path
        self.field = field
    }
}

/// The value field of one entry in LwM2M JSON, before its intended type is known.
///
/// - Source: LwM2M 1.0.1 §6.4.4.
package enum JSONField: Hashable, Sendable {
    /// `v`, as it is spelled.
    case number(String)
    /// `bv`.
    case boolean(Bool)
    /// `sv`.
    case string(String)
    /// `ov`.
    case objectLink(String)

    /// The name of the field in the payload.
    package var name: StaticString {
        switch self {
        case .number: "v"
        case .boolean: "bv"
        case .string: "sv"
        case .objectLink: "ov"
        }
    }
}

extension ResourceValue {
    /// The value as a field of LwM2M JSON; bytes are Base64.
    ///
    /// - Source: LwM2M 1.0.1 §6.4.4, appendix C.
    package var jsonField: JSONField {
        switch self {
        case .string, .opaque, .corelnk: .string(plainText)
        case .integer, .unsignedInteger, .time: .number(plainText)
        // Beyond 64 bits, a reader must see at once that it is not an integer; the least of them is one.
        case .float(let number): .number(plainText + (number >= 0x1p63 || number < -0x1p63 ? ".0" : ""))
        case .boolean(let flag): .boolean(flag)
        case .objectLink: .objectLink(plainText)
        }
    }

    /// Reads the value of a type from a field of LwM2M JSON.
    ///
    /// Whole numbers may be spelled `1.0` or `1e3`; a link may be in `sv`.
    ///
    /// - throws: 4.00 for a field that is not a value of the type.
    /// - Source: LwM2M 1.0.1 §6.4.4, appendix C.
    package init(jsonField field: JSONField, as type: DataType) throws(LwM2MError) {
        guard let value = Self.read(field, as: type) else {
            // A text that should have been bytes may be a key.
            let shown = type == .opaque ? "\(field.name)" : "\(field)"
            throw LwM2MError(.badRequest, "\(shown) is not a valid \(type.rawValue)")
        }
        self = value
    }

    private static func read(_ field: JSONField, as type: DataType) -> ResourceValue? {
        switch (type, field) {
        case (.string, .string(let text)): .string(text)
        case (.corelnk, .string(let text)): .corelnk(text)
        case (.integer, .number(let text)): Decimal(text)?.integer.map { .integer($0) }
        case (.time, .number(let text)): Decimal(text)?.integer.map { .time($0) }
        case (.unsignedInteger, .number(let text)): Decimal(text)?.unsignedInteger.map { .unsignedInteger($0) }
        case (.float, .number(let text)): Decimal(text)?.double.map { .float($0) }
        case (.boolean, .boolean(let flag)): .boolean(flag)
        case (.opaque, .string(let text)): Base64.bytes(of: text).map { .opaque($0) }
        case (.objectLink, .objectLink(let text)), (.objectLink, .string(let text)):
            ObjectLink(text).map { .objectLink($0) }
        case (.none, _): untyped(field)
        default: nil
        }
    }

    private static func untyped(_ field: JSONField) -> ResourceValue? {
        switch field {
        case .number(let text):
            Decimal(text)?.integer.map { .integer($0) } ?? Decimal(text)?.double.map { .float($0) }
        case .boolean(let flag): .boolean(flag)
        case .string(let text): .string(text)
        case .objectLink(let text): ObjectLink(text).map { .objectLink($0) }
        }
    }
}

extension JSONWriter {
    /// Writes the field of a value, as a member of an object.
    mutating func member(of value: ResourceValue) {
        let field = value.jsonField
        name(plain: field.name)
        switch field {
        case .number(let text): literal(text)
        case .boolean(let flag): literal(flag ? "true" : "false")
        case .string(let text), .objectLink(let text): string(text)
        }
    }
}

extension JSONField: CustomStringConvertible {
    /// The field as in the payload, long strings truncated: `"v":5`.
    package var description: String {
        switch self {
        case .number(let text): "\"v\":\(text.prefix(40))"
        case .boolean(let flag): "\"bv\":\(flag)"
        case .string(let text): "\"sv\":\"\(text.prefix(40))\""
        case .objectLink(let text): "\"ov\":\"\(text.prefix(40))\""
        }
    }
}
