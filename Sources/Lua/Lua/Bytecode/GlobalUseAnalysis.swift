/// Finds the uses of globals in a chunk by following what the registers hold.
///
/// Goes over each function until nothing new is learnt, then once more to record what it does. It never claims more
/// than it knows: anything that depends on the path of a run is unknown.
struct GlobalUseAnalysis {
    let function: FunctionPrototype
    /// The values of the enclosing functions' variables, if they never change.
    private let upvalues: [RegisterState.Value?]
    private let initial: RegisterState
    /// The names that the chunk assigns to.
    let writes: ChunkWrites
    /// What global functions of the chunk return.
    let resultsOfGlobals: [String: [KnownKind?]]
    /// What each of the functions inside returns; nil if only a run can tell.
    private let resultsInside: [[KnownKind?]?]
    /// The registers that functions inside assign to.
    let assignedInside: Set<Int>
    /// The state before each instruction that can be reached.
    private(set) var states: [Int: RegisterState] = [:]
    private var uses: [Int: GlobalUse] = [:]
    private var laterCalls: [GlobalUse] = []
    private var nilUses: [NilUse] = []
    /// Bounds the search for variables that never change; once it is used up, nothing is known about them.
    private var budget = 20_000_000

    /// All uses in a function and in those inside it, sorted by line.
    static func uses(in main: FunctionPrototype) -> (globals: [GlobalUse], nils: [NilUse]) {
        var found: [GlobalUse] = []
        var nils: [NilUse] = []
        let writes = ChunkWrites(in: main)
        let results = resultsOfGlobals(in: main, writes)
        var open = [GlobalUseAnalysis(main, writes: writes, resultsOfGlobals: results)]
        while var analysis = open.popLast() {
            open += analysis.run()
            found += analysis.uses.sorted { $0.key < $1.key }.map(\.value) + analysis.laterCalls
            nils += analysis.nilUses
        }
        let sorted = found.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
        return (sorted.map(\.element), nils.sorted { $0.line < $1.line })
    }

    init(
        _ function: FunctionPrototype, upvalues: [RegisterState.Value?]? = nil,
        initial: RegisterState = RegisterState(), writes: ChunkWrites = ChunkWrites(),
        resultsOfGlobals: [String: [KnownKind?]] = [:]
    ) {
        self.function = function
        self.upvalues = upvalues ?? Array(repeating: nil, count: function.upvalues.count)
        self.initial = initial
        self.writes = writes
        self.resultsOfGlobals = resultsOfGlobals
        resultsInside = function.functions.map { Self.results(of: $0, writes: writes) }
        assignedInside = function.registersAssignedInside
    }

    /// Fills `uses`, `laterCalls` and `nilUses`; returns the analyses of the functions inside.
    private mutating func run() -> [GlobalUseAnalysis] {
        guard !function.instructions.isEmpty else { return [] }
        settle()
        var inner: [GlobalUseAnalysis] = []
        for pc in function.instructions.indices {
            guard let state = states[pc] else { continue }
            note(pc, state)
            if let closure = closure(at: pc, state) { inner.append(closure) }
        }
        return inner.reversed()
    }

    // MARK: - Following the registers

    mutating func settle() {
        states[0] = initial
        var open = [0]
        // Each visit but the first removes something from a state, so this ends; the limit only bounds the time.
        var visits = 16 * function.instructions.count + 1024
        while let pc = open.popLast(), let state = states[pc] {
            visits -= 1
            guard visits > 0 else { return giveUp() }
            for (next, outcome) in outcomes(of: pc, state) {
                if states[next] == nil {
                    states[next] = outcome
                    open.append(next)
                } else if states[next]?.merge(outcome) == true {
                    open.append(next)
                }
            }
        }
    }

    /// Makes everything unknown at every instruction.
    private mutating func giveUp() {
        for pc in function.instructions.indices { states[pc] = RegisterState() }
    }

    /// The instructions that may come next, each with what is then known.
    private func outcomes(of pc: Int, _ state: RegisterState) -> [(Int, RegisterState)] {
        var after = state
        let instruction = function.instructions[pc]
        let value = result(of: pc, state)
        if instruction.opcode == .testSet {
            // The copy is made on only one of the two paths; for simplicity, it is known on neither.
            after.registers[instruction.a] = nil
        } else if let written = function.registersWritten(by: instruction) {
            after.forget(written)
            if let value { after.registers[instruction.a] = value }
            if instruction.opcode == .loadNil {
                for register in written { after.registers[register] = .constant(.nil) }
            }
        }
        if instruction.opcode == .selfMethod, let object = state.registers[instruction.b] {
            after.registers[instruction.a + 1] = object
        }
        if instruction.opcode == .setTableUpvalue, isEnvironment(instruction.a),
            let name = name(instruction.b, state)
        {
            after.present = after.present.filter { $0.first != name }
            after.absent = after.absent.filter { $0.first != name }
        }
        let next = function.successors(of: pc)
        guard let (path, presentAt) = condition(at: pc, state) else { return next.map { ($0, after) } }
        return next.map { target in
            var known = after
            if target == presentAt { known.present.insert(path) } else { known.absent.insert(path) }
            return (target, known)
        }
    }

