extension ResourceValue {
    /// The value as plain text.
    ///
    /// - Source: LwM2M 1.0.1 §6.4.1, appendix C.
    public var plainText: String {
        switch self {
        case .string(let text), .corelnk(let text): text
        case .integer(let number), .time(let number): String(number)
        case .unsignedInteger(let number): String(number)
        case .float(let number): number.plainDecimal
        case .boolean(let flag): flag ? "1" : "0"
        case .opaque(let bytes): Base64.text(of: bytes)
        case .objectLink(let link): link.description
        }
    }

    /// The value of a type from plain text: nothing around it, no leading `+`, Base64 padded.
    ///
    /// An exponent in a Float is taken, though none is ever written.
    ///
    /// - throws: 4.00 for a text that is no value of the type.
    /// - Source: LwM2M 1.0.1 §6.4.1, appendix C.
    public init(plainText text: String, as type: DataType) throws(LwM2MError) {
        guard let value = Self.read(text, as: type) else {
            // What should have been bytes may be a key.
            let shown = type == .opaque ? "a text of \(text.utf8.count) bytes" : "'\(text.prefix(40))'"
            throw LwM2MError(.badRequest, "\(shown) is no \(type.rawValue)")
        }
        self = value
    }

    private static func read(_ text: String, as type: DataType) -> ResourceValue? {
        switch type {
        case .string, .none: .string(text)
        case .corelnk: .corelnk(text)
        case .integer: whole(text)?.integer.map { .integer($0) }
        case .time: whole(text)?.integer.map { .time($0) }
        case .unsignedInteger: whole(text)?.unsignedInteger.map { .unsignedInteger($0) }
        case .float: Decimal(text)?.double.map { .float($0) }
        case .boolean: text == "0" ? .boolean(false) : text == "1" ? .boolean(true) : nil
        case .opaque: Base64.bytes(of: text).map { .opaque($0) }
        case .objectLink: ObjectLink(text).map { .objectLink($0) }
        }
    }

    /// Digits with a minus sign at most.
    private static func whole(_ text: String) -> Decimal? {
        text.utf8.contains(UInt8(ascii: ".")) ? nil : Decimal(text, allowingExponent: false)
    }
}
