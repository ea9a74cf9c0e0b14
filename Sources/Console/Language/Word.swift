/// A word of a command as it was typed, with its place.
public struct Word: Hashable, Sendable {
    /// As typed, with quotes and braces.
    public var raw: String
    /// The place of its first character in the line, from 1.
    public var column: Int

    public init(_ raw: String, column: Int) {
        self.raw = raw
        self.column = column
    }

    /// Whether the whole word stands in quotes, and so is text whatever it looks like.
    public var isQuoted: Bool { raw.count >= 2 && (raw.first == "\"" || raw.first == "'") && raw.last == raw.first }

    /// The text meant: without the quotes around it, in `"..."` also with `\n`, `\t`, `\"` and `\\` resolved.
    ///
    /// Quotes inside a word stay, as the arguments of an Execute need them: `0='a b'`.
    public var text: String {
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
