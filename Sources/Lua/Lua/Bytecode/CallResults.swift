/// What is known about a value of which the chunk shows the kind but not the content.
package enum KnownKind: Hashable, Sendable {
    case text, number
}

/// The values that functions return whatever their arguments: for each, its kind as far as it is known.
///
/// - Source: Lua 5.3 manual §6; UBX-18068860 R09 §6 for those of the client.
enum CallResults {
    /// The results of a library function, by its path; nil for one that is unknown, or that returns a varying number of
    /// values.
    static func known(of path: [String]) -> [KnownKind?]? { table[path.joined(separator: ".")] }

    private static let table: [String: [KnownKind?]] = {
        var table: [String: [KnownKind?]] = [
            "string.gsub": [.text, .number], "math.modf": [.number, .number],
        ]
        for name in [
            "string.format", "string.rep", "string.sub", "string.lower", "string.upper", "string.reverse",
            "string.char", "string.pack", "table.concat", "utf8.char", "tostring", "type", "lua_modem_get_imei",
            "lua_modem_get_msisdn",
        ] { table[name] = [.text] }
        for name in [
            "string.len", "string.packsize", "rawlen", "math.abs", "math.ceil", "math.floor", "math.fmod", "math.max",
            "math.min", "math.random", "math.sqrt", "os.clock", "os.difftime", "os.time", "lua_modem_get_carrier_id",
        ] { table[name] = [.number] }
        for name in [
            "tonumber", "rawget", "rawequal", "setmetatable", "getmetatable", "math.tointeger", "math.type", "os.date",
            "utils_copy_table",
        ] { table[name] = [nil] }
        return table
    }()
}

/// The names that a chunk assigns to.
struct ChunkWrites {
    /// How many times each global is written.
    private(set) var globals: [String: Int] = [:]
    /// The table fields that are written.
    private(set) var fields: Set<String> = []

    init() {}

    /// The writes of a function and of all functions inside it.
    init(in main: FunctionPrototype) {
        var open = [main]
        while let function = open.popLast() {
            open += function.functions
            for instruction in function.instructions
            where instruction.b >= 256 && function.constants.indices.contains(instruction.b - 256) {
                guard let name = function.constants[instruction.b - 256].text else { continue }
                switch instruction.opcode {
                case .setTableUpvalue: globals[name, default: 0] += 1
                case .setTable: fields.insert(name)
                default: continue
                }
            }
        }
    }
}

extension GlobalUseAnalysis {
    /// What the script's own global functions return, by name: only those defined exactly once, as a file is loaded.
    static func resultsOfGlobals(in main: FunctionPrototype, _ writes: ChunkWrites) -> [String: [KnownKind?]] {
        var results: [String: [KnownKind?]] = [:]
        for (pc, instruction) in main.instructions.enumerated().dropFirst() {
            let before = main.instructions[pc - 1]
            guard instruction.opcode == .setTableUpvalue, main.upvalues.indices.contains(instruction.a),
                main.upvalues[instruction.a].name == "_ENV", instruction.b >= 256,
                main.constants.indices.contains(instruction.b - 256),
                let name = main.constants[instruction.b - 256].text, writes.globals[name] == 1,
                before.opcode == .closure, before.a == instruction.c,
                main.functions.indices.contains(before.bx)
            else { continue }
            results[name] = self.results(of: main.functions[before.bx], writes: writes)
        }
        return results
    }

    /// What a function returns at each of its ends; nil if these differ in number, or if only a run can tell.
    static func results(of function: FunctionPrototype, writes: ChunkWrites) -> [KnownKind?]? {
        var analysis = GlobalUseAnalysis(function, writes: writes)
        analysis.settle()
        var results: [KnownKind?]?
        for (pc, instruction) in function.instructions.enumerated() where instruction.opcode == .return {
            guard let state = analysis.states[pc] else { continue }
            guard let values = analysis.arguments(from: instruction.a, operand: instruction.b, at: pc, state) else {
                return nil
            }
            let kinds = values.map(\.kind)
            guard let others = results else {
                results = kinds
                continue
            }
            guard others.count == kinds.count else { return nil }
            results = zip(others, kinds).map { $0 == $1 ? $0 : nil }
        }
        return results
    }

    /// The values in the registers from one on, as many as operand B says; nil if only a run can tell how many.
    func arguments(from first: Int, operand b: Int, at pc: Int, _ state: RegisterState) -> [GlobalUse.Argument]? {
        guard b == 0 else { return (first..<first + b - 1).map { argument(state.registers[$0]) } }
        // The last of them are the results of the call immediately before.
        guard pc > 0, let before = states[pc - 1], let answered = results(ofCallAt: pc - 1, before) else { return nil }
        let last = function.instructions[pc - 1].a
        guard last >= first else { return nil }
        return (first..<last).map { argument(state.registers[$0]) } + answered.map { $0.map { .typed($0) } ?? .unknown }
    }

    /// Whether a method of this name belongs to texts: no table of the chunk has one.
    func isOfTexts(_ name: String) -> Bool {
        writes.globals["string"] == nil && !writes.fields.contains(name)
            && CallResults.known(of: ["string", name]) != nil
    }

    private func argument(_ value: RegisterState.Value?) -> GlobalUse.Argument {
        switch value {
        case .constant(let constant): .constant(constant)
        case .typed(let kind): .typed(kind)
        case .typeOf: .typed(.text)
        default: .unknown
        }
    }

    /// What a call returns; nil if that depends on the run.
    func results(ofCallAt pc: Int, _ state: RegisterState) -> [KnownKind?]? {
        let instruction = function.instructions[pc]
        guard instruction.opcode == .call || instruction.opcode == .tailCall else { return nil }
        switch state.registers[instruction.a] {
        case .global(let path, _):
            if writes.globals[path[0]] == nil { return CallResults.known(of: path) }
            return path.count == 1 ? resultsOfGlobals[path[0]] : nil
        case .method(let name): return isOfTexts(name) ? CallResults.known(of: ["string", name]) : nil
        case .function(let results): return results
        default: return nil
        }
    }
}
