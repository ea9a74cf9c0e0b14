/// Makes texts from scripts safe to print: what moves the cursor or rings becomes an escape.
public enum Printable {
    /// The text with control characters as `\n`, `\t` or `\x1b`.
    ///
    /// - Parameter quote: whether `"` and `\` are escaped too, because quotes go around the text.
    public static func escaped(_ text: String, quote: Bool = false) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t" where quote: out += "\\t"
            case "\"" where quote: out += "\\\""
            case "\\" where quote: out += "\\\\"
            case "\t": out += "\t"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let hex = String(scalar.value, radix: 16)
                out += "\\x" + (hex.count < 2 ? "0" : "") + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
