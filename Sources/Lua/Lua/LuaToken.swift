/// A token of a Lua text.
package struct LuaToken: Hashable, Sendable {
    /// The kind of token.
    package enum Kind: Hashable, Sendable {
        /// A name or a keyword.
        case name
        case number
        /// A text in quotes or long brackets.
        case string
        /// One character of an operator or a bracket.
        case symbol
    }

    /// The kind of token.
    package var kind: Kind
    /// The token as written; for a string, the text between its quotes, with escapes as they are.
    package var text: String
    /// Counted from 1.
    package var line: Int
    /// Its bytes in the text, quotes included.
    package var range: Range<Int>

    /// Whether it is a given keyword, name or symbol.
    package func `is`(_ word: String) -> Bool { kind != .string && text == word }

    /// The whole number that it stands for; nil for any other token.
    package var integer: Int64? {
        guard kind == .number else { return nil }
        let lower = text.lowercased()
        return lower.hasPrefix("0x") ? Int64(lower.dropFirst(2), radix: 16) : Int64(lower)
    }
}

extension LuaToken {
    /// The tokens of a text without its comments, whether it compiles or not.
    ///
    /// - Source: Lua 5.3 manual §3.1.
    package static func all(in text: [UInt8]) -> [LuaToken] {
        var reader = Reader(text: text)
        var tokens: [LuaToken] = []
        while let token = reader.next() { tokens.append(token) }
        return tokens
    }

    private struct Reader {
        let text: [UInt8]
        var place = 0
        var line = 1

        init(text: [UInt8]) {
            self.text = text
            if text.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
            if byte(0) == UInt8(ascii: "#") { skipLine() }
        }

        private func byte(_ offset: Int) -> UInt8? {
            place + offset < text.count ? text[place + offset] : nil
        }

        private mutating func step() {
            if text[place] == 0x0A { line += 1 }
            place += 1
        }

        private mutating func skipLine() { while let byte = byte(0), byte != 0x0A { place += 1 } }

        mutating func next() -> LuaToken? {
            while let first = byte(0) {
                let start = place
                let line = line
                switch first {
                case 0x2D where byte(1) == 0x2D:
                    place += 2
                    if longBracketLevel() == nil { skipLine() } else { skipLongBracket() }
                case 0x5B where longBracketLevel() != nil:
                    let level = longBracketLevel() ?? 0
                    skipLongBracket()
                    return LuaToken(
                        kind: .string, text: word(from: start, trimmedBy: level + 2), line: line, range: start..<place)
                case 0x22, 0x27:
                    skipQuoted(first)
                    return LuaToken(
                        kind: .string, text: word(from: start, trimmedBy: 1), line: line, range: start..<place)
                case 0x30...0x39:
                    while let byte = byte(0), Self.isWord(byte) || byte == 0x2E { place += 1 }
                    return LuaToken(kind: .number, text: word(from: start), line: line, range: start..<place)
                case _ where Self.isWord(first):
                    while let byte = byte(0), Self.isWord(byte) { place += 1 }
                    return LuaToken(kind: .name, text: word(from: start), line: line, range: start..<place)
                case 0x00...0x20: step()
                default:
                    place += 1
                    return LuaToken(kind: .symbol, text: word(from: start), line: line, range: start..<place)
                }
            }
            return nil
        }

        private func word(from start: Int) -> String { String(decoding: text[start..<place], as: UTF8.self) }

        private func word(from start: Int, trimmedBy count: Int) -> String {
            String(decoding: text[start..<place].dropFirst(count).dropLast(count), as: UTF8.self)
        }

        private static func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
            default: false
            }
        }

        /// The number of `=` of a long bracket that opens here; nil if none does.
        private func longBracketLevel() -> Int? {
            guard byte(0) == 0x5B else { return nil }
            var level = 0
            while byte(1 + level) == 0x3D { level += 1 }
            return byte(1 + level) == 0x5B ? level : nil
        }

        private mutating func skipLongBracket() {
            guard let level = longBracketLevel() else { return }
            place += level + 2
            while let byte = byte(0) {
                if byte == 0x5D {
                    var count = 0
                    while self.byte(1 + count) == 0x3D { count += 1 }
                    if count == level, self.byte(1 + count) == 0x5D {
                        place += level + 2
                        return
                    }
                    // Skips what was examined, so that no text is read twice.
                    place += 1 + count
                } else {
                    step()
                }
            }
        }

        private mutating func skipQuoted(_ quote: UInt8) {
            place += 1
            while let byte = byte(0), byte != 0x0A {
                if byte == 0x5C, let escaped = self.byte(1) {
                    place += 1
                    step()
                    // `\z` continues after blanks and line breaks.
                    while escaped == UInt8(ascii: "z"), let blank = self.byte(0),
                        blank == 0x20 || (0x09...0x0D).contains(blank)
                    {
                        step()
                    }
                } else {
                    place += 1
                    if byte == quote { return }
                }
            }
        }
    }
}
