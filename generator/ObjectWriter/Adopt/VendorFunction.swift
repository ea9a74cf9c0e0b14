import Lua
import LwM2M
import ObjectGenerator

/// Walks through one function of a script in the vendor's form and distinguishes the engineer's statements from those
/// of the generator by what they do, since their spelling is the vendor's own.
///
/// The generator looks up instances and Resources, checks permissions, has one effect (stores the value, creates or
/// removes the instance, prints), and returns a code. A generated statement uses nothing beyond what these need; any
/// other statement is the engineer's.
struct VendorFunction {
    private let function: String
    private let script: VendorScript
    private let body: LuaBody
    private(set) var adopted: AdoptedCode
    private let shapes: VendorShapes
    /// The names of the parameters, by their names in our form.
    private let parameters: [String: String]
    private var renames: [String: String]
    /// The generator's variables, with their declarations and the regions that contain them.
    private var lookups: [String: (statement: LuaStatement, region: CustomRegion)] = [:]
    /// Whether the effect of the function comes before what follows.
    private var isAfter = false
    /// Whether a variable holds the value that is read.
    private var hasFetched = false

    private static let ourParameters = [
        "load": ["t"], "create": ["inst"], "delete": ["inst"], "read": ["inst", "res", "dm"],
        "write": ["inst", "res", "iface", "replace", "value", "userdata"],
        "execute": ["inst", "res", "buffer", "length", "userdata"], "discover": ["inst", "res"],
        "get_resource_type": ["res"],
    ]

    init(_ function: String, _ body: LuaBody, in script: VendorScript) {
        self.function = function
        self.script = script
        self.body = body
        adopted = script.adopted
        var renames = script.renames
        var parameters: [String: String] = [:]
        for (place, our) in zip(body.parameters, Self.ourParameters[function] ?? []) {
            let name = script.text.words[place].text
            parameters[our] = name
            if name != our { renames[name] = our }
        }
        self.parameters = parameters
        self.renames = renames
        shapes = VendorShapes(function, body, script, parameters)
    }

    private var text: VendorText { script.text }

    mutating func run() { walk(body.statements, [], nil) }

    // MARK: - Walking

    /// - Parameters:
    ///   - conditions: the conditions under which the statements run, in the words of our form.
    ///   - execute: the executable Resource to which they belong.
    private mutating func walk(_ statements: [LuaStatement], _ conditions: [String], _ execute: ResourceID?) {
        for statement in statements {
            switch shapes.role(of: statement) {
            case .lookup(let name, let isValue, let isType):
                if isValue { hasFetched = true }
                if let region = place(execute), lookups[name] == nil { lookups[name] = (statement, region) }
                guard function == "read" else { continue }
                if isValue, name != "value" { renames[name] = "value" }
                if isType { renames[name] = "resource.Type" }
            case .effect: isAfter = true
            case .guards, .answer, .nothing: continue
            case .mixed(let branches): walk(branches, conditions, execute)
            case .own: place(statement, conditions, execute)
            }
        }
    }

    private mutating func walk(_ branches: [LuaStatement.Branch], _ conditions: [String], _ execute: ResourceID?) {
        let before = isAfter
        var hasEffect = isAfter
        var others: [String] = []
        var isOfExecute = false
        for branch in branches {
            isAfter = before
            let (resource, kind) = shapes.condition(branch.condition?.words)
            if shapes.isRefusal(branch.body) || (kind == nil && isOfExecute) {
                for statement in branch.body where shapes.role(of: statement) == .own {
                    leave(statement, "it stands where the request is refused")
                }
                continue
            }
            let words = branch.condition.map { condition($0.words) }
            var here = conditions
            if kind == .value || kind == nil {
                here += (others.map { "not (\($0))" } + [words].compactMap(\.self))
            }
            if kind == .value, let words { others.append(words) }
            if kind == .execute { isOfExecute = true }
            walk(branch.body, here, resource ?? execute)
            hasEffect = hasEffect || isAfter
        }
        isAfter = hasEffect
    }

    /// A condition on one line; a condition that contains a comment is assembled from its tokens.
    private func condition(_ range: Range<Int>) -> String {
        let bytes = extent(of: range)
        let lines = text.lines(bytes, of: range, renaming: renames)
        guard lines.contains(where: { $0.contains("--") }) else { return lines.joined(separator: " ") }
        return range.flatMap { text.lines(extent(of: $0..<$0 + 1), of: $0..<$0 + 1, renaming: renames) }
            .joined(separator: " ").replacing("= =", with: "==")
    }

    private func extent(of words: Range<Int>) -> Range<Int> {
        text.words[words.lowerBound].range.lowerBound..<text.words[words.upperBound - 1].range.upperBound
    }

