/// A line that GitHub Actions shows beside a line of a file.
///
/// - Source: GitHub documentation, "Workflow commands for GitHub Actions".
public enum WorkflowCommand {
    /// The command with a line feed at its end.
    ///
    /// - Parameters:
    ///   - level: `error`, `warning` or `notice`.
    ///   - line: nil where none is known.
    public static func text(_ level: String, file: String, line: Int?, title: String, message: String) -> String {
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
