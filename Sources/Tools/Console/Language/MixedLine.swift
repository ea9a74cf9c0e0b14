/// Splits a line into lines for the module's AT command line and commands of the console, which may appear side by
/// side: `AT+CEREG?; ls; AT+CGMM`.
///
/// An AT line ends at a line end, or at a `;` outside quotes that is followed by another AT line, a word, a comment or
/// nothing; any other `;` joins AT commands, as in `AT+CMEE=2;+CGMM` and `ATE0;V1` (V.250 §5.2.2).
package enum MixedLine {
    /// A part of the line that goes to one of the two.
    package enum Part: Hashable, Sendable {
        /// A line for the module's command line.
        case at(String)
        /// Commands of the console, preceded by as many blanks as their position in the line, for the columns of
        /// errors.
        case commands(String)
    }

    /// Whether a line begins an AT line: `AT` or `at`, as specified in V.250 §5.2.1.
    package static func isAT(_ line: some StringProtocol) -> Bool {
        let start = line.utf8.drop { $0 == 0x20 || $0 == 0x09 }.prefix(2)
        return start.elementsEqual("AT".utf8) || start.elementsEqual("at".utf8)
    }

    private static func isAT(_ rest: ArraySlice<Character>) -> Bool {
        isAT(String(rest.drop { $0 == " " || $0 == "\t" }.prefix(2)))
    }

    /// The parts, in order.
    package static func parts(of line: String) -> [Part] {
        let characters = Array(line)
        var parts: [Part] = []
        var index = 0
        var pending = 0..<0
        func put() {
            let text = String(characters[pending])
            if text.contains(where: { $0 != " " && $0 != "\t" && $0 != ";" && !$0.isNewline }) {
                parts.append(.commands(String(repeating: " ", count: pending.lowerBound) + text))
            }
        }
        while index < characters.count {
            if isAT(characters[index...]) {
                put()
                let end = endOfAT(characters, from: index)
                let text = characters[index..<end].drop { $0 == " " || $0 == "\t" }
                parts.append(.at(String(text)))
                index = min(end + 1, characters.count)
                pending = index..<index
            } else {
                index = min(endOfCommand(characters, from: index) + 1, characters.count)
                pending = pending.lowerBound..<index
            }
        }
        put()
        return parts
    }

    private static func endOfAT(_ line: [Character], from start: Int) -> Int {
        var isQuoted = false
        for index in start..<line.count {
            if line[index].isNewline { return index }
            if line[index] == "\"" { isQuoted.toggle() }
            if line[index] == ";", !isQuoted, beginsCommand(line[(index + 1)...]) { return index }
        }
        return line.count
    }

    private static func beginsCommand(_ rest: ArraySlice<Character>) -> Bool {
        let rest = rest.drop { $0 == " " || $0 == "\t" }
        guard let first = rest.first, first != "#", !first.isNewline, !isAT(rest) else { return true }
        // Basic commands are one letter (V.250 §5.3.1).
        return first == "?" || rest.prefix(2).count == 2 && rest.prefix(2).allSatisfy(\.isLetter)
    }

    /// Where a command of the console ends, with its quotes, braces and comments as the lexer reads them.
    private static func endOfCommand(_ line: [Character], from start: Int) -> Int {
        var nesting = Nesting()
        var (isRemark, isWord) = (false, false)
        for index in start..<line.count {
            let character = line[index]
            if nesting.isOpen {
                nesting.read(character)
                continue
            }
            if character.isNewline { return index }
            if isRemark { continue }
            if character == ";" { return index }
            if character == "#", !isWord { isRemark = true } else { nesting.read(character) }
            isWord = character != " " && character != "\t"
        }
        return line.count
    }
}
