import Lua
import LwM2M

/// The purpose of the statements of one function in the vendor's form.
///
/// - Source: object contract §2, §5 and §8: what each function looks up, does and returns, and the names that it needs.
struct VendorShapes {
    enum Role: Hashable {
        /// A variable with the result of a lookup by the generator.
        case lookup(name: String, isValue: Bool, isType: Bool)
        /// The purpose of the function.
        case effect
        /// A check whether the request is allowed, or whether its target exists.
        case guards
        case answer
        case nothing
        /// An `if` of the generator that contains statements of the engineer.
        case mixed([LuaStatement.Branch])
        /// A statement of the engineer.
        case own
    }

    enum Condition: Hashable {
        /// Whether the instance and the Resource exist.
        case existence
        /// Whether the Operations of the Resource include a letter.
        case permission
        /// Who is asking.
        case interface
        /// Whether there are several values, and whether they replace the existing ones.
        case value
        /// Which executable Resource is meant.
        case execute
    }

    private let function: String
    private let script: VendorScript
    private let parameters: [String: String]
    /// The variables that hold the results of lookups, and the variables of loops over the value.
    private var known = Set<String>()
    private var loops = Set<String>()
    /// The locals that hold the tables of the Object.
    let tables: Set<String>
    /// The roles that are known, by first token: the blocks around a block query it repeatedly.
    private let memo = Memo()
    private final class Memo { var roles: [Int: Role] = [:] }
    /// How often each variable is set.
    private(set) var settings: [String: Int] = [:]

    init(_ function: String, _ body: LuaBody, _ script: VendorScript, _ parameters: [String: String]) {
        self.function = function
        self.script = script
        self.parameters = parameters
        tables = [script.objectTable, script.resourceTable]
        collect(body.statements)
    }

    private var text: VendorText { script.text }
    private func parameter(_ our: String) -> String { parameters[our] ?? our }

    private mutating func collect(_ statements: [LuaStatement]) {
        for statement in statements {
            switch statement.kind {
            case .local(let names, let values):
                for name in names { settings[text.words[name].text, default: 0] += values.isEmpty ? 0 : 1 }
                if arePlain(values) { known.formUnion(names.map { text.words[$0].text }) }
            case .assignment(let targets, let values):
                for name in targets.compactMap({ text.word($0.words)?.text }) {
                    settings[name, default: 0] += 1
                    if function == "read", arePlain(values), name != parameter("dm") {
                        known.insert(name)
                    }
                }
            case .if(let branches): for branch in branches { collect(branch.body) }
            case .for(let names, let values, let body):
                if values.contains(where: { has($0.words, "pairs") && has($0.words, parameter("value")) }) {
                    loops.formUnion(names.map { text.words[$0].text })
                }
                collect(body)
            default: collect(statement.block ?? [])
            }
        }
    }

    // MARK: - Words

    private static let codes: [String: Set<String>] = [
        "create": ["COAP_201_CREATED", "COAP_400_BAD_REQUEST"],
        "delete": ["COAP_202_DELETED", "COAP_404_NOT_FOUND"],
        "read": ["COAP_205_CONTENT", "COAP_404_NOT_FOUND", "COAP_405_METHOD_NOT_ALLOWED"],
        "write": ["COAP_204_CHANGED", "COAP_404_NOT_FOUND", "COAP_405_METHOD_NOT_ALLOWED"],
        "execute": ["COAP_204_CHANGED", "COAP_404_NOT_FOUND"],
        "discover": ["COAP_205_CONTENT", "COAP_404_NOT_FOUND"],
    ]
    private static let words: Set = [
        "instance", "resource", "Value", "Type", "Operations", "MultipleInstances", "coap", "lwm2m_interface_type",
        "LWM2M_DM_INTERFACE", "string", "find", "type", "utils_copy_table", "and", "or", "not", "nil", "true", "false",
        "local", "return", "if", "then", "else", "elseif", "end",
    ]
    private static let texts: Set = ["", "R", "W", "E", "Single", "Multiple", "instance", "resource", "Value"]

    /// Whether tokens contain nothing but what the generator needs for a lookup or an answer.
    private func isPlain(_ range: Range<Int>) -> Bool {
        range.allSatisfy { index in
            let word = text.words[index]
            switch word.kind {
            case .string: return Self.texts.contains(word.text)
            case .number: return function == "create" && word.integer == 0
            case .symbol: return !["+", "*", "/", "%", "^", "#", "&", "|"].contains(word.text)
            case .name:
                return Self.words.contains(word.text) || Self.codes[function]?.contains(word.text) == true
                    || tables.contains(word.text) || known.contains(word.text) || isLookedUp(word.text)
            }
        }
    }

