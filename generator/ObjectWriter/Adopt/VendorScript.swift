import Lua
import LwM2M
import ObjectGenerator

/// A script in the form that the vendor's generator gives an Object, after an engineer has worked on it: which parts
/// the generator made from the definition, and what the engineer added.
///
/// - Source: object contract §1, §3 to §5: the parts, their names and their order.
struct VendorScript {
    let text: VendorText
    let definition: ObjectDefinition
    /// The name that the script registers.
    let name: String
    /// The locals that hold the tables of the Object and of its Resources.
    private(set) var objectTable = "object_table"
    private(set) var resourceTable = "resource_table"
    /// The ids of the constants, whatever their names.
    private(set) var constants: [String: ResourceID] = [:]
    /// Different names that variables have in our form.
    private(set) var renames: [String: String] = [:]
    private let ours: ResourceConstants
    private(set) var adopted = AdoptedCode()
    private var functions = Set<String>()
    /// The Resources that the script has.
    private var seen = Set<ResourceID>()

    /// - throws: `AdoptionError` for a file that is not such a script, or belongs to another Object.
    init(_ bytes: [UInt8], _ definition: ObjectDefinition, file: String) throws(AdoptionError) {
        guard let text = VendorText(bytes) else {
            throw AdoptionError("\(file): the text is no Lua that can be read: luac -p says where")
        }
        self.text = text
        self.definition = definition
        ours = ResourceConstants(definition.resources)
        guard let (name, line) = Self.registration(text) else {
            throw AdoptionError(
                "\(file): the file registers no Object, so it is none of the vendor's generator: it has to call "
                    + "lwm2m_object_tbl_add(object_x.objectId, object_x.name)")
        }
        self.name = name
        if let id = Self.objectID(text, name), id != Int64(definition.id) {
            throw AdoptionError(
                "\(file):\(line): the file is Object \(id), and the definition is that of \(definition.id): give the "
                    + "definition of the same Object")
        }
        findNames()
        for statement in text.syntax.statements { take(statement) }
        takeMissing()
        for range in text.comments(outside: adopted.claimed) {
            leave(range, reason: nil)
        }
    }

    // MARK: - What the file is about

    /// The name of the global table in the call that registers it, and the line.
    private static func registration(_ text: VendorText) -> (String, Int)? {
        let words = text.words
        for index in words.indices where words[index].is("lwm2m_object_tbl_add") {
            for place in index..<min(index + 12, words.count) where words[place].text.hasPrefix("object_") {
                return (words[place].text, words[index].line)
            }
        }
        return nil
    }

    private static func objectID(_ text: VendorText, _ name: String) -> Int64? {
        for statement in text.syntax.statements {
            guard case .assignment(let targets, let values) = statement.kind, targets.count == 1 else { continue }
            let (target, value) = (targets[0].words, values[0].words)
            if text.joined(target) == "\(name) . objectId" { return text.word(value)?.integer }
            guard text.word(target)?.is(name) == true, let table = text.fields(value) else {
                continue
            }
            for field in table where field.key.flatMap({ text.word($0) })?.is("objectId") == true {
                return text.word(field.value)?.integer
            }
        }
        return nil
    }

    /// Finds the script's names for its tables and constants.
    private mutating func findNames() {
        for statement in text.syntax.statements {
            guard case .local(let names, let values) = statement.kind, names.count == 1, values.count == 1 else {
                continue
            }
            let name = text.words[names[0]].text
            if let number = text.word(values[0].words)?.integer, let id = ResourceID(exactly: number),
                name.hasPrefix("RES_")
            {
                constants[name] = id
            }
        }
        objectTable = table(answeredBy: "get_object_table") ?? objectTable
        resourceTable = table(answeredBy: "get_resource_table") ?? resourceTable
        renames = [objectTable: "object_table", resourceTable: "resource_table"].filter { $0.key != $0.value }
        guard ours.areInTable else { return }
        for name in ours.names { renames[name] = "\(ResourceConstants.table).\(name)" }
    }

    /// What a function that does nothing else returns.
    private func table(answeredBy function: String) -> String? {
        for statement in text.syntax.statements {
            var found: (name: String, body: LuaBody)?
            switch statement.kind {
            case .function(let range, let body, _): found = (text.joined(range), body)
            case .assignment(let targets, let values):
                if case .function(let body) = values[0].kind { found = (text.joined(targets[0].words), body) }
            default: continue
            }
            guard let found, contractFunction(found.name) == function,
                case .return(let values)? = found.body.statements.last?.kind, let value = values.first
            else { continue }
            return text.word(value.words)?.text
        }
        return nil
    }

    // MARK: - Statements of the file

