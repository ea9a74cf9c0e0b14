package import LwM2M

/// Interprets the elements of a file: Objects, and what is wrong with them.
struct Interpreter {
    /// A finding, and whether it prevents the generator from producing correct Lua.
    struct Judgement {
        var finding: DDFFinding
        var isBlocking: Bool
    }

    let document: RawDocument
    let file: String
    /// Whether to report also findings that do not stop the generator.
    let isThorough: Bool
    private(set) var judgements: [Judgement] = []
    /// The first node of each kind among the current children; -1 if there is none.
    private var slots = Slots(repeating: -1)
    /// The positions of one element's children by kind; a vector, so that passing it costs nothing.
    private typealias Slots = SIMD32<Int32>

    init(_ document: RawDocument, file: String, isThorough: Bool) {
        self.document = document
        self.file = file
        self.isThorough = isThorough
    }

    /// All Objects of the file, as far as they can be understood.
    mutating func objects() -> [ParsedObject] {
        guard let root = document.nodes.first, root.element == .lwm2m else {
            block(
                0, "root-element",
                "the root element is <\(document.nodes.first.map(document.name) ?? "")>: "
                    + "an OMA definition starts with <LWM2M>")
            return []
        }
        var objects: [ParsedObject] = []
        var child = 1
        while child < document.nodes.count {
            if document.nodes[child].element == .object {
                if let object = object(child) { objects.append(object) }
            } else {
                unexpected(child, in: .lwm2m)
            }
            child = Int(document.nodes[child].next)
        }
        if !document.nodes.contains(where: { $0.element == .object && $0.depth == 1 }) {
            block(0, "object-missing", "there is no <Object> in <LWM2M>: add the definition of one")
        }
        return objects
    }

    private mutating func object(_ index: Int) -> ParsedObject? {
        interpretChildren(of: index)
        let slots = self.slots
        let name = text(.name, of: index, slots)
        let id = objectID(index, slots)
        let isMultiple = choice(.multipleInstances, "Multiple", "Single", of: index, slots)
        let isMandatory = choice(.mandatory, "Mandatory", "Optional", of: index, slots)
        guard slots[Int(Element.resources.rawValue)] >= 0 else {
            block(index, "element-missing", "<Object> has no <Resources>: add it with an <Item> for each resource")
            return nil
        }
        let list = Int(slots[Int(Element.resources.rawValue)])
        let (resources, items) = resources(list)
        guard let name, let id, let isMultiple, let isMandatory, !resources.isEmpty else { return nil }
        let definition = ObjectDefinition(
            id: id, name: name, description: prose(.description1, slots), urn: wordOrEmpty(.objectURN, slots),
            lwm2mVersion: version(.lwm2mVersion, slots), objectVersion: version(.objectVersion, slots),
            isMultiple: isMultiple, isMandatory: isMandatory, resources: resources)
        return ParsedObject(
            definition: definition, file: file, line: Int(document.nodes[index].line),
            nameLine: document.line(of: .name, in: index), resourceLines: items.map { Int(document.nodes[$0].line) },
            node: index, resourceNodes: items)
    }

    private mutating func resources(_ list: Int) -> ([ResourceDefinition], [Int]) {
        var resources: [ResourceDefinition] = []
        var nodes: [Int] = []
        var places: [ResourceID: Int] = [:]
        var items = 0
        var child = list + 1
        let end = Int(document.nodes[list].next)
        while child < end {
            if document.nodes[child].element == .item {
                items += 1
                if let resource = resource(child) {
                    let line = Int(document.nodes[child].line)
                    if let first = places.updateValue(line, forKey: resource.id) {
                        block(
                            child, "resource-id-twice",
                            "resource \(resource.id) is defined a second time, first in "
                                + "line \(first): give one of them another ID")
                    }
                    resources.append(resource)
                    nodes.append(child)
                }
            } else {
                unexpected(child, in: .resources)
            }
            child = Int(document.nodes[child].next)
        }
        if items == 0 { block(list, "resources-empty", "<Resources> has no <Item>: add one for each resource") }
        return (resources, nodes)
    }

