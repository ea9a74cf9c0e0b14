import Lua
import ObjectHost
import Wording

/// Whether the globals that the script uses exist on the module.
struct GlobalRules {
    let check: LuaFileCheck
    let uses: [GlobalUse]
    let globalsOfOthers: Set<String>

    func findings() -> [Finding] {
        guard let host = try? ObjectProbe.host(for: check.checker) else { return [] }
        let written = Set(uses.lazy.filter { $0.kind == .write }.map(\.path))
        var values: [String: LuaValue] = [:]
        var findings: [Finding] = []
        for use in uses where use.kind != .write && use.path.count <= 2 && !use.isGuarded && !use.isTest {
            let global = use.path[0]
            if written.contains([global]) || globalsOfOthers.contains(global) || written.contains(use.path) { continue }
            let value = values[global] ?? ((try? host.lua.global(global)) ?? .other)
            values[global] = value
            if use.path.count == 1 {
                if value == .nil, let finding = absent(use) { findings.append(finding) }
            } else if case .table(let fields) = value, value[use.path[1]] == nil {
                if let finding = absent(use, among: fields.compactMap(\.key.text)) { findings.append(finding) }
            }
        }
        return findings
    }

    /// The finding for a global that does not exist.
    private func absent(_ use: GlobalUse) -> Finding? {
        let name = use.path[0]
        // BindingRules and CodeRules report these.
        if KnownNames.bindings.contains(name) || CodeRules.vendorNames[name] != nil { return nil }
        if KnownNames.standard.contains(name) {
            return check.finding(
                .sandboxName, line: use.line, "the module has no '\(name)' of the standard library: do without it")
        }
        if name.hasPrefix("lua_") {
            return check.finding(
                .bindingUnknown, line: use.line,
                "no product has a function '\(name)'\(suggestion(name, KnownNames.bindings)): correct the name")
        }
        return check.finding(
            .undefinedGlobal, line: use.line,
            "nothing gives '\(name)' a value\(suggestion(name, Self.contractGlobals)): correct the name, or make it a "
                + "local variable")
    }

    /// The finding for a field that its table does not have.
    private func absent(_ use: GlobalUse, among known: [String]) -> Finding? {
        if KnownNames.constantTables.contains(use.path[0]) {
            return check.finding(
                .constantUnknown, line: use.line,
                "'\(use.name)' does not exist\(suggestion(use.path[1], known)): correct the name; what it stands for is "
                    + "nil")
        }
        guard KnownNames.standard.contains(use.path[0]), use.path[0] != "_G" else { return nil }
        return check.finding(
            .sandboxName, line: use.line,
            "the module has no '\(use.name)'\(suggestion(use.path[1], known)): do without it")
    }

    private func suggestion(_ name: String, _ known: [String]) -> String {
        Spelling.suggestion(for: name, among: known.sorted())
    }

    private static let contractGlobals =
        ["lwm2m_object_tbl_add", "utils_copy_table"] + KnownNames.constantTables + KnownNames.standard
        + KnownNames.bindings
}
