extension CheckReport {
    /// The report as workflow commands, which the repository host shows beside the lines.
    ///
    /// - Source: "Workflow commands for GitHub Actions".
    public var workflowCommands: String {
        findings.map { finding in
            let command =
                switch finding.severity {
                case .error: "error"
                case .warning: "warning"
                case .note: "notice"
                }
            var properties = "file=" + Self.escaped(finding.file, isProperty: true)
            if finding.line > 0 { properties += ",line=\(finding.line)" }
            properties += ",title=" + Self.escaped(finding.rule, isProperty: true)
            return "::\(command) \(properties)::\(Self.escaped(finding.message, isProperty: false))\n"
        }.joined()
    }

    private static func escaped(_ text: String, isProperty: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
