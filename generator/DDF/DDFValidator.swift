import LwM2M

/// Checks a definition against the OMA schemas and the rules that no schema can express.
package enum DDFValidator {
    /// All findings in a file, by line; empty if it is clean.
    ///
    /// - Parameters:
    ///   - bytes: XML in UTF-8, UTF-16 or the encoding that its declaration names.
    ///   - file: the name for messages.
    package static func findings(_ bytes: [UInt8], file: String, limits: DDFLimits = DDFLimits()) -> [DDFFinding] {
        let document: RawDocument
        do {
            document = try DocumentReader.read(bytes, file: file, limits: limits)
        } catch {
            return [DDFFinding(.error, line: error.line, rule: rule(for: error.code), message: error.message)]
        }
        var interpreter = Interpreter(document, file: file, isThorough: true)
        let objects = interpreter.objects()
        var findings = interpreter.judgements.map(\.finding)
        findings += document.oddities.map(finding)
        findings += SchemaRules(document: document).findings()
        var seen: [ObjectID: Int] = [:]
        for object in objects {
            if let first = seen.updateValue(object.line, forKey: object.definition.id) {
                findings.append(
                    DDFFinding(
                        .error, line: object.line, rule: "object-id-twice",
                        message: "object \(object.definition.id) is defined a second time, first in line \(first): "
                            + "give one of them another ObjectID"))
            }
            findings += Self.findings(of: object, in: document)
        }
        // Stable: findings on the same line keep their order.
        return findings.enumerated()
            .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }

    /// The findings of the rules for one Object and its Resources.
    static func findings(of object: ParsedObject, in document: RawDocument) -> [DDFFinding] {
        ObjectRules(object: object, document: document).findings()
            + ResourceRules(object: object, document: document).findings()
    }

    private static func rule(for code: DDFError.Code) -> String {
        switch code {
        case .notWellFormed: "not-well-formed"
        case .documentType: "document-type"
        case .limit: "limit"
        case .definition: "definition"
        }
    }

    private static func finding(_ oddity: RawDocument.Oddity) -> DDFFinding {
        switch oddity.kind {
        case .attribute:
            DDFFinding(
                .error, line: oddity.line, rule: "unknown-attribute",
                message: "the attribute \(shown(oddity.name)) is not in the schema: remove it")
        case .text:
            DDFFinding(
                .error, line: oddity.line, rule: "stray-text",
                message: "text stands directly in <\(oddity.name)>, which holds elements only: remove it")
        }
    }
}
