package import JSON
import Wording

extension CheckReport {
    /// The report for people: one line for each finding, followed by what it means for the module.
    package var text: String {
        var text = ""
        for finding in findings { text += finding.text + "\n" }
        for set in sets where !set.stoppers.isEmpty { text += stop(set) }
        return text + summary + "\n"
    }

    /// `2 files checked for SARA-R510S-01B: 1 error, 0 warnings, 3 notes`.
    package var summary: String {
        let counts = Severity.allCases.map { Self.counted(count($0), $0.rawValue) }
        return "\(Self.counted(files.count, "file")) checked for \(product): \(counts.joined(separator: ", "))"
    }

    private func stop(_ set: SetVerdict) -> String {
        let files = set.stoppers.joined(separator: ", ")
        let place = set.name.isEmpty ? "" : " with \(set.name)"
        let sign = set.endsWithURC ? " (+ULWM2MSTAT: 5,1 and then 4,6)" : ""
        return
            "the LwM2M client of \(product) would not start\(place)\(sign) until this is mended or deleted: \(files)\n"
    }

    static func counted(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }
}

extension Finding {
    /// `object_x.lua:12: error: what is wrong: what to do [rule]`.
    package var text: String {
        (line > 0 ? "\(file):\(line): " : "\(file): ") + "\(severity.rawValue): \(message) [\(rule)]"
    }
}

extension CheckReport {
    /// The report for programs.
    package var json: JSONValue {
        .members([
            "product": .string(product),
            "files": .integer(Int64(files.count)),
            "errors": .integer(Int64(count(.error))),
            "warnings": .integer(Int64(count(.warning))),
            "notes": .integer(Int64(count(.note))),
            "starts": .boolean(starts),
            "findings": .array(findings.map(\.json)),
        ])
    }
}

extension Finding {
    /// One JSON object.
    package var json: JSONValue {
        .members([
            "severity": .string(severity.rawValue), "rule": .string(rule), "file": .string(file),
            "line": line > 0 ? .integer(Int64(line)) : nil, "message": .string(message),
        ])
    }
}

extension CheckReport {
    /// The report as workflow commands, which the repository host shows next to the lines concerned.
    ///
    /// - Source: "Workflow commands for GitHub Actions".
    package var workflowCommands: String {
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
