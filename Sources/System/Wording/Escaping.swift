extension String {
    /// The text with some of its scalars replaced.
    ///
    /// - Parameter spelling: the replacement for a scalar; nil to keep it.
    package func escaping(_ spelling: (Unicode.Scalar) -> String?) -> String {
        var result = ""
        result.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if let written = spelling(scalar) { result += written } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}

/// A line that GitHub Actions shows next to a line of a file.
///
/// - Source: GitHub documentation, "Workflow commands for GitHub Actions".
package enum WorkflowCommand {
    /// The command, ending in a line feed.
    ///
    /// - Parameters:
    ///   - level: `error`, `warning` or `notice`.
    ///   - line: nil if none is known.
    package static func text(_ level: String, file: String, line: Int?, title: String, message: String) -> String {
        var properties = "file=" + escaped(file, isProperty: true)
        if let line { properties += ",line=\(line)" }
        properties += ",title=" + escaped(title, isProperty: true)
        return "::\(level) \(properties)::\(escaped(message, isProperty: false))\n"
    }

    private static func escaped(_ text: String, isProperty: Bool) -> String {
        text.escaping { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            case ":" where isProperty: "%3A"
            case "," where isProperty: "%2C"
            default: nil
            }
        }
    }
}

/// Makes texts from scripts safe to print: characters that move the cursor, ring the bell or change the text direction
/// become escapes.
package enum Printable {
    /// The text with control characters as `\n`, `\t` or `\x1b`.
    ///
    /// - Parameter quote: whether `"` and `\` are escaped too, because the text will be quoted.
    package static func escaped(_ text: String, quote: Bool = false) -> String {
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

    /// The lines of a text, each with its control characters escaped; a text without a line feed is a single line.
    package static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
    }

    /// The escape for a control character or a direction mark, `\x1b`; nil for every other scalar, and for blanks.
    package static func spelling(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\t", "\n", "\r": nil
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
            "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        case "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}": "\\u{" + String(scalar.value, radix: 16) + "}"
        default: nil
        }
    }
}
