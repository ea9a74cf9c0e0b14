public import JSON

extension CheckReport {
    /// The report for programs.
    public var json: JSONValue {
        .members([
            "product": .string(product),
            "files": .integer(Int64(files.count)),
            "errors": .integer(Int64(count(.error))),
            "warnings": .integer(Int64(count(.warning))),
            "notes": .integer(Int64(count(.note))),
            "starts": .boolean(starts),
            "findings": .array(
                findings.map { finding in
                    .members([
                        "severity": .string(finding.severity.rawValue),
                        "rule": .string(finding.rule),
                        "file": .string(finding.file),
                        "line": finding.line > 0 ? .integer(Int64(finding.line)) : nil,
                        "message": .string(finding.message),
                    ])
                }),
        ])
    }
}
