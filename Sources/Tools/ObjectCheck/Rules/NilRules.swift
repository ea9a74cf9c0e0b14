import Lua

/// Whether the script uses nil where a value is needed: as an operand, as a called function, or as a table.
struct NilRules {
    let check: LuaFileCheck
    let uses: [NilUse]

    /// Code that runs while the file is loaded ends the load with an error, which is already reported.
    func findings() -> [Finding] { uses.filter(\.isInFunction).map(finding) }

    private func finding(_ use: NilUse) -> Finding {
        let fault: String
        var value: String?
        switch use.purpose {
        case .arithmetic: (fault, value) = ("nil is not a number to calculate with", "0")
        case .comparison: (fault, value) = ("nil is neither less nor more than anything", "0")
        case .concatenation: (fault, value) = ("nil cannot be joined to a text", "\"\"")
        case .length: (fault, value) = ("nil has no length", "\"\"")
        case .index: (fault, value) = ("nil has no fields", "{}")
        case .call: fault = "nil is not a function"
        }
        guard let variable = use.variable else {
            let words = value.map { "write \($0) for nil" + check.instead(of: ["nil": $0], in: use.line) }
            return check.finding(
                .nilValue, line: use.line,
                "\(fault), so this line is an error each time: \(words ?? "write the name of a function")")
        }
        let line = value.flatMap { declaration(of: variable, beginningWith: $0) }
        return check.finding(
            .nilValue, line: use.line,
            "'\(variable.name)' has no value here, and \(fault), so this line is an error each time: give it a value before"
                + (line.map { ", so line \(variable.line) is: \($0)" } ?? ""))
    }

    /// The line that declares a variable, with a value added; nil if it declares several.
    private func declaration(of variable: NilUse.Variable, beginningWith value: String) -> String? {
        check.changed(line: variable.line) { index, words in
            func stands(_ offset: Int, _ word: String) -> Bool {
                words.indices.contains(index + offset) && words[index + offset].is(word)
            }
            if words[index].is("nil"), stands(-1, "="), stands(-2, variable.name) { return value }
            guard words[index].is(variable.name), stands(-1, "local"), !stands(1, "="), !stands(1, ",") else {
                return nil
            }
            return "\(variable.name) = \(value)"
        }
    }
}