    private mutating func take(_ statement: LuaStatement) {
        switch statement.kind {
        case .local(let names, let values) where names.count == 1 && values.count == 1:
            let name = text.words[names[0]].text
            if name == objectTable, let fields = text.fields(values[0].words) {
                compareObject(fields)
            } else if name == resourceTable, let fields = text.fields(values[0].words) {
                compareResources(fields)
            } else if let id = constants[name], isOurs(name, id) {
                return
            } else {
                keep(statement)
            }
        case .assignment(let targets, let values) where targets.count == 1:
            let (target, value) = (targets[0].words, values[0].words)
            if text.word(target)?.is(name) == true, let fields = text.fields(value) {
                compareGlobal(fields)
            } else if takesField(target, value) {
                return
            } else if case .function(let body) = values[0].kind, let function = contractFunction(text.joined(target)) {
                take(function, body, statement)
            } else {
                keep(statement)
            }
        case .function(let range, let body, let isLocal):
            if !isLocal, let function = contractFunction(text.joined(range)) {
                take(function, body, statement)
            } else {
                keep(statement)
            }
        case .call:
            let first = text.words[statement.words.lowerBound]
            let modules = ["lwm2m_object_table", "lwm2m_defs", "utils"]
            let isOfModule =
                first.is("require")
                && text.words[statement.words].contains { $0.kind == .string && modules.contains($0.text) }
            if first.is("lwm2m_object_tbl_add") || isOfModule { return }
            keep(statement)
        case .return(let values) where values.count == 1 && text.word(values[0].words)?.is(name) == true: return
        case .other: return
        default: keep(statement)
        }
    }

    /// Whether our file has such a constant.
    private func isOurs(_ name: String, _ id: ResourceID) -> Bool {
        zip(ours.names, definition.resources).contains { $0 == name && $1.id == id }
    }

    private static let contract: Set = [
        "load", "get_resource_table", "get_resource_type", "get_object_table", "create", "delete", "read", "write",
        "execute", "discover",
    ]

    /// `write` for `object_x . write`.
    private func contractFunction(_ target: String) -> String? {
        let parts = target.split(separator: " ")
        guard parts.count == 3, parts[0] == name, Self.contract.contains(String(parts[2])) else { return nil }
        return String(parts[2])
    }

    private mutating func take(_ function: String, _ body: LuaBody, _ statement: LuaStatement) {
        guard functions.insert(function).inserted else {
            return leave(statement, "\(name).\(function) is defined a second time")
        }
        if function == "execute", !definition.resources.contains(where: { $0.operations.contains(.execute) }) {
            return leave(statement, "the definition has no executable Resource, so there is no \(name).execute")
        }
        var walk = VendorFunction(function, body, in: self)
        walk.run()
        adopted = walk.adopted
    }

    /// Puts a top-level statement into the region after the tables.
    private mutating func keep(_ statement: LuaStatement) {
        let isDefinition = if case .function = statement.kind { true } else { false }
        let usesFunctions = statement.words.contains { index in
            Self.contract.contains(text.words[index].text) && index > 1 && text.words[index - 2].is(name)
        }
        if usesFunctions, !isDefinition {
            return leave(statement, "it uses a function of \(name), and the place for such code stands before these")
        }
        if case .return = statement.kind { return leave(statement, "the file returns \(name)") }
        let extent = text.extent(statement.words)
        adopted.place(text.lines(extent, of: statement.words, renaming: renames), in: .file, from: extent)
    }

    // MARK: - Tables

    /// Turns the engineer's changes to the object table into statements.
    private mutating func compareObject(_ fields: [VendorField]) {
        let expected = [
            "Name": definition.name, "ObjectId": "\(definition.id)", "LwM2MVersion": definition.lwm2mVersion,
            "ObjectVersion": definition.objectVersion,
            "MultipleInstances": definition.isMultiple ? "Multiple" : "Single",
            "Mandatory": definition.isMandatory ? "Mandatory" : "Optional",
        ]
        for field in fields {
            guard field.isName, let key = field.key.map({ text.joined($0) }) else {
                leave(field, "it has no name in the object table")
                continue
            }
            if key == "instance", text.joined(field.value) == "{ }" { continue }
            if let value = expected[key], isText(field.value, value) { continue }
            assign("object_table.\(key)", field)
        }
    }

    private mutating func compareGlobal(_ fields: [VendorField]) {
        for field in fields {
            guard field.isName, let key = field.key.map({ text.joined($0) }) else {
                leave(field, "it has no name in \(name)")
                continue
            }
            if key == "objectId" || (key == "name" && isText(field.value, name)) { continue }
            if Self.contract.contains(key) {
                leave(field, "\(name).\(key) stands in the table; write it as function \(name).\(key)(...)")
            } else {
                assign("\(name).\(key)", field)
            }
        }
    }

    private mutating func compareResources(_ fields: [VendorField]) {
        for field in fields {
            let number = field.isName ? nil : field.key.flatMap { resource($0) }
            guard let number, let index = definition.resources.firstIndex(where: { $0.id == number }),
                let entry = text.fields(field.value)
            else {
                leave(
                    field,
                    number.map { "the definition has no Resource \($0): add it there, and adopt the file again" }
                        ?? "it is not an entry of a Resource")
                continue
            }
            seen.insert(number)
            compare(entry, definition.resources[index], ours.reference(index))
        }
    }