    // MARK: - Placing

    private mutating func place(_ statement: LuaStatement, _ conditions: [String], _ execute: ResourceID?) {
        if let reason = objection(to: statement, execute) { return leave(statement, reason) }
        var region = place(execute) ?? .file
        if function == "delete", isAfter || !text.words[statement.words].contains(where: { $0.is("return") }) {
            region = .delete
        }
        for name in text.variables(statement.words).sorted() { declare(name) }
        let extent = text.extent(statement.words)
        var lines = text.lines(extent, of: statement.words, renaming: renames)
        if case .return = statement.kind, conditions.isEmpty { lines = Self.block("do", lines) }
        for condition in conditions.reversed() { lines = Self.block("if \(condition) then", lines) }
        adopted.place(lines, in: region, from: extent)
    }

    private static func block(_ head: String, _ lines: [String]) -> [String] {
        [head] + lines.map { $0.hasPrefix(AdoptedCode.unindented) || $0.isEmpty ? $0 : "  " + $0 } + ["end"]
    }

    /// The region for statements at this point; nil if there is none.
    private func place(_ execute: ResourceID?) -> CustomRegion? {
        switch function {
        case "load": .load
        case "create": isAfter ? .create : .beforeCreate
        case "write": isAfter ? .write : .beforeWrite
        case "delete": .beforeDelete
        case "read": .read
        case "execute": execute.map { .execute($0) } ?? (isAfter ? .execute : .beforeExecute)
        default: nil
        }
    }

    /// Why a statement finds no region; nil if it does.
    private func objection(to statement: LuaStatement, _ execute: ResourceID?) -> String? {
        guard place(execute) != nil else { return "\(script.name).\(function) has no place for code" }
        if shapes.containsEffect(statement) {
            return "it takes part in what the generator's own lines do, \(Self.effects[function] ?? "look things up")"
        }
        let used = text.variables(statement.words)
        if function == "delete", isAfter, !used.isDisjoint(with: shapes.tables.union(lookups.keys)) {
            return "it uses the tables after the instance is gone, and the last place stands before that"
        }
        if function == "read", !hasFetched, assigns(statement, "value") {
            return "it sets 'value' before the generator's lines do"
        }
        let clashes = clashes(of: statement, used)
        guard clashes.isEmpty else {
            return "\(clashes.joined(separator: " and ")) would mean something else there: rename it, and adopt again"
        }
        return nil
    }

    private static let effects = [
        "write": "store the value", "create": "make the instance", "delete": "remove the instance",
        "read": "fetch the value", "execute": "print", "load": "take the table",
    ]

    private func assigns(_ statement: LuaStatement, _ name: String) -> Bool {
        statement.words.dropLast(2).contains { index in
            let isIt = text.words[index].is(name) || renames[text.words[index].text] == name
            return isIt && text.isVariable(index) && text.words[index + 1].is("=") && !text.words[index + 2].is("=")
        }
    }

    /// Names that would mean something else in our form.
    private func clashes(of statement: LuaStatement, _ used: Set<String>) -> [String] {
        var clashes = Set<String>()
        let isRead = function == "read"
        for (name, our) in renames where used.contains(name) {
            // Two variables would have the same name.
            if used.contains(our), !(isRead && our == "value") { clashes.insert("'\(our)'") }
            if our == "resource.Type", assigns(statement, name) { clashes.insert("'\(name)'") }
        }
        for name in used where parameters[name] != name && renames[name] == nil {
            let isParameter = Self.ourParameters[function]?.contains(name) == true
            if isParameter, !(isRead && name == "value") { clashes.insert("'\(name)'") }
        }
        for name in used where lookups[name] != nil && renames[name] == nil && !(isRead && name == "value") {
            // Its declaration alone does not determine its value.
            if shapes.settings[name] ?? 0 > 1 { clashes.insert("'\(name)'") }
        }
        return clashes.sorted()
    }

    /// Repeats the generator's declaration of a variable that a statement uses.
    private mutating func declare(_ name: String) {
        guard renames[name] == nil, function != "read" || name != "value",
            let (statement, region) = lookups.removeValue(forKey: name)
        else { return }
        for other in text.variables(statement.words).sorted() { declare(other) }
        let lines = text.lines(extent(of: statement.words), of: statement.words, renaming: renames)
        if lines == ["local instance = object_table.instance[inst]"], region != .beforeCreate { return }
        adopted.declare(name, lines, in: region)
    }

    private mutating func leave(_ statement: LuaStatement, _ reason: String) {
        adopted.leave(text, text.extent(statement.words), reason: reason)
    }
}