    private func arePlain(_ values: some Sequence<LuaExpression>) -> Bool { values.allSatisfy { isPlain($0.words) } }

    private func isLookedUp(_ name: String) -> Bool {
        ["inst", "res", "iface", "dm"].contains { parameters[$0] == name }
    }

    private func has(_ range: Range<Int>, _ word: String) -> Bool {
        text.words[range].contains { $0.is(word) || $0.kind == .string && $0.text == word }
    }

    // MARK: - Conditions

    /// What a condition of the generator tests, with the Resource if it tests for an executable one; nil for a
    /// condition of the engineer.
    func condition(_ range: Range<Int>?) -> (resource: ResourceID?, kind: Condition?) {
        guard let range else { return (nil, nil) }
        let joined = text.joined(range)
        let value = parameter("value")
        let replace = parameter("replace")
        if function == "write",
            [
                "type ( \(value) ) = = \"table\"", "\"table\" = = type ( \(value) )", replace, "\(replace) = = true",
            ].contains(joined)
        {
            return (nil, .value)
        }
        if function == "execute", let id = executable(range) { return (id, .execute) }
        guard isPlain(range), !has(range, "Value") else { return (nil, nil) }
        if has(range, "Operations") || has(range, "find") { return (nil, .permission) }
        let asksTables = text.words[range].contains { tables.contains($0.text) || known.contains($0.text) }
        if asksTables || (function == "create" && has(range, parameter("inst"))) { return (nil, .existence) }
        if has(range, parameter("iface")) || has(range, parameter("dm")) { return (nil, .interface) }
        return (nil, nil)
    }

    /// The Resource of `res == RES_O_RESET`.
    private func executable(_ range: Range<Int>) -> ResourceID? {
        let words = text.words[range].filter { !$0.is("(") && !$0.is(")") }
        guard words.count == 4, words[1].is("="), words[2].is("=") else { return nil }
        let other = words[0].is(parameter("res")) ? words[3] : words[3].is(parameter("res")) ? words[0] : nil
        guard let id = other.flatMap({ $0.integer.flatMap { ResourceID(exactly: $0) } ?? script.constants[$0.text] })
        else { return nil }
        return script.definition[id]?.operations.contains(.execute) == true ? id : nil
    }

    /// Whether statements end by returning a refusal code, and do nothing else.
    func isRefusal(_ body: [LuaStatement]) -> Bool {
        guard let last = body.last, case .return(let values) = last.kind, let first = values.first,
            role(of: last) == .answer, isRefusing(first.words)
        else { return false }
        return !body.contains { isEffect($0) || answersSuccess($0) }
    }

    private func isRefusing(_ code: Range<Int>) -> Bool {
        ["COAP_400_BAD_REQUEST", "COAP_404_NOT_FOUND", "COAP_405_METHOD_NOT_ALLOWED"].contains { has(code, $0) }
    }

    private func answersSuccess(_ statement: LuaStatement) -> Bool {
        text.words[statement.words].contains { $0.text.hasPrefix("COAP_20") && $0.kind == .name }
    }

    // MARK: - Statements

    func role(of statement: LuaStatement) -> Role {
        if let known = memo.roles[statement.words.lowerBound] { return known }
        let role = found(statement)
        memo.roles[statement.words.lowerBound] = role
        return role
    }

    private func found(_ statement: LuaStatement) -> Role {
        switch statement.kind {
        case .local(let names, let values):
            guard arePlain(values), !values.isEmpty || known.contains(text.words[names[0]].text)
            else {
                return .own
            }
            return .lookup(
                name: text.words[names[0]].text, isValue: has(statement.words, "Value"),
                isType: has(statement.words, "Type"))
        case .assignment(let targets, let values): return role(targets.map(\.words), values.map(\.words))
        case .call: return isPrint(statement) ? .effect : .own
        case .if(let branches): return role(branches)
        case .for(_, _, let body):
            let areStores = !body.isEmpty && body.allSatisfy { role(of: $0) == .effect }
            return function == "write" && has(statement.words, "pairs") && areStores ? .effect : .own
        case .while, .repeat, .do: return .own
        case .function: return .own
        case .return(let values): return isAnswer(values) ? .answer : .own
        case .other: return .nothing
        }
    }