    /// What an instruction leaves in its register A, if known.
    private func result(of pc: Int, _ state: RegisterState) -> RegisterState.Value? {
        let instruction = function.instructions[pc]
        switch instruction.opcode {
        // What a function inside may have changed is unknown.
        case .move: return assignedInside.contains(instruction.b) ? nil : state.registers[instruction.b]
        case .loadConstant: return constant(instruction.bx).map { .constant($0) }
        case .loadConstantExtra:
            guard pc + 1 < function.instructions.count else { return nil }
            return constant(function.instructions[pc + 1].ax).map { .constant($0) }
        case .loadBoolean: return .constant(.boolean(instruction.b != 0))
        case .getUpvalue: return upvalues.indices.contains(instruction.b) ? upvalues[instruction.b] : nil
        case .selfMethod where state.registers[instruction.b].map({ $0.kind == .text }) ?? true:
            // A value that only a run knows must be a text if it has a method that nothing else has here.
            let isText = state.registers[instruction.b] != nil
            return name(instruction.c, state).flatMap { isText || isOfTexts($0) ? .method($0) : nil }
        case .getTableUpvalue, .getTable, .selfMethod:
            return path(takenAt: pc, state).map { .global($0, origin: pc) }
        case .concatenate: return .typed(.text)
        case .add, .subtract, .multiply, .modulo, .power, .divide, .integerDivide, .negate, .length:
            return .typed(.number)
        case .closure:
            guard resultsInside.indices.contains(instruction.bx) else { return nil }
            return resultsInside[instruction.bx].map { .function($0) }
        case .call:
            if instruction.b == 2, instruction.c == 2, case .global(["type"], _)? = state.registers[instruction.a],
                case .global(let path, _)? = state.registers[instruction.a + 1]
            {
                return .typeOf(path)
            }
            // This includes the first of several results.
            guard instruction.c >= 2, let kind = results(ofCallAt: pc, state)?.first else { return nil }
            return kind.map { .typed($0) }
        default: return nil
        }
    }

    /// The global, or the field of one, that an instruction reads from its table.
    private func path(takenAt pc: Int, _ state: RegisterState) -> [String]? {
        let instruction = function.instructions[pc]
        guard let name = name(instruction.c, state) else { return nil }
        switch instruction.opcode {
        case .getTableUpvalue:
            if isEnvironment(instruction.b) { return [name] }
            guard upvalues.indices.contains(instruction.b), case .global(let path, _)? = upvalues[instruction.b]
            else { return nil }
            return path.count < 8 ? path + [name] : nil
        case .getTable, .selfMethod:
            guard case .global(let path, _)? = state.registers[instruction.b] else { return nil }
            return path.count < 8 ? path + [name] : nil
        default: return nil
        }
    }

    /// The global that a test is about, and the instruction where it is present.
    private func condition(at pc: Int, _ state: RegisterState) -> ([String], Int)? {
        let instruction = function.instructions[pc]
        switch instruction.opcode {
        case .test, .testSet:
            let register = instruction.opcode == .test ? instruction.a : instruction.b
            guard case .global(let path, _)? = state.registers[register] else { return nil }
            return (path, instruction.c == 0 ? pc + 2 : pc + 1)
        case .equal:
            let sides = [value(instruction.b, state), value(instruction.c, state)]
            let equalAt = instruction.a == 1 ? pc + 1 : pc + 2
            for (side, other) in [(sides[0], sides[1]), (sides[1], sides[0])] {
                if case .global(let path, _)? = side, case .constant(.nil)? = other {
                    return (path, instruction.a == 1 ? pc + 2 : pc + 1)
                }
                guard case .typeOf(let path)? = side, case .constant(let word)? = other else { continue }
                if word.text == "nil" { return (path, instruction.a == 1 ? pc + 2 : pc + 1) }
                if word.text == "function" { return (path, equalAt) }
            }
            return nil
        default: return nil
        }
    }

    // MARK: - Writing down

