import Lua
import ObjectHost
import Products

/// What the functions of an Object return, according to the text of the script.
struct ObjectFunctions {
    /// A `return` of a function that returns a code, not of a nested function.
    struct Return: Hashable {
        var operation: ScriptOperation
        var line: Int
        var answer: Answer
        /// Whether it is inside a block of the function, `if` or `do`; after any other, more code is not valid Lua.
        var isInBlock: Bool
    }

    enum Answer: Hashable {
        case nothing
        /// `coap.NAME`.
        case constant(String)
        case number(Int64)
        /// Known only at run time.
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

    /// The operation that a function implements: `function object_x.write(` or `object_x.write = function(`.
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

/// Loads one file into a device of its own and records what it did.
struct ObjectProbe {
    /// A call of `lwm2m_object_tbl_add`.
    struct Registration {
        var id: LuaValue
        var name: LuaValue
    }

    let host: ObjectHost
    /// The error that ended the load; nil if it succeeded.
    private(set) var error: LuaError?
    private(set) var registrations: [Registration] = []
    /// The table of the Object: what the file returned, or the global that it registered.
    private(set) var table: LuaReference?

    /// A device of the product with no Objects.
    static func host(for checker: ObjectChecker) throws(ObjectHostError) -> ObjectHost {
        try ObjectHost(bindings: checker.product.bindings, clock: VirtualClock(), limits: checker.limits)
    }

    /// Nil if the limits are too small for any device.
    init?(_ text: [UInt8], name: String, checker: ObjectChecker) {
        guard let host = try? Self.host(for: checker) else { return nil }
        self.host = host
        let notes = RegistrationNotes()
        do throws(LuaError) {
            try host.lua.register("lwm2m_object_tbl_add") { (arguments) throws(LuaError) in
                notes.list.append(Registration(id: try arguments.value(1), name: try arguments.value(2)))
                return []
            }
            let chunk = try host.lua.load(text, named: name)
            let result = try host.lua.callKeeping(chunk)
            registrations = notes.list
            if try host.lua.field("objectId", of: result) != .nil {
                table = result
            } else if let registered = registrations.last?.name.text {
                let global = try host.lua.keepGlobal(registered)
                if try host.lua.field("objectId", of: global) != .nil { table = global }
            }
        } catch {
            registrations = notes.list
            self.error = error
        }
    }

    /// A field of the Object's table.
    func field(_ name: String) -> LuaValue {
        guard let table else { return .nil }
        return (try? host.lua.field(name, of: table)) ?? .nil
    }

    /// The first value that a function of the Object returns.
    ///
    /// - throws: the error that ended the call.
    func answer(of name: String) throws(LuaError) -> LuaValue {
        guard case .function(let function) = field(name) else { return .nil }
        return try host.lua.call(function).first ?? .nil
    }
}

/// Collects registrations while a file loads.
private final class RegistrationNotes {
    var list: [ObjectProbe.Registration] = []
}