    /// The id of the Resource that a constant or a number represents.
    private func resource(_ key: Range<Int>) -> ResourceID? {
        text.word(key).flatMap { $0.integer.flatMap { ResourceID(exactly: $0) } ?? constants[$0.text] }
    }

    /// Removes Resources that the script does not have.
    private mutating func takeMissing() {
        guard !seen.isEmpty else { return }
        for (index, resource) in definition.resources.enumerated() where !seen.contains(resource.id) {
            adopted.place(
                ["resource_table[\(ours.reference(index))] = nil -- the file that was adopted did not have it"],
                in: .file, from: 0..<0)
        }
    }

    /// Compares a field that is set after its table was created, `object_table.Name = "..."`; false for anything else.
    private mutating func takesField(_ target: Range<Int>, _ value: Range<Int>) -> Bool {
        let words = text.words[target].map(\.text)
        let last = VendorField(key: target.upperBound - 1..<target.upperBound, isName: true, value: value)
        let isField = words.count > 2 && words[words.count - 2] == "."
        if words.count == 3, isField, words[0] == objectTable {
            compareObject([last])
        } else if words.count == 3, isField, words[0] == name, words[2] == "objectId" || words[2] == "name" {
            compareGlobal([last])
        } else if words.count >= 4, words[0] == resourceTable, words[1] == "[", words[3] == "]" {
            let key = target.lowerBound + 2..<target.lowerBound + 3
            if words.count == 4, text.fields(value) != nil {
                compareResources([VendorField(key: key, isName: false, value: value)])
            } else if words.count == 6, isField, let id = resource(key),
                let index = definition.resources.firstIndex(where: { $0.id == id })
            {
                compare([last], definition.resources[index], ours.reference(index))
            } else {
                return false
            }
        } else {
            return false
        }
        return true
    }

    private mutating func compare(_ entry: [VendorField], _ resource: ResourceDefinition, _ constant: String) {
        let expected = [
            "Name": resource.name, "Operations": resource.operations.description,
            "MultipleInstances": resource.isMultiple ? "Multiple" : "Single",
            "Mandatory": resource.isMandatory ? "Mandatory" : "Optional", "Type": resource.type.rawValue,
        ]
        for field in entry {
            guard field.isName, let key = field.key.map({ text.joined($0) }) else {
                leave(field, "it has no name in the entry of Resource \(resource.id)")
                continue
            }
            if let value = expected[key], isText(field.value, value) { continue }
            if key == "Value", !resource.operations.contains(.execute) {
                let value = text.joined(field.value)
                if value == (resource.isMultiple ? "{ }" : Self.firstValue(of: resource.type)) { continue }
                if !resource.isMultiple, resource.type == .unsignedInteger, value == "\"\"" { continue }
            }
            assign("resource_table[\(constant)].\(key)", field)
        }
    }

    private static func firstValue(of type: DataType) -> String {
        switch type {
        case .integer, .unsignedInteger, .float, .time, .objectLink, .boolean: "0"
        case .string, .opaque, .corelnk, .none: "\"\""
        }
    }

    /// Whether a value is a given text; escapes of the generator count as the characters they represent.
    private func isText(_ range: Range<Int>, _ value: String) -> Bool {
        guard let word = text.word(range), word.kind == .string else { return false }
        let plain = word.text.split(separator: "\\", omittingEmptySubsequences: false).joined()
        let wanted = value.split(separator: "\\", omittingEmptySubsequences: false).joined()
        return plain == wanted || plain == wanted.split(separator: "\r").joined()
    }

    /// Turns a field that differs from the definition into a statement.
    private mutating func assign(_ target: String, _ field: VendorField) {
        let bytes = bytes(of: field)
        var lines = text.lines(
            text.words[field.value.lowerBound].range
                .lowerBound..<text.words[field.value.upperBound - 1].range.upperBound, of: field.value,
            renaming: renames)
        lines[0] = "\(target) = \(lines[0])"
        adopted.place(lines, in: .file, from: bytes)
    }

    private func bytes(of field: VendorField) -> Range<Int> {
        // A key that is not a name is in brackets.
        let first = field.key.map { field.isName ? $0.lowerBound : $0.lowerBound - 1 } ?? field.value.lowerBound
        return text.words[first].range.lowerBound..<text.words[field.value.upperBound - 1].range.upperBound
    }

    // MARK: - What finds no place

    private mutating func leave(_ statement: LuaStatement, _ reason: String) {
        leave(text.extent(statement.words), reason: reason)
    }

    private mutating func leave(_ field: VendorField, _ reason: String) { leave(bytes(of: field), reason: reason) }

    private mutating func leave(_ bytes: Range<Int>, reason: String?) {
        adopted.leave(text, bytes, reason: reason)
    }
}

extension AdoptedCode {
    /// Keeps bytes of a text as code that found no region.
    mutating func leave(_ text: VendorText, _ bytes: Range<Int>, reason: String?) {
        let lines = String(decoding: text.bytes[bytes], as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        leave(text.lines(of: bytes), lines.filter { !$0.allSatisfy(\.isWhitespace) }, from: bytes, reason: reason)
    }
}