    private mutating func resource(_ index: Int) -> ResourceDefinition? {
        interpretChildren(of: index)
        let slots = self.slots
        let id = resourceID(index)
        let name = text(.name, of: index, slots)
        let operations = operations(index, slots)
        let isMultiple = choice(.multipleInstances, "Multiple", "Single", of: index, slots)
        let isMandatory = choice(.mandatory, "Mandatory", "Optional", of: index, slots)
        let type = type(index, slots)
        guard let id, let name, let operations, let isMultiple, let isMandatory, let type else { return nil }
        return ResourceDefinition(
            id: id, name: name, operations: operations, isMultiple: isMultiple, isMandatory: isMandatory, type: type,
            rangeEnumeration: wordOrEmpty(.rangeEnumeration, slots), units: wordOrEmpty(.units, slots),
            description: prose(.description, slots))
    }
}

// MARK: - the children of one element

extension Interpreter {
    /// Puts the first child of each kind into its slot; reports children that are repeated or do not belong.
    private mutating func interpretChildren(of index: Int) {
        slots = Slots(repeating: -1)
        let parent = document.nodes[index].element
        var child = index + 1
        let end = Int(document.nodes[index].next)
        while child < end {
            let node = document.nodes[child]
            if node.element == .unknown || !node.element.belongs(in: parent) {
                unexpected(child, in: parent)
            } else if slots[Int(node.element.rawValue)] >= 0 {
                twice(child, in: parent)
            } else {
                slots[Int(node.element.rawValue)] = Int32(child)
                if !node.element.isContainer, Int(node.next) > child + 1 { nested(child) }
            }
            child = Int(node.next)
        }
    }

    private mutating func unexpected(_ index: Int, in parent: Element) {
        remark(
            index, "unknown-element",
            "<\(document.name(document.nodes[index]))> does not belong in <\(parent.spelling)>: "
                + "remove it, the generator ignores it")
    }

    private mutating func twice(_ index: Int, in parent: Element) {
        let name = document.nodes[index].element.spelling
        block(index, "element-twice", "<\(name)> stands a second time in its <\(parent.spelling)>: keep one of them")
    }

    private mutating func nested(_ index: Int) {
        let node = document.nodes[index]
        let inner = document.name(document.nodes[index + 1])
        let message =
            "<\(inner)> stands inside <\(node.element.spelling)>, which holds text only: "
            + "write the text alone, or in <![CDATA[...]]>"
        if node.element.isProse {
            remark(index + 1, "nested-element", message)
        } else {
            block(index + 1, "nested-element", message)
        }
    }

    /// The text of a required child as written.
    private mutating func text(_ element: Element, of parent: Int, _ slots: Slots) -> String? {
        required(element, of: parent, slots).map { document.string(document.nodes[$0]) }
    }

    private mutating func required(_ element: Element, of parent: Int, _ slots: Slots) -> Int? {
        let index = Int(slots[Int(element.rawValue)])
        if index >= 0 { return index }
        block(
            parent, "element-missing",
            "<\(document.name(document.nodes[parent]))> has no <\(element.spelling)>: "
                + "add it")
        return nil
    }

    private func wordOrEmpty(_ element: Element, _ slots: Slots) -> String {
        let index = Int(slots[Int(element.rawValue)])
        return index < 0 ? "" : document.word(document.nodes[index])
    }

    private func prose(_ element: Element, _ slots: Slots) -> String { wordOrEmpty(element, slots) }

    /// A version; `1.0` if there is none.
    private func version(_ element: Element, _ slots: Slots) -> String {
        let word = wordOrEmpty(element, slots)
        return word.isEmpty ? "1.0" : word
    }

    private mutating func choice(
        _ element: Element, _ yes: StaticString, _ no: StaticString, of parent: Int, _ slots: Slots
    ) -> Bool? {
        guard let index = required(element, of: parent, slots) else { return nil }
        if document.isWord(document.nodes[index], yes) { return true }
        if document.isWord(document.nodes[index], no) { return false }
        let word = document.word(document.nodes[index])
        let rule = element == .mandatory ? "mandatory-word" : "multiple-instances-word"
        block(index, rule, "<\(element.spelling)> is '\(shown(word))': write \(yes) or \(no)")
        return nil
    }

