import Lua
import LwM2M
import ObjectGenerator
import Wording

/// Constants of Resources that custom code uses but the Object does not have: a new version of its definition names
/// them differently, or they were left out.
enum DeadNames {
    struct Use: Hashable {
        var name: String
        var region: CustomRegion
        /// The line in the file, from 1.
        var line: Int
        /// What may have been meant, `; did you mean ...?`.
        var hint: String
    }

    /// Each name once per region, in the order of the file.
    static func find(in file: GeneratedFile, _ constants: ResourceConstants) -> [Use] {
        let regions = file.regions.keys.sorted { file.regionLines[$0] ?? 0 < file.regionLines[$1] ?? 0 }
        let code = regions.map { ($0, LuaToken.all(in: file.regions[$0] ?? [])) }
        let known = Set(constants.names)
        let own = code.reduce(into: Set<String>()) { $0.formUnion(declared($1.1)) }
        var uses: [Use] = []
        for (region, tokens) in code {
            var seen = Set<String>()
            for (index, token) in tokens.enumerated() where isConstant(token) && !own.contains(token.text) {
                let isField = index > 0 && (tokens[index - 1].is(".") || tokens[index - 1].is(":"))
                let isOfTable = isField && index > 1 && tokens[index - 2].is(ResourceConstants.table)
                guard !isField || isOfTable, !(known.contains(token.text) && isOfTable == constants.areInTable),
                    seen.insert(token.text).inserted
                else { continue }
                uses.append(
                    Use(
                        name: (isOfTable ? ResourceConstants.table + "." : "") + token.text, region: region,
                        line: (file.regionLines[region] ?? 1) + token.line - 1, hint: hint(token.text, constants, known)
                    ))
            }
        }
        return uses
    }

    private static func isConstant(_ token: LuaToken) -> Bool {
        token.kind == .name && (token.text.hasPrefix("RES_M_") || token.text.hasPrefix("RES_O_"))
    }

    /// The names to which the code itself assigns a value.
    private static func declared(_ tokens: [LuaToken]) -> Set<String> {
        var names = Set<String>()
        for (index, token) in tokens.enumerated() where isConstant(token) {
            let isLocal = index > 0 && tokens[index - 1].is("local")
            let isAssigned =
                index + 2 < tokens.count && tokens[index + 1].is("=") && !tokens[index + 2].is("=")
                && !(index > 0 && tokens[index - 1].is("."))
            if isLocal || isAssigned { names.insert(token.text) }
        }
        return names
    }

    private static func hint(_ name: String, _ constants: ResourceConstants, _ known: Set<String>) -> String {
        if known.contains(name) {
            return constants.areInTable ? "; it is \(ResourceConstants.table).\(name) now" : "; it is \(name) now"
        }
        return Spelling.suggestion(for: name, among: constants.names)
    }
}