    private func role(_ targets: [Range<Int>], _ values: [Range<Int>]) -> Role {
        guard targets.count == 1, values.count == 1 else { return .own }
        let value = text.joined(values[0])
        if let name = text.word(targets[0])?.text {
            if function == "load", name == script.objectTable, value == parameter("t") { return .effect }
            guard known.contains(name), isPlain(values[0]) else { return .own }
            return .lookup(
                name: name, isValue: has(values[0], "Value"), isType: has(values[0], "Type"))
        }
        let usesTables = text.words[targets[0]].contains { tables.contains($0.text) || known.contains($0.text) }
        guard usesTables, targets[0].allSatisfy({ isPlain($0..<$0 + 1) || loops.contains(text.words[$0].text) }) else {
            return .own
        }
        switch function {
        case "write":
            let isValue = value == parameter("value") || value == "{ }" || loops.contains(value)
            return isValue && has(targets[0], "Value") ? .effect : .own
        case "create": return isPlain(values[0]) && has(targets[0], "instance") ? .effect : .own
        case "delete": return value == "nil" && !has(targets[0], "resource") ? .effect : .own
        default: return .own
        }
    }

    /// `print("RES_O_RESET", buffer, length)`.
    private func isPrint(_ statement: LuaStatement) -> Bool {
        let words = text.words[statement.words]
        guard function == "execute", words.first?.is("print") == true else { return false }
        let allowed = [parameter("buffer"), parameter("length"), parameter("res"), "print"]
        return words.contains { $0.is(parameter("buffer")) }
            && words.allSatisfy { word in
                switch word.kind {
                case .name: allowed.contains(word.text) || script.constants[word.text] != nil
                case .string: script.constants[word.text] != nil
                case .number: false
                case .symbol: true
                }
            }
    }

    private func isAnswer(_ values: [LuaExpression]) -> Bool {
        guard let first = values.first?.words else { return false }
        guard let codes = Self.codes[function] else {
            // The functions that return a table or a type.
            return arePlain(values)
        }
        let isCode =
            first.count == 3 && text.words[first.lowerBound].is("coap")
            && codes.contains(text.words[first.upperBound - 1].text)
        return isCode && arePlain(values.dropFirst())
    }

    private func role(_ branches: [LuaStatement.Branch]) -> Role {
        let kinds = branches.map { ($0.condition == nil, condition($0.condition?.words).kind) }
        guard kinds.allSatisfy({ $0.0 || $0.1 != nil }) else { return .own }
        let roles = branches.map { $0.body.map { role(of: $0) } }
        let isOwn = roles.joined().contains { if case .mixed = $0 { true } else { $0 == .own } }
        let hasEffect = roles.joined().contains { if case .mixed = $0 { true } else { $0 == .effect } }
        let answers = roles.joined().contains(.answer)
        if !isOwn {
            // The generator tests who is asking only in lookups, and returns only what its checks are about.
            if kinds.contains(where: { $0.1 == .interface }), answers { return .own }
            if answers, !hasEffect, !isGuard(branches) { return .own }
            return hasEffect ? .effect : .guards
        }
        let isOfExecute = kinds.contains { $0.1 == .execute }
        let isOfGuard = branches.contains { isRefusal($0.body) && condition($0.condition?.words).kind == .existence }
        return hasEffect || isOfExecute || isOfGuard ? .mixed(branches) : .own
    }

    /// Whether each answer is the one that the generator gives for its condition.
    private func isGuard(_ branches: [LuaStatement.Branch]) -> Bool {
        branches.allSatisfy { branch in
            branch.body.allSatisfy { statement in
                guard case .return(let values) = statement.kind, let code = values.first?.words else { return true }
                switch condition(branch.condition?.words).kind {
                case .existence:
                    return has(code, function == "create" ? "COAP_400_BAD_REQUEST" : "COAP_404_NOT_FOUND")
                        || (function == "discover" && has(code, "COAP_205_CONTENT"))
                case .permission: return !has(code, "COAP_400_BAD_REQUEST")
                case .execute: return true
                case .value, .interface: return false
                case nil: return true
                }
            }
        }
    }

    /// Whether the engineer's statement contains an effect of the generator.
    func containsEffect(_ statement: LuaStatement) -> Bool {
        switch statement.kind {
        case .if(let branches): branches.contains { $0.body.contains { isEffect($0) } }
        default: statement.block?.contains { isEffect($0) } ?? false
        }
    }

    private func isEffect(_ statement: LuaStatement) -> Bool {
        role(of: statement) == .effect || containsEffect(statement)
    }
}
