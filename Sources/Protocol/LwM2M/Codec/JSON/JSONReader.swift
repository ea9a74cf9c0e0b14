/// Reads a JSON text from front to back; numbers stay texts, so that none is converted through a double.
///
/// - Source: RFC 8259.
package struct JSONReader {
    /// What the next value is, by its first byte.
    package enum Kind { case object, array, string, number, boolean, null }

    /// How deep objects and arrays may be nested; our payloads need three levels.
    static let maximumDepth = 16

    private let bytes: [UInt8]
    package private(set) var position = 0
    /// Where the name of the last member of an object begins.
    package private(set) var namePosition = 0

    /// - throws: 4.00 if the bytes are not UTF-8.
    package init(_ bytes: [UInt8]) throws(LwM2MError) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw LwM2MError(.badRequest, "JSON: the payload is not UTF-8")
        }
        self.bytes = bytes
    }

    /// A refusal that names the position.
    package func refusal(_ why: String) -> LwM2MError {
        LwM2MError(.badRequest, "JSON at byte \(position): \(why)")
    }

    /// Checks that nothing follows.
    package mutating func end() throws(LwM2MError) {
        skipBlanks()
        guard position == bytes.count else { throw refusal("something follows the end") }
    }

    /// The kind of the value that comes next.
    package mutating func next() throws(LwM2MError) -> Kind {
        skipBlanks()
        guard position < bytes.count else { throw refusal("the text ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        default: throw refusal("a value is missing")
        }
    }

    /// Reads an object, member by member.
    ///
    /// - Parameter member: reads or skips the value of the member with that name.
    package mutating func object(
        _ member: (_ name: String, _ reader: inout JSONReader) throws(LwM2MError) -> Void
    ) throws(LwM2MError) {
        try expect("{")
        if consume("}") { return }
        repeat {
            skipBlanks()
            namePosition = position
            let name = try string()
            try expect(":")
            try member(name, &self)
        } while consume(",")
        try expect("}")
    }

    /// Reads an array, element by element.
    package mutating func array(_ element: (_ reader: inout JSONReader) throws(LwM2MError) -> Void) throws(LwM2MError) {
        try expect("[")
        if consume("]") { return }
        repeat { try element(&self) } while consume(",")
        try expect("]")
    }

    /// Skips a value, which must be well-formed.
    ///
    /// - Parameter depth: how many objects and arrays hold it.
    package mutating func skip(depth: Int) throws(LwM2MError) {
        switch try next() {
        case .object:
            guard depth < Self.maximumDepth else { throw refusal("it is nested too deeply") }
            try object { (_, reader) throws(LwM2MError) in try reader.skip(depth: depth + 1) }
        case .array:
            guard depth < Self.maximumDepth else { throw refusal("it is nested too deeply") }
            try array { (reader) throws(LwM2MError) in try reader.skip(depth: depth + 1) }
        case .string: _ = try string()
        case .number: _ = try number()
        case .boolean: _ = try boolean()
        case .null: try word("null")
        }
    }

    /// Reads `true` or `false`.
    package mutating func boolean() throws(LwM2MError) -> Bool {
        skipBlanks()
        let value = position < bytes.count && bytes[position] == UInt8(ascii: "t")
        try word(value ? "true" : "false")
        return value
    }

    /// Reads a number and returns its text.
    package mutating func number() throws(LwM2MError) -> String {
        skipBlanks()
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if peek == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if let mark = peek, mark | 0x20 == UInt8(ascii: "e") {
            position += 1
            if peek == UInt8(ascii: "-") || peek == UInt8(ascii: "+") { position += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads a string and returns its content.
    package mutating func string() throws(LwM2MError) -> String {
        try expect("\"")
        var out: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &out)
            case 0..<0x20: throw refusal("a control character stands in a string unescaped")
            default: out.append(byte)
            }
        }
        throw refusal("a string has no end")
    }

    // MARK: - Parts

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func consume(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(LwM2MError) {
        guard consume(character) else { throw refusal("'\(character)' is missing") }
    }

    private mutating func word(_ word: String) throws(LwM2MError) {
        skipBlanks()
        guard bytes[position...].starts(with: word.utf8) else { throw refusal("a value is missing") }
        position += word.utf8.count
    }

    private mutating func digits() throws(LwM2MError) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw refusal("a digit is missing") }
    }

    private mutating func escape(into out: inout [UInt8]) throws(LwM2MError) {
        guard let byte = peek else { throw refusal("a string has no end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try hexDigits())
            if (0xD800..<0xDC00).contains(code), peek == UInt8(ascii: "\\"), position + 1 < bytes.count,
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                let low = UInt32(try hexDigits())
                guard (0xDC00..<0xE000).contains(low) else { throw refusal("half of a surrogate pair stands alone") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw refusal("half of a surrogate pair stands alone") }
            out += Array(String(Character(scalar)).utf8)
        default: throw refusal("an escape is not known")
        }
    }

    private mutating func hexDigits() throws(LwM2MError) -> UInt16 {
        guard position + 4 <= bytes.count,
            bytes[position..<position + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw refusal("\\u takes four hexadecimal digits") }
        position += 4
        return code
    }
}
