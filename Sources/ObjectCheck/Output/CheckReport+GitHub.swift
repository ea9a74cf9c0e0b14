import Wording

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
            return WorkflowCommand.text(
                command, file: finding.file, line: finding.line > 0 ? finding.line : nil, title: finding.rule,
                message: finding.message)
        }.joined()
    }
}
