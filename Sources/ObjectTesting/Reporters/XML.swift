/// Text as it may stand in XML 1.0.
enum XML {
    /// For the content of an element.
    static func text(_ text: String) -> String { escaped(text, isAttribute: false) }

    /// For an attribute in double quotes; line breaks are kept.
    static func attribute(_ text: String) -> String { escaped(text, isAttribute: true) }

    /// - Source: XML 1.0, production 2 (Char): control characters cannot be written at all, so they are replaced.
    private static func escaped(_ text: String, isAttribute: Bool) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where isAttribute: result += "&quot;"
            case "\n" where isAttribute: result += "&#10;"
            case "\t" where isAttribute: result += "&#9;"
            case "\r": result += "&#13;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return result
    }
}
