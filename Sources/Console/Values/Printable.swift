import Wording

/// Makes texts from scripts safe to print: what moves the cursor or rings becomes an escape.
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
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: nil
            }
        }
    }
}