    private mutating func note(_ pc: Int, _ state: RegisterState) {
        let instruction = function.instructions[pc]
        if let path = path(takenAt: pc, state) {
            uses[pc] = use(path, pc, .read, state)
        } else if instruction.opcode == .setTableUpvalue, isEnvironment(instruction.a),
            let name = name(instruction.b, state)
        {
            uses[pc] = use([name], pc, .write, state)
        } else if instruction.opcode == .setTable, let name = name(instruction.b, state),
            case .global(let path, _)? = state.registers[instruction.a]
        {
            uses[pc] = use(path + [name], pc, .write, state)
        } else if instruction.opcode == .call || instruction.opcode == .tailCall {
            noteCall(pc, state)
        }
        noteTest(pc, state)
        if let use = nilUse(at: pc, state) { nilUses.append(use) }
    }

    private mutating func noteCall(_ pc: Int, _ state: RegisterState) {
        let instruction = function.instructions[pc]
        guard case .global(let path, let origin)? = state.registers[instruction.a] else { return }
        var call = use(path, pc, .call, state)
        call.arguments = arguments(from: instruction.a + 1, operand: instruction.b, at: pc, state)
        if path == ["type"], instruction.b == 2, case .global(_, let tested)? = state.registers[instruction.a + 1],
            uses[tested]?.kind == .read
        {
            uses[tested]?.isTest = true
        }
        // A call of what was just read is a single use, on the line of the name; a call by another name is a use of its
        // own.
        if let taken = uses[origin], taken.kind == .read, taken.path == path {
            call.line = taken.line
            uses[origin] = call
        } else {
            laterCalls.append(call)
        }
    }

    private mutating func noteTest(_ pc: Int, _ state: RegisterState) {
        let instruction = function.instructions[pc]
        let asked: [Int]
        switch instruction.opcode {
        case .test: asked = [instruction.a]
        case .testSet: asked = [instruction.b]
        case .equal:
            guard [instruction.b, instruction.c].contains(where: { value($0, state) == .constant(.nil) }) else {
                return
            }
            asked = [instruction.b, instruction.c]
        default: return
        }
        for register in asked {
            guard case .global(let path, let origin)? = state.registers[register], uses[origin]?.path == path,
                uses[origin]?.kind == .read
            else { continue }
            uses[origin]?.isTest = true
        }
    }

    private func use(_ path: [String], _ pc: Int, _ kind: GlobalUse.Kind, _ state: RegisterState) -> GlobalUse {
        GlobalUse(
            path: path, line: function.lines.isEmpty ? 0 : function.lines[pc], kind: kind,
            present: Set(state.present.map { $0.joined(separator: ".") }),
            absent: Set(state.absent.map { $0.joined(separator: ".") }))
    }

    // MARK: - Functions inside

    private mutating func closure(at pc: Int, _ state: RegisterState) -> GlobalUseAnalysis? {
        let instruction = function.instructions[pc]
        guard instruction.opcode == .closure, function.functions.indices.contains(instruction.bx) else { return nil }
        let inner = function.functions[instruction.bx]
        var values: [RegisterState.Value?] = []
        for upvalue in inner.upvalues {
            if !upvalue.isLocalOfParent {
                values.append(upvalues.indices.contains(upvalue.index) ? upvalues[upvalue.index] : nil)
            } else if let value = state.registers[upvalue.index], isSettled(register: upvalue.index, at: pc) {
                if case .global(let path, _) = value {
                    values.append(.global(path, origin: -1))
                } else {
                    values.append(value)
                }
            } else {
                values.append(nil)
            }
        }
        return GlobalUseAnalysis(
            inner, upvalues: values, initial: RegisterState(present: state.present, absent: state.absent),
            writes: writes, resultsOfGlobals: resultsOfGlobals)
    }

    /// Whether a local variable keeps the value that it has when a function inside captures it.
    private mutating func isSettled(register: Int, at pc: Int) -> Bool {
        guard budget > 0, !assignedInside.contains(register),
            let local = function.local(inRegister: register, at: pc)
        else { return false }
        let scope = local.scope.clamped(to: function.instructions.indices)
        budget -= function.locals.count + scope.count
        return !function.instructions[scope].contains {
            function.registersWritten(by: $0)?.contains(register) == true
        }
    }

    // MARK: - Operands

    private func constant(_ index: Int) -> LuaConstant? {
        function.constants.indices.contains(index) ? function.constants[index] : nil
    }

    /// The value of an operand, which is a register below 256 and a constant from there on.
    func value(_ operand: Int, _ state: RegisterState) -> RegisterState.Value? {
        operand < 256 ? state.registers[operand] : constant(operand - 256).map { .constant($0) }
    }

    private func name(_ operand: Int, _ state: RegisterState) -> String? {
        guard case .constant(let constant)? = value(operand, state) else { return nil }
        return constant.text
    }

    private func isEnvironment(_ upvalue: Int) -> Bool {
        function.upvalues.indices.contains(upvalue) && function.upvalues[upvalue].name == "_ENV"
    }
}
