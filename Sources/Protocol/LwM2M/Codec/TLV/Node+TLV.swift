extension Node {
    /// Reads the content of a path from a client's answer in TLV.
    ///
    /// - Parameter path: an Object, an Object Instance or a Resource.
    /// - throws: 4.00 for a payload that is malformed or does not match the path and the definition.
    package init(tlv payload: [UInt8], at path: Path, definition: ObjectDefinition) throws(LwM2MError) {
        let isMultiple = path.resource.flatMap { definition[$0]?.isMultiple } ?? true
        let payload = try WritePayload(tlv: payload, at: path, isMultiple: isMultiple)
        try self.init(payload, at: path, definition: definition)
    }
}

extension ResourceValue {
    /// The bytes of the value in TLV: whole numbers in the shortest of 1, 2, 4 or 8 bytes that holds them with their
    /// sign, a Float in 4 if that is exact.
    ///
    /// - Source: LwM2M 1.0.1 appendix C.
    package var tlvBytes: [UInt8] {
        switch self {
        case .string(let text), .corelnk(let text): Array(text.utf8)
        case .integer(let number), .time(let number): Self.shortest(number)
        case .unsignedInteger(let number): Self.shortest(number)
        case .float(let number): Self.bytes(of: number)
        case .boolean(let flag): [flag ? 1 : 0]
        case .opaque(let bytes): bytes
        case .objectLink(let link): Self.bigEndian(link.object) + Self.bigEndian(link.instance)
        }
    }

    /// Reads the value of a type from its bytes in TLV.
    ///
    /// - throws: 4.00 for bytes that are not a value of the type.
    /// - Source: LwM2M 1.0.1 appendix C.
    package init(tlvBytes bytes: [UInt8], as type: DataType) throws(LwM2MError) {
        func refusal(_ why: String) -> LwM2MError {
            LwM2MError(.badRequest, "\(bytes.count) bytes are not a valid \(type.rawValue): \(why)")
        }
        switch type {
        case .string, .corelnk:
            guard let text = String(utf8: bytes) else { throw refusal("they are not UTF-8") }
            self = type == .string ? .string(text) : .corelnk(text)
        case .integer, .time:
            guard let number = Self.signed(bytes) else { throw refusal("it takes 1, 2, 4 or 8") }
            self = type == .integer ? .integer(number) : .time(number)
        case .unsignedInteger:
            guard let number = Self.unsigned(bytes) else { throw refusal("it takes 1, 2, 4 or 8") }
            self = .unsignedInteger(number)
        case .float:
            guard let bits = Self.unsigned(bytes), bytes.count >= 4 else { throw refusal("it takes 4 or 8") }
            self = .float(
                bytes.count == 4
                    ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits))
        case .boolean:
            guard bytes.count == 1, bytes[0] < 2 else { throw refusal("it takes one, 0 or 1") }
            self = .boolean(bytes[0] == 1)
        case .opaque: self = .opaque(bytes)
        case .objectLink:
            guard bytes.count == 4, let ids = Self.unsigned(bytes) else { throw refusal("it takes 4") }
            self = .objectLink(ObjectLink(object: UInt16(ids >> 16), instance: UInt16(ids & 0xFFFF)))
        case .none: self = String(utf8: bytes).map { .string($0) } ?? .opaque(bytes)
        }
    }

    private static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    private static func shortest(_ number: Int64) -> [UInt8] {
        if let short = Int8(exactly: number) { return bigEndian(short) }
        if let short = Int16(exactly: number) { return bigEndian(short) }
        if let short = Int32(exactly: number) { return bigEndian(short) }
        return bigEndian(number)
    }

    private static func shortest(_ number: UInt64) -> [UInt8] {
        if let short = UInt8(exactly: number) { return bigEndian(short) }
        if let short = UInt16(exactly: number) { return bigEndian(short) }
        if let short = UInt32(exactly: number) { return bigEndian(short) }
        return bigEndian(number)
    }

    private static func bytes(of number: Double) -> [UInt8] {
        let short = Float(number)
        return Double(short) == number ? bigEndian(short.bitPattern) : bigEndian(number.bitPattern)
    }

    private static func unsigned(_ bytes: [UInt8]) -> UInt64? {
        guard [1, 2, 4, 8].contains(bytes.count) else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func signed(_ bytes: [UInt8]) -> Int64? {
        guard let bits = unsigned(bytes) else { return nil }
        let shift = 64 - 8 * bytes.count
        return Int64(bitPattern: bits << shift) >> shift
    }
}
