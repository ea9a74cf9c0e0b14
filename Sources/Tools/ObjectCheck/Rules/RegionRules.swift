import Lua
import ObjectGenerator

/// Whether the code in the custom regions of a generated file fits the lines around it.
struct RegionRules {
    let check: LuaFileCheck
    let functions: ObjectFunctions

    func findings() -> [Finding] {
        let definitions = definitions()
        // The returns of a function that does not belong there need no findings of their own.
        let others = Set(definitions.compactMap { check.region(at: $0.line) })
        let returns = returns().filter { finding in check.region(at: finding.line).map { !others.contains($0) } ?? true
        }
        return returns + blocks() + definitions
    }

    private func returns() -> [Finding] {
        functions.returns.filter { !$0.isInBlock }.compactMap { found in
            guard let region = check.region(at: found.line) else { return nil }
            return check.finding(
                .regionReturn, line: found.line,
                "'return' stands in the custom region '\(region.name)', and lines of the function follow: write 'do "
                    + "return ... end', or put it into an 'if'")
        }
    }

    /// A block still open at the end of the region: the second snippet of UBX-18068860 R09 §5.5 also lacks its `end`.
    private func blocks() -> [Finding] {
        check.regions.compactMap { region, lines in
            var open: [LuaToken] = []
            for token in check.tokens where token.kind == .name && lines.contains(token.line) {
                switch token.text {
                case "if", "do", "function", "repeat": open.append(token)
                case "end", "until":
                    if open.popLast() != nil { continue }
                    return check.finding(
                        .regionBlock, line: token.line,
                        "'\(token.text)' stands in the custom region '\(region.name)' and closes no block of it: take it "
                            + "away")
                default: continue
                }
            }
            guard let first = open.last else { return nil }
            let word = first.text == "repeat" ? "until ..." : "end"
            return check.finding(
                .regionBlock, line: first.line,
                "'\(first.text)' opens a block in the custom region '\(region.name)', which ends before the block does: "
                    + "write '\(word)' in line \(lines.upperBound), before '-- custom \(region.name): end'")
        }
    }

    /// A function of the contract in a region: the generator's own replaces it.
    private func definitions() -> [Finding] {
        let tokens = check.tokens
        return tokens.indices.compactMap { index in
            guard tokens[index].is("function"), index + 4 < tokens.count, tokens[index + 2].is("."),
                tokens[index + 4].is("("), let region = check.region(at: tokens[index].line),
                let places = Self.places[tokens[index + 3].text], tokens[index + 1].text.hasPrefix("object_")
            else { return nil }
            let name = "\(tokens[index + 1].text).\(tokens[index + 3].text)"
            return check.finding(
                .regionFunction, line: tokens[index].line,
                "'\(name)' is defined in the custom region '\(region.name)', and the generator's own takes its place: write "
                    + "\(places); xlwm2m adopt takes a whole file over")
        }
    }

    private static let places = [
        "load": "its code into the place 'load'", "create": "its code into the places 'before create' and 'create'",
        "delete": "its code into the places 'before delete' and 'delete'", "read": "its code into the place 'read'",
        "write": "its code into the places 'before write' and 'write'",
        "execute": "its code into the places 'before execute' and 'execute'",
        "discover": "no such function", "get_resource_table": "no such function",
        "get_object_table": "no such function",
        "get_resource_type": "no such function",
    ]
}
