import Lua
import ObjectHost

/// What the functions of an Object return, as the text of the script spells it.
struct ObjectFunctions {
    /// A `return` of a function that answers a code, not of a function inside of it.
    struct Return: Hashable {
        var operation: ScriptOperation
        var line: Int
        var answer: Answer
        /// Whether it stands in a block of the function, `if` or `do`; what follows any other is no Lua.
        var isInBlock: Bool
    }

    enum Answer: Hashable {
        case nothing
        /// `coap.NAME`.
        case constant(String)
        case number(Int64)
        /// Only a run can tell.
        case other
    }

    private(set) var returns: [Return] = []

    init(_ tokens: [LuaToken]) {
        var functions: [(operation: ScriptOperation?, depth: Int)] = []
        for (index, token) in tokens.enumerated() where token.kind == .name {
            switch token.text {
            case "function": functions.append((Self.operation(tokens, index), 0))
            case "if", "do", "repeat": if let last = functions.indices.last { functions[last].depth += 1 }
            case "until": if let last = functions.indices.last { functions[last].depth -= 1 }
            case "end":
                guard let last = functions.indices.last else { continue }
                if functions[last].depth > 0 { functions[last].depth -= 1 } else { functions.removeLast() }
            case "return":
                guard let function = functions.last, let operation = function.operation else { continue }
                returns.append(
                    Return(
                        operation: operation, line: token.line, answer: Self.answer(tokens, index + 1),
                        isInBlock: function.depth > 0))
            default: continue
            }
        }
    }

    /// The operation that a function serves: `function object_x.write(` or `object_x.write = function(`.
    private static func operation(_ tokens: [LuaToken], _ index: Int) -> ScriptOperation? {
        func name(_ offset: Int) -> String? {
            let place = index + offset
            return tokens.indices.contains(place) && tokens[place].kind == .name ? tokens[place].text : nil
        }
        func `is`(_ offset: Int, _ word: String) -> Bool {
            tokens.indices.contains(index + offset) && tokens[index + offset].is(word)
        }
        if name(1) != nil, `is`(2, ".") || `is`(2, ":"), `is`(4, "(") {
            return name(3).flatMap(ScriptOperation.init(rawValue:))
        }
        guard `is`(-1, "="), name(-2) != nil, `is`(-3, ".") else { return nil }
        return name(-2).flatMap(ScriptOperation.init(rawValue:))
    }

    private static func answer(_ tokens: [LuaToken], _ index: Int) -> Answer {
        guard index < tokens.count else { return .nothing }
        func isEnd(_ place: Int) -> Bool {
            guard place < tokens.count else { return true }
            let token = tokens[place]
            return token.is(";") || token.is(",")
                || (token.kind == .name && !["and", "or"].contains(token.text))
        }
        let first = tokens[index]
        if first.kind == .name, ["end", "else", "elseif", "until"].contains(first.text) { return .nothing }
        if first.is(";") { return .nothing }
        if let number = first.integer, isEnd(index + 1) { return .number(number) }
        guard first.is("coap"), index + 2 < tokens.count, tokens[index + 1].is("."), isEnd(index + 3) else {
            return .other
        }
        return .constant(tokens[index + 2].text)
    }
}
