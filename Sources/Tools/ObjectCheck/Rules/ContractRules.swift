import FileSystem
import Lua
import ObjectHost

/// Whether the loaded file is an Object as the client expects it.
struct ContractRules {
    let check: LuaFileCheck
    let probe: ObjectProbe

    func findings() -> [Finding] {
        guard let registration = probe.registrations.last else {
            return [
                check.finding(
                    .notRegistered,
                    "the file registers no Object: call lwm2m_object_tbl_add(id, name) before it ends")
            ]
        }
        var findings: [Finding] = []
        if probe.registrations.count > 1 {
            findings.append(
                check.finding(
                    .registeredTwice, line: check.registrationLine,
                    "the file registers \(probe.registrations.count) times: make one file for each Object"))
        }
        findings += names(registration)
        guard probe.table != nil else {
            findings.append(
                check.finding(
                    .contractTable,
                    "the file leaves no table with 'objectId': return the Object's global table at its end"))
            return findings
        }
        return findings + ids(registration) + functions()
    }

    private func names(_ registration: ObjectProbe.Registration) -> [Finding] {
        let line = check.registrationLine
        guard let registered = registration.name.text else {
            return [
                check.finding(
                    .notRegistered, line: line,
                    "the name that it registers is \(article(registration.name)): pass the Object's name as text")
            ]
        }
        var findings: [Finding] = []
        let stem = Paths.stem(of: check.name)
        if check.name != registered + ".lua" {
            findings.append(
                check.finding(
                    .nameMismatch, line: line,
                    "the file registers '\(registered)' and is named \(check.name): name the file \(registered).lua, or "
                        + "register '\(stem)'"))
        }
        if let own = probe.field("name").text, own != registered {
            findings.append(
                check.finding(
                    .nameMismatch, line: line,
                    "the Object's table says name = '\(own)' and the file registers '\(registered)': make them one"))
        }
        if !hasGlobal(registered) {
            findings.append(
                check.finding(
                    .nameMismatch, line: line,
                    "there is no global table '\(registered)', the name that the file registers: make the Object's "
                        + "table a global of that name"))
        }
        return findings
    }

    private func ids(_ registration: ObjectProbe.Registration) -> [Finding] {
        let own = probe.field("objectId")
        guard let id = own.integer, (0...65535).contains(id) else {
            return [check.finding(.objectID, "objectId is \(shown(own)): make it a whole number from 0 to 65535")]
        }
        var findings: [Finding] = []
        if registration.id.integer != id {
            findings.append(
                check.finding(
                    .objectID, line: check.registrationLine,
                    "the file registers the id \(shown(registration.id)) and its objectId is \(id): make them one"))
        }
        if let table = try? probe.answer(of: "get_object_table"), let text = table["ObjectId"]?.text, text != "\(id)" {
            findings.append(
                check.finding(
                    .objectID, "the object table says ObjectId = '\(text)' and objectId is \(id): make them one"))
        }
        return findings
    }

    private func functions() -> [Finding] {
        var findings: [Finding] = []
        for name in KnownNames.contractFunctions {
            let value = probe.field(name)
            if case .function = value { continue }
            findings.append(
                check.finding(
                    .contractFunction,
                    "'\(name)' is \(article(value)): every Object needs this function; generate the file anew to see "
                        + "what it looks like"))
        }
        return findings
    }

    private func hasGlobal(_ name: String) -> Bool {
        guard let global = try? probe.host.lua.keepGlobal(name) else { return false }
        return ((try? probe.host.lua.field("objectId", of: global)) ?? .nil) != .nil
    }

    private func article(_ value: LuaValue) -> String { value == .nil ? "missing" : "a \(value.typeName)" }

    private func shown(_ value: LuaValue) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .string(let string): "the text '\(string.text)'"
        default: article(value)
        }
    }
}

/// Whether the text of a script defines each constant and each Resource only once.
struct TableRules {
    let check: LuaFileCheck
    let tables: ScriptTables

    func findings() -> [Finding] {
        tables.constants.filter(isOfResource).map { twice in
            let lost = twice.id.flatMap { id in twice.value.map { (id, $0) } }.flatMap { id, value in
                tables.lines[id] == nil && tables.lines[value] != nil ? ", so Resource \(id) is lost" : nil
            }
            return check.finding(
                .constantTwice, line: twice.second,
                "the constant '\(twice.name)' is given in line \(twice.first) and again in line \(twice.second)\(lost ?? ""): "
                    + "give one of them another name")
        }
            + tables.keys.map { twice in
                check.finding(
                    .keyTwice, line: twice.second,
                    "the key \(twice.name) is given in line \(twice.first) and again in line \(twice.second), so what stands "
                        + "in line \(twice.first) is lost: give one of them another key")
            }
    }

    /// Other variables of a file may be declared more than once.
    private func isOfResource(_ twice: ScriptTables.Twice) -> Bool {
        twice.name.hasPrefix("RES_") || tables.keyNames.contains(twice.name)
    }
}
