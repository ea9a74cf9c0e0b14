import Lua
import ObjectGenerator

/// Whether a local variable in a custom region hides a name that the lines around it define.
struct HiddenNameRules {
    let check: LuaFileCheck

    func findings() -> [Finding] {
        guard !check.regions.isEmpty, let syntax = LuaSyntax(check.file.content) else { return [] }
        var findings: [Finding] = []
        // Locals of a function defined in a region are its own business.
        var open = syntax.statements.flatMap { statement -> [LuaStatement] in
            if case .function(_, let body, _) = statement.kind { body.statements } else { [statement] }
        }
        while let statement = open.popLast() {
            switch statement.kind {
            case .local(let names, _): findings += names.compactMap { finding(syntax.words[$0], names.count) }
            case .if(let branches): open += branches.flatMap(\.body)
            case .do(let body): open += body
            // Locals of a loop body are gone after each iteration.
            default: continue
            }
        }
        return findings
    }

    private func finding(_ name: LuaToken, _ count: Int) -> Finding? {
        guard let region = check.region(at: name.line), Self.names(in: region).contains(name.text) else { return nil }
        let isSet = name.text == "value" && (region == .read || region == .beforeWrite)
        guard isSet else {
            let line = check.changed(line: name.line) { index, words in
                words[index].is(name.text) && index > 0 && words[index - 1].is("local") && count == 1
                    ? "other_" + name.text : nil
            }
            return check.finding(
                .hiddenName, line: name.line,
                "'local \(name.text)' hides what the place '\(region.name)' gives by that name: take another one"
                    + (line.map { ", so the line is: \($0)" } ?? ""))
        }
        let line = check.changed(line: name.line) { index, words in
            words[index].is("local") && index + 1 < words.count && words[index + 1].is(name.text) && count == 1
                ? "" : nil
        }
        return check.finding(
            .hiddenName, line: name.line,
            "'local value' hides the value that is \(region == .read ? "answered" : "stored"), which stays as it was: "
                + "leave 'local' out" + (line.map { ", so the line is: \($0)" } ?? ""))
    }

    /// The names available in a region, as `docs/generate.md` lists them.
    private static func names(in region: CustomRegion) -> Set<String> {
        let tables: Set = ["object_table", "resource_table"]
        return switch region {
        case .file, .load, .adopted: tables
        case .beforeCreate: tables.union(["inst"])
        case .state, .create, .beforeDelete, .delete: tables.union(["inst", "instance"])
        case .read: tables.union(["inst", "res", "dm", "instance", "resource", "value"])
        case .beforeWrite, .write:
            tables.union(["inst", "res", "iface", "replace", "dm", "instance", "resource", "value"])
        default: tables.union(["inst", "res", "instance", "buffer", "length"])
        }
    }
}
