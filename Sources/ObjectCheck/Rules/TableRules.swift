/// Whether the text of a script gives each constant and each Resource once.
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

    /// Other variables of a file may be declared again.
    private func isOfResource(_ twice: ScriptTables.Twice) -> Bool {
        twice.name.hasPrefix("RES_") || tables.keyNames.contains(twice.name)
    }
}
