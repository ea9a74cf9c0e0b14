/// Splits a line into commands (at `;` and line ends) and words (at blanks).
///
/// Quotes and braces keep blanks and semicolons together. A word that begins with `#` starts a comment.
package enum Lexer {
    /// The words of each command of the line; commands without words are left out.
    ///
    /// - throws: for an unclosed quote or brace; the commands before it are not returned.
    package static func commands(in line: String) throws(ConsoleError) -> [[Word]] {
        var commands: [[Word]] = []
        var words: [Word] = []
        var word = Pending()
        var isComment = false
        var column = 0
        for character in line {
            column += 1
            if isComment {
                guard character.isNewline else { continue }
                isComment = false
            }
            if word.nesting.isOpen {
                word.take(character, at: column)
            } else if character == ";" || character.isNewline {
                word.finish(into: &words)
                if !words.isEmpty { commands.append(words) }
                words = []
            } else if character == " " || character == "\t" {
                word.finish(into: &words)
            } else if character == "#", word.isEmpty {
                isComment = true
            } else {
                word.take(character, at: column)
            }
        }
        if let quote = word.nesting.quote {
            throw ConsoleError("the quote \(quote) is not closed", column: word.opened)
        }
        if word.nesting.braces > 0 {
            throw ConsoleError("the brace is not closed; a text with braces goes in quotes", column: word.opened)
        }
        word.finish(into: &words)
        if !words.isEmpty { commands.append(words) }
        return commands
    }

    /// A word being read.
    private struct Pending {
        var raw = ""
        var start = 0
        var nesting = Nesting()
        /// The position of the open quote or brace.
        var opened = 0

        var isEmpty: Bool { raw.isEmpty }

        mutating func take(_ character: Character, at column: Int) {
            if raw.isEmpty { start = column }
            raw.append(character)
            let wasOpen = nesting.isOpen
            nesting.read(character)
            if !wasOpen, nesting.isOpen { opened = column }
        }

        mutating func finish(into words: inout [Word]) {
            if !raw.isEmpty { words.append(Word(raw, column: start)) }
            self = Pending()
        }
    }
}

/// What keeps the blanks and semicolons of a line together: the open quote and braces.
struct Nesting {
    /// The open quote; nil if there is none.
    private(set) var quote: Character?
    /// The number of open braces.
    private(set) var braces = 0
    /// Whether the next character within quotes is taken literally.
    private var isEscaped = false

    var isOpen: Bool { quote != nil || braces > 0 }

    /// Processes the next character.
    mutating func read(_ character: Character) {
        if let open = quote {
            if isEscaped {
                isEscaped = false
            } else if character == "\\", open == "\"" {
                isEscaped = true
            } else if character == open {
                quote = nil
            }
            return
        }
        switch character {
        case "\"", "'": quote = character
        case "{": braces += 1
        case "}": braces = max(0, braces - 1)
        default: break
        }
    }
}

/// A word of a command as it was typed, with its position.
package struct Word: Hashable, Sendable {
    /// As typed, with quotes and braces.
    package var raw: String
    /// The position of its first character in the line, from 1.
    package var column: Int

    package init(_ raw: String, column: Int) {
        self.raw = raw
        self.column = column
    }

    /// Whether the whole word is quoted, and so is text whatever it looks like.
    package var isQuoted: Bool { raw.count >= 2 && (raw.first == "\"" || raw.first == "'") && raw.last == raw.first }

    /// The text meant: without the surrounding quotes, and in `"..."` with `\n`, `\t`, `\"` and `\\` unescaped.
    ///
    /// Quotes inside a word are kept, because the arguments of an Execute need them: `0='a b'`.
    package var text: String {
        guard isQuoted else { return raw }
        let inner = raw.dropFirst().dropLast()
        guard raw.first == "\"" else { return String(inner) }
        var text = ""
        var isEscaped = false
        for character in inner {
            if isEscaped {
                switch character {
                case "n": text.append("\n")
                case "t": text.append("\t")
                case "\"", "\\": text.append(character)
                default: text += "\\" + String(character)
                }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return isEscaped ? text + "\\" : text
    }
}
