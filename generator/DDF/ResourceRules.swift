import LwM2M

/// The rules for the Resources of an Object.
///
/// - Source: LwM2M 1.0.1 appendix C, D.1; OMNA, LwM2M Object and Resource registry (id ranges).
struct ResourceRules {
    let object: ParsedObject
    let document: RawDocument

    init(object: ParsedObject, document: RawDocument) {
        self.object = object
        self.document = document
    }

    func findings() -> [DDFFinding] {
        var findings: [DDFFinding] = []
        var names: [String: ResourceID] = [:]
        for (resource, node) in zip(object.definition.resources, object.resourceNodes) {
            let line = Int(document.nodes[node].line)
            findings += name(resource, document.line(of: .name, in: node), &names)
            findings += type(resource, node)
            if resource.id > 32768 {
                findings.append(
                    DDFFinding(
                        .warning, line: line, rule: "resource-id-reserved",
                        message: "resource \(resource.id) lies above 32768, where OMA has no resources: "
                            + "take 0 to 2047 for resources of this object alone"))
            }
        }
        return findings
    }

    private func name(_ resource: ResourceDefinition, _ line: Int, _ names: inout [String: ResourceID]) -> [DDFFinding]
    {
        let name = resource.name
        if name.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
            return [
                DDFFinding(
                    .error, line: line, rule: "resource-name-empty",
                    message: "resource \(resource.id) has no name: write one in <Name>")
            ]
        }
        var findings = nameFindings(name, of: "resource \(resource.id)", line: line)
        if let first = names.updateValue(resource.id, forKey: name) {
            findings.append(
                DDFFinding(
                    .warning, line: line, rule: "resource-name-twice",
                    message: "resources \(first) and \(resource.id) have one name, "
                        + "so their constants end in their ids: give one another name"))
        }
        return findings
    }

    private func type(_ resource: ResourceDefinition, _ node: Int) -> [DDFFinding] {
        var findings: [DDFFinding] = []
        func add(
            _ severity: DDFFinding.Severity, _ rule: String, in element: Element = .type, _ message: String
        ) {
            findings.append(
                DDFFinding(severity, line: document.line(of: element, in: node), rule: rule, message: message))
        }
        if resource.operations.contains(.execute) {
            if resource.type != .none {
                add(
                    .error, "executable-with-type",
                    "resource \(resource.id) is executable and has the type \(resource.type.rawValue): "
                        + "leave <Type> empty, or give it R, W or RW")
            }
            if resource.isMultiple {
                add(
                    .warning, "executable-multiple", in: .multipleInstances,
                    "resource \(resource.id) is executable and Multiple: "
                        + "make it Single, Execute addresses no resource instance")
            }
        } else if resource.type == .none {
            add(
                .error, "type-empty",
                "resource \(resource.id) has no type: write one in <Type>; only an executable goes without")
        } else if resource.type.isNewerThan10 {
            add(
                .warning, "type-newer-than-client",
                "resource \(resource.id) is of the type \(resource.type.rawValue) of LwM2M 1.1, "
                    + "the client of the module is 1.0: take \(resource.type == .corelnk ? "String" : "Integer")")
        }
        return findings
    }
}
