extension FunctionPrototype {
    /// The instructions that may follow one; those outside the function are left out.
    func successors(of pc: Int) -> [Int] {
        let instruction = instructions[pc]
        let next: [Int]
        switch instruction.opcode {
        case .jump, .forPrepare: next = [pc + 1 + instruction.sBx]
        case .forLoop, .genericForLoop: next = [pc + 1, pc + 1 + instruction.sBx]
        case .equal, .lessThan, .lessOrEqual, .test, .testSet: next = [pc + 1, pc + 2]
        case .loadBoolean: next = [instruction.c == 0 ? pc + 1 : pc + 2]
        case .loadConstantExtra: next = [pc + 2]
        case .setList: next = [instruction.c == 0 ? pc + 2 : pc + 1]
        case .return: next = []
        default: next = [pc + 1]
        }
        return next.filter(instructions.indices.contains)
    }

    /// For each instruction, whether a run can come to it.
    var reachableInstructions: [Bool] {
        var isReached = [Bool](repeating: false, count: instructions.count)
        var open = instructions.isEmpty ? [] : [0]
        while let pc = open.popLast() {
            guard !isReached[pc] else { continue }
            isReached[pc] = true
            open += successors(of: pc)
        }
        return isReached
    }

    /// The registers that an instruction changes.
    func registersWritten(by instruction: Instruction) -> ClosedRange<Int>? {
        let a = instruction.a
        switch instruction.opcode {
        case .setTableUpvalue, .setUpvalue, .setTable, .jump, .equal, .lessThan, .lessOrEqual, .test, .return, .setList,
            .extraArgument:
            return nil
        case .loadNil: return a...(a + instruction.b)
        case .selfMethod: return a...(a + 1)
        case .call, .tailCall, .variadic: return a...255 + a
        case .forLoop, .forPrepare: return a...(a + 3)
        case .genericForCall: return (a + 3)...255 + a + 3
        case .genericForLoop: return a...a
        default: return a...a
        }
    }

    /// The local variable that lives in a register at an instruction.
    func local(inRegister register: Int, at pc: Int) -> Local? {
        var number = 0
        for local in locals where local.scope.contains(pc) {
            if number == register { return local }
            number += 1
        }
        return nil
    }

    /// The upvalues that this function, or one inside it, assigns to.
    var assignedUpvalues: Set<Int> {
        var found = Set(instructions.lazy.filter { $0.opcode == .setUpvalue }.map(\.b))
        for inner in functions {
            for index in inner.assignedUpvalues where inner.upvalues.indices.contains(index) {
                let upvalue = inner.upvalues[index]
                if !upvalue.isLocalOfParent { found.insert(upvalue.index) }
            }
        }
        return found
    }

    /// The registers of this function that a function inside it assigns to.
    var registersAssignedInside: Set<Int> {
        var found: Set<Int> = []
        for inner in functions {
            for index in inner.assignedUpvalues where inner.upvalues.indices.contains(index) {
                let upvalue = inner.upvalues[index]
                if upvalue.isLocalOfParent { found.insert(upvalue.index) }
            }
        }
        return found
    }
}
