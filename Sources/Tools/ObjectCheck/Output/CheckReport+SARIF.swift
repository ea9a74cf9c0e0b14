package import JSON

extension CheckReport {
    /// The report in the format that code scanning services accept.
    ///
    /// - Parameter version: the version of this program.
    /// - Source: OASIS SARIF 2.1.0.
    package func sarif(version: String) -> JSONValue {
        let rules = Set(findings.map(\.rule)).sorted()
        let driver = JSONValue.members([
            "name": "xlwm2m",
            "version": .string(version),
            "rules": .array(rules.map(Self.descriptor)),
        ])
        let run = JSONValue.members([
            "tool": .members(["driver": driver]),
            "columnKind": "utf16CodeUnits",
            "results": .array(findings.map { Self.result($0, rules: rules) }),
        ])
        return .members([
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": .array([run]),
        ])
    }

    private static func descriptor(_ id: String) -> JSONValue {
        let rule = Rule.all.first { $0.id == id }
        return .members([
            "id": .string(id),
            "shortDescription": rule.map { .members(["text": .string($0.summary)]) },
            "defaultConfiguration": rule.map { .members(["level": .string($0.severity.rawValue)]) },
        ])
    }

    private static func result(_ finding: Finding, rules: [String]) -> JSONValue {
        .members([
            "ruleId": .string(finding.rule),
            "ruleIndex": .integer(Int64(rules.firstIndex(of: finding.rule) ?? 0)),
            "level": .string(finding.severity.rawValue),
            "message": .members(["text": .string(finding.message)]),
            "locations": .array([
                .members([
                    "physicalLocation": .members([
                        "artifactLocation": .members(["uri": .string(uri(finding.file))]),
                        "region": finding.line > 0
                            ? .members(["startLine": .integer(Int64(finding.line))]) : nil,
                    ])
                ])
            ]),
        ])
    }

    /// A path as a URI reference (RFC 3986), with all but plain characters percent-encoded.
    private static func uri(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var result = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F:
                result.append(Character(Unicode.Scalar(byte)))
            default:
                result += "%"
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
        return result
    }
}
