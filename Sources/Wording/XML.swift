/// Text as it may stand in XML 1.0.
public enum XML {
    /// For the content of an element.
    public static func text(_ text: String) -> String { escaped(text, isAttribute: false) }

    /// For an attribute in double quotes; line breaks are kept.
    public static func attribute(_ text: String) -> String { escaped(text, isAttribute: true) }

    /// - Source: XML 1.0, production 2 (Char): control characters cannot be written at all, so that their names are.
    private static func escaped(_ text: String, isAttribute: Bool) -> String {
        text.escaping { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"" where isAttribute: "&quot;"
            case "\n" where isAttribute: "&#10;"
            case "\t" where isAttribute: "&#9;"
            case "\r": "&#13;"
            case "\n", "\t": nil
            case "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
            default: Printable.spelling(scalar)
            }
        }
    }
}
