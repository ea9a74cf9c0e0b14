/// Makes texts from scripts safe to print: what moves the cursor, rings or turns the direction becomes an escape.
public enum Printable {
    /// The text with control characters as `\n`, `\t` or `\x1b`.
    ///
    /// - Parameter quote: whether `"` and `\` are escaped too, because quotes go around the text.
    public static func escaped(_ text: String, quote: Bool = false) -> String {
        text.escaping { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": quote ? "\\t" : nil
            case "\"" where quote: "\\\""
            case "\\" where quote: "\\\\"
            default: spelling(scalar)
            }
        }
    }

    /// The lines of a text, each with its control characters as escapes; a text without a line feed is one.
    public static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
    }

    /// What stands for a control character or a mark of direction, `\x1b`; nil for every other scalar, and for blanks.
    public static func spelling(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\t", "\n", "\r": nil
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
            "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        case "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}": "\\u{" + String(scalar.value, radix: 16) + "}"
        default: nil
        }
    }
}
