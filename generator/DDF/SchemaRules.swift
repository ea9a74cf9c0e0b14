/// What the schemas require of the elements, beyond what is needed to make an Object.
///
/// - Source: LWM2M.xsd and LWM2M-v1_1.xsd of OMA.
struct SchemaRules {
    let document: RawDocument

    func findings() -> [DDFFinding] {
        var findings: [DDFFinding] = []
        for index in document.nodes.indices {
            switch document.nodes[index].element {
            case .object:
                children(of: index, &findings)
                objectType(index, &findings)
            case .item: children(of: index, &findings)
            case .operations, .multipleInstances, .mandatory, .type, .objectURN, .lwm2mVersion, .objectVersion:
                padding(index, &findings)
            default: break
            }
        }
        return findings
    }

    /// Reports missing children that look optional, and the first child that is out of order.
    private func children(of index: Int, _ findings: inout [DDFFinding]) {
        let parent = document.nodes[index]
        let order = Element.order(in: parent.element)
        var last = -1
        var isInOrder = true
        var seen = Set<UInt8>()
        document.forEachChild(of: index) { child in
            let node = document.nodes[child]
            guard let place = order.firstIndex(of: node.element), seen.insert(node.element.rawValue).inserted else {
                return
            }
            if place < last, isInOrder {
                isInOrder = false
                findings.append(
                    DDFFinding(
                        .warning, line: Int(node.line), rule: "element-order",
                        message: "<\(node.element.spelling)> stands after <\(order[last].spelling)>: "
                            + "keep the order of the schema, \(order.map(\.spelling).joined(separator: ", "))"))
            }
            last = max(last, place)
        }
        let required: [Element] =
            parent.element == .object
            ? [.objectURN, .description1, .description2] : [.rangeEnumeration, .units, .description]
        for element in required where !seen.contains(element.rawValue) {
            findings.append(
                DDFFinding(
                    element == .objectURN ? .error : .warning, line: Int(parent.line), rule: "element-missing",
                    message: "<\(parent.element.spelling)> has no <\(element.spelling)>: add it"
                        + (element == .objectURN ? "" : ", it may be empty")))
        }
    }

    private func objectType(_ index: Int, _ findings: inout [DDFFinding]) {
        let node = document.nodes[index]
        guard document.label(of: node) != "MODefinition" else { return }
        let now = document.label(of: node).map { "is '\(shown($0))'" } ?? "is missing"
        findings.append(
            DDFFinding(
                .error, line: Int(node.line), rule: "object-type",
                message: "the attribute ObjectType of <Object> \(now): write ObjectType=\"MODefinition\""))
    }

    private func padding(_ index: Int, _ findings: inout [DDFFinding]) {
        let node = document.nodes[index]
        let text = document.string(node)
        let word = document.word(node)
        guard text.utf8.count != word.utf8.count else { return }
        let isVersion = node.element == .lwm2mVersion || node.element == .objectVersion
        guard !isVersion || !word.isEmpty else { return }
        findings.append(
            DDFFinding(
                .warning, line: Int(node.line), rule: "word-padding",
                message: "white space stands around '\(shown(word))' in <\(node.element.spelling)>: remove it"))
    }
}
