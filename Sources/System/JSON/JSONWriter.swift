/// Writes a JSON text piece by piece, and adds commas, line breaks and escapes.
///
/// - Source: RFC 8259.
package struct JSONWriter {
    /// Which characters of a text are escaped besides quotes, backslashes and the control characters below U+0020.
    package enum Escapes: Hashable, Sendable {
        /// DEL only: what goes over the air is short.
        case few
        /// What moves the cursor of a terminal or turns its direction: the controls of C1 and the marks of direction.
        case forTerminals
    }

    /// What has been written.
    package private(set) var bytes: [UInt8] = []
    /// Bytes that most texts fit into, so that they are not copied while they grow.
    private static let usualSize = 500
    private let escapes: Escapes
    private let isForPeople: Bool
    private var depth = 0
    private var needsComma = false
    private var isAfterName = false

    /// - Parameter isForPeople: whether each member is on its own line, indented by two spaces per level.
    package init(_ escapes: Escapes, isForPeople: Bool = false) {
        self.escapes = escapes
        self.isForPeople = isForPeople
        bytes.reserveCapacity(Self.usualSize)
    }

    /// Begins an object as a value; its members come next.
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    /// Ends the object that was begun last.
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    /// Begins an array as a value; its values come next.
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    /// Ends the array that was begun last.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// The name of a member; its value comes next.
    package mutating func name(_ name: String) {
        string(name)
        endName()
    }

    /// The same for a name that has nothing to escape.
    package mutating func name(plain name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        endName()
    }

    private mutating func endName() {
        bytes.append(UInt8(ascii: ":"))
        if isForPeople { bytes.append(UInt8(ascii: " ")) }
        isAfterName = true
    }

    /// A text as a value.
    package mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        if !putPlain(text) {
            switch escapes {
            case .few: for byte in text.utf8 { putEscaped(byte) }
            case .forTerminals: for scalar in text.unicodeScalars { putEscaped(scalar) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a text that is ASCII without anything to escape, as most are; false if it is not.
    private mutating func putPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { characters in
            for byte in characters where byte < 0x20 || byte > 0x7E || byte == 0x22 || byte == 0x5C { return false }
            bytes.append(contentsOf: characters)
            return true
        }
    }

    /// A text as a value: those of some numbers that there are, with slashes between them, `"0/5700"`.
    package mutating func string(_ first: UInt16?, _ second: UInt16? = nil, _ third: UInt16? = nil) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        func put(_ number: UInt16?, _ writer: inout JSONWriter) {
            guard let number else { return }
            if writer.bytes.count > start { writer.bytes.append(UInt8(ascii: "/")) }
            writer.putDigits(number)
        }
        put(first, &self)
        put(second, &self)
        put(third, &self)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func putDigits(_ number: UInt16) {
        if number > 9 { putDigits(number / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    /// A value that is already spelled as JSON: a number, `true`, `null`.
    package mutating func literal(_ text: String) {
        separate()
        put(text)
    }

    // MARK: - Between the values

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        depth += 1
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if needsComma { breakLine() }
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        defer { needsComma = true }
        guard !isAfterName else {
            isAfterName = false
            return
        }
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        if depth > 0 { breakLine() }
    }

    private mutating func breakLine() {
        guard isForPeople else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: 2 * depth)
    }

    private mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    // MARK: - Escapes

    private mutating func putEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0x0A: put("\\n")
        case 0x0D: put("\\r")
        case 0x09: put("\\t")
        case 0..<0x20, 0x7F: putNumber(UInt32(byte))
        default: bytes.append(byte)
        }
    }

    private mutating func putEscaped(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{80}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}": putNumber(scalar.value)
        default: for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { putEscaped(byte) }
        }
    }

    private mutating func putNumber(_ number: UInt32) {
        let hex = String(number, radix: 16)
        put("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
    }
}