    private mutating func operations(_ parent: Int, _ slots: Slots) -> Operations? {
        guard let index = required(.operations, of: parent, slots) else { return nil }
        let word = document.word(document.nodes[index])
        if let operations = Operations(word) { return operations }
        block(index, "operations-word", "<Operations> is '\(shown(word))': write R, W, RW, E or nothing")
        return nil
    }

    private mutating func type(_ parent: Int, _ slots: Slots) -> DataType? {
        guard let index = required(.type, of: parent, slots) else { return nil }
        let word = document.word(document.nodes[index])
        if let type = DataType(rawValue: word) { return type }
        let words = DataType.allCases.filter { $0 != .none }.map(\.rawValue).joined(separator: ", ")
        block(index, "type-word", "<Type> is '\(shown(word))': write one of \(words), or nothing for an executable")
        return nil
    }

    private mutating func objectID(_ parent: Int, _ slots: Slots) -> ObjectID? {
        guard let index = required(.objectID, of: parent, slots) else { return nil }
        let word = document.word(document.nodes[index])
        if let id = decimal(word), id < maxID { return id }
        block(index, "object-id", "<ObjectID> is '\(shown(word))': write a decimal number from 0 to 65534")
        return nil
    }

    private mutating func resourceID(_ index: Int) -> ResourceID? {
        guard let note = document.label(of: document.nodes[index]) else {
            block(index, "resource-id", "<Item> has no attribute ID: write <Item ID=\"5700\"> with the resource's id")
            return nil
        }
        if let id = decimal(trimmed(note)), id < maxID { return id }
        block(index, "resource-id", "the ID of <Item> is '\(shown(note))': write a decimal number from 0 to 65534")
        return nil
    }
}

// MARK: - judging

extension Interpreter {
    /// Reports something from which no correct Lua can be made.
    mutating func block(_ index: Int, _ rule: String, _ message: String) {
        // A file full of faults must not fill the memory with messages.
        guard judgements.count < 1000 else { return }
        let line = index < document.nodes.count ? Int(document.nodes[index].line) : 0
        judgements.append(
            Judgement(finding: DDFFinding(.error, line: line, rule: rule, message: message), isBlocking: true))
    }

    /// Reports a violation of the schema that the generator can tolerate.
    private mutating func remark(_ index: Int, _ rule: String, _ message: String) {
        guard isThorough, judgements.count < 1000 else { return }
        let line = Int(document.nodes[index].line)
        judgements.append(
            Judgement(finding: DDFFinding(.error, line: line, rule: rule, message: message), isBlocking: false))
    }
}

/// A number of decimal digits up to 65535; nil for any other text.
func decimal(_ word: String) -> UInt16? {
    guard !word.isEmpty, word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return UInt16(word)
}

/// A text from a file, shortened for one line of a message: no line breaks and no control bytes.
func shown(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars.prefix(40) {
        out.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
    }
    return text.unicodeScalars.count > 40 ? out + "..." : out
}

private func trimmed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
}

/// An Object of a definition file, with the lines of its parts.
package struct ParsedObject: Hashable, Sendable {
    package var definition: ObjectDefinition
    /// The file as the caller named it.
    package var file: String
    /// The line on which the element `Object` begins, from 1.
    package var line: Int
    /// The line on which its element `Name` begins.
    package var nameLine: Int
    /// The line on which the element `Item` of each Resource begins, in the order of `definition.resources`.
    package var resourceLines: [Int]
    /// What `check` reports about the Object and its Resources, beyond what prevents an Object from being made.
    package internal(set) var findings: [DDFFinding] = []
    /// The nodes of the Object and of its Resources in the document that was read.
    var node: Int
    var resourceNodes: [Int]

    init(
        definition: ObjectDefinition, file: String, line: Int, nameLine: Int, resourceLines: [Int], node: Int,
        resourceNodes: [Int]
    ) {
        self.definition = definition
        self.file = file
        self.line = line
        self.nameLine = nameLine
        self.resourceLines = resourceLines
        self.node = node
        self.resourceNodes = resourceNodes
    }
}
