import Lua
import LwM2M
import Wording

/// Whether the tables of an Object contain the words that the client knows.
struct ResourceRules {
    let check: LuaFileCheck
    let probe: ObjectProbe
    let words: WordLines

    func findings() -> [Finding] {
        guard probe.table != nil else { return [] }
        var findings: [Finding] = []
        if let failure = tableFailure(of: "get_object_table") { findings.append(failure) }
        if let failure = tableFailure(of: "get_resource_table") {
            return findings + [failure]
        }
        guard case .table(let fields)? = try? probe.answer(of: "get_resource_table") else { return findings }
        var hasExecutable = false
        for field in fields {
            guard let number = field.key.integer, ResourceID(exactly: number) != nil else {
                findings.append(
                    check.finding(
                        .resourceID,
                        "the resource table has the key \(shown(field.key)): use the ids of Resources, whole numbers "
                            + "from 0 to 65535"))
                continue
            }
            findings += words(of: number, field.value)
            if field.value["Operations"]?.text == "E" { hasExecutable = true }
        }
        if hasExecutable, probe.field("execute") == .nil {
            findings.append(
                check.finding(
                    .executeMissing,
                    "the Object has an executable Resource and no function 'execute': every Execute is answered with "
                        + "4.05; add the function"))
        }
        return findings
    }

    private func words(of id: Int64, _ resource: LuaValue) -> [Finding] {
        var findings: [Finding] = []
        let type = resource["Type"]?.text ?? ""
        if let known = DataType(rawValue: type) {
            if known.isNewerThan10 {
                findings.append(
                    check.finding(
                        .resourceTypeNewer, line: line(of: id, "Type", type),
                        "Resource \(id) has the Type '\(type)', which came with LwM2M 1.1: the client knows 1.0; take "
                            + (known == .unsignedInteger ? "Integer" : "String")))
            }
        } else {
            let known = DataType.allCases.map(\.rawValue).filter { !$0.isEmpty }
            findings.append(
                check.finding(
                    .resourceType, line: line(of: id, "Type", type),
                    "Resource \(id) has the unknown Type '\(type)'\(Spelling.suggestion(for: type, among: known)): take one "
                        + "of " + known.joined(separator: ", ")))
        }
        let operations = resource["Operations"]?.text ?? ""
        if Operations(operations) == nil {
            findings.append(
                check.finding(
                    .resourceOperations, line: line(of: id, "Operations", operations),
                    "Resource \(id) has the Operations '\(operations)': take R, W, RW, E or an empty text"))
        }
        for (name, allowed) in [
            ("MultipleInstances", ["Single", "Multiple"]), ("Mandatory", ["Mandatory", "Optional"]),
        ] {
            let word = resource[name]?.text ?? ""
            guard !allowed.contains(word) else { continue }
            findings.append(
                check.finding(
                    .resourceWord, line: line(of: id, name, word),
                    "Resource \(id) has \(name) = '\(word)', which counts as '\(name == "Mandatory" ? "Optional" : "Single")': "
                        + "write \(allowed.joined(separator: " or "))"))
        }
        return findings
    }

    private func tableFailure(of function: String) -> Finding? {
        guard case .function = probe.field(function) else { return nil }
        do throws(LuaError) {
            let answer = try probe.answer(of: function)
            if case .table = answer { return nil }
            return check.finding(.contractTable, "\(function)() answers \(answer.typeName): return the table")
        } catch {
            let place = ErrorPlace(error.message, file: check.name)
            return check.finding(.contractTable, line: place.line, "\(function)() fails: \(place.message)")
        }
    }

    /// The line of a field of a Resource, otherwise the first line whose code contains the text.
    private func line(of id: Int64, _ field: String, _ text: String) -> Int {
        if let line = check.tables.lines[id]?[field] { return line }
        return text.isEmpty ? check.tables.lines[id]?[""] ?? 0 : words.line(of: text)
    }

    private func shown(_ value: LuaValue) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .string(let string): "'\(string.text)'"
        default: "(\(value.typeName))"
        }
    }
}
