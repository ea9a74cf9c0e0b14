import LwM2M

/// The rules for an Object as a whole: its id, its URN, its versions, its name.
///
/// - Source: LwM2M 1.0.1 §6.2, appendix D.1; OMNA, LwM2M Object and Resource registry (id ranges).
struct ObjectRules {
    let object: ParsedObject
    let document: RawDocument
    private var definition: ObjectDefinition { object.definition }

    init(object: ParsedObject, document: RawDocument) {
        self.object = object
        self.document = document
    }

    func findings() -> [DDFFinding] { name() + id() + urn() + versions() }

    private func name() -> [DDFFinding] {
        let line = line(of: .name)
        let name = definition.name
        if name.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
            return [
                DDFFinding(
                    .error, line: line, rule: "object-name-empty",
                    message: "the object has no name: write one in <Name>")
            ]
        }
        return nameFindings(name, of: "the object", line: line)
    }

    private func id() -> [DDFFinding] {
        switch definition.id {
        case 1024...2047:
            [
                DDFFinding(
                    .error, line: line(of: .objectID), rule: "object-id-reserved",
                    message: "object \(definition.id) lies in 1024 to 2047, which OMA keeps for itself: "
                        + "take an id from 10241 on for a private object")
            ]
        case 42769...:
            [
                DDFFinding(
                    .warning, line: line(of: .objectID), rule: "object-id-unassigned",
                    message: "object \(definition.id) lies above 42768, where OMA registers nothing: "
                        + "take an id from 10241 to 42768")
            ]
        default: []
        }
    }

    /// The label in the URN of an id; nil in ranges without one.
    private var label: String? {
        switch definition.id {
        case 0...1023: "oma"
        case 2048...10240: "ext"
        case 10241...42768: "x"
        default: nil
        }
    }

    private func urn() -> [DDFFinding] {
        let urn = definition.urn
        guard place(of: .objectURN) != nil else { return [] }
        let line = line(of: .objectURN)
        func finding(_ rule: String, _ what: String) -> [DDFFinding] {
            let suffix = definition.objectVersion == "1.0" ? "" : ":" + shown(definition.objectVersion)
            let wanted = "urn:oma:lwm2m:\(label ?? "x"):\(definition.id)\(suffix)"
            return [DDFFinding(.error, line: line, rule: rule, message: "\(what): write \(wanted)")]
        }
        if urn.isEmpty { return finding("urn-empty", "<ObjectURN> is empty") }
        let parts = urn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 5 || parts.count == 6, parts[0..<3].elementsEqual(["urn", "oma", "lwm2m"]),
            ["oma", "ext", "x"].contains(parts[3]), parts.count == 5 || Self.isVersion(parts[5])
        else { return finding("urn-form", "the URN '\(shown(urn))' has not the form of OMA") }
        var findings: [DDFFinding] = []
        if String(parts[4]) != String(definition.id) {
            findings += finding("urn-id", "the URN '\(shown(urn))' names another object than \(definition.id)")
        }
        if let label, parts[3] != label {
            findings += finding(
                "urn-category", "object \(definition.id) belongs to '\(label)', its URN says '\(parts[3])'")
        }
        let version = parts.count == 6 ? String(parts[5]) : "1.0"
        if version != definition.objectVersion {
            findings += finding(
                "urn-version",
                "the URN says version \(version), <ObjectVersion> says \(shown(definition.objectVersion))")
        }
        return findings
    }

    private func versions() -> [DDFFinding] {
        var findings: [DDFFinding] = []
        for element in [Element.lwm2mVersion, .objectVersion] {
            guard let place = place(of: element) else { continue }
            let word = document.word(document.nodes[place])
            if word.isEmpty {
                findings.append(
                    DDFFinding(
                        .warning, line: line(of: element), rule: "version-empty",
                        message: "<\(element.spelling)> is empty and counts as 1.0: write the version or remove it"))
            } else if !Self.isVersion(word[...]) {
                findings.append(
                    DDFFinding(
                        .error, line: line(of: element), rule: "version-form",
                        message: "<\(element.spelling)> is '\(shown(word))': "
                            + "write two numbers with a dot between them, 1.0"))
            }
        }
        if Self.isVersion(definition.lwm2mVersion[...]), definition.lwm2mVersion != "1.0" {
            findings.append(
                DDFFinding(
                    .warning, line: line(of: .lwm2mVersion), rule: "version-newer-than-client",
                    message: "the object asks for LwM2M \(definition.lwm2mVersion), the client of the module is 1.0: "
                        + "make sure that it needs nothing newer"))
        }
        return findings
    }

    private static func isVersion(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            }
    }

    /// The node of a child of this Object.
    private func place(of element: Element) -> Int? { document.child(of: object.node, element) }

    private func line(of element: Element) -> Int { document.line(of: element, in: object.node) }
}

/// What is unusual about the name of an Object or a Resource.
func nameFindings(_ name: String, of thing: String, line: Int) -> [DDFFinding] {
    var findings: [DDFFinding] = []
    if let first = name.unicodeScalars.first, let last = name.unicodeScalars.last,
        first.properties.isWhitespace || last.properties.isWhitespace
    {
        findings.append(
            DDFFinding(
                .warning, line: line, rule: "name-padding",
                message: "the name of \(thing) has white space at an end, which stays in its constant: remove it"))
    }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
        findings.append(
            DDFFinding(
                .warning, line: line, rule: "name-control",
                message: "the name of \(thing) holds a line break or a control character: write it in one line"))
    }
    return findings
}
