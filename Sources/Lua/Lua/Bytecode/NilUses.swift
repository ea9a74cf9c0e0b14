extension GlobalUseAnalysis {
    /// What an instruction needs but finds nil on every path; nil if there is no such thing.
    func nilUse(at pc: Int, _ state: RegisterState) -> NilUse? {
        let instruction = function.instructions[pc]
        let purpose: NilUse.Purpose
        let operands: [Int]
        switch instruction.opcode {
        case .add, .subtract, .multiply, .modulo, .power, .divide, .integerDivide, .bitAnd, .bitOr, .bitExclusiveOr,
            .shiftLeft, .shiftRight:
            (purpose, operands) = (.arithmetic, [instruction.b, instruction.c])
        case .negate, .bitNot: (purpose, operands) = (.arithmetic, [instruction.b])
        case .lessThan, .lessOrEqual: (purpose, operands) = (.comparison, [instruction.b, instruction.c])
        case .concatenate where instruction.b <= instruction.c:
            (purpose, operands) = (.concatenation, Array(instruction.b...instruction.c))
        case .length: (purpose, operands) = (.length, [instruction.b])
        case .getTable, .selfMethod: (purpose, operands) = (.index, [instruction.b])
        case .setTable, .call, .tailCall:
            (purpose, operands) = (instruction.opcode == .setTable ? .index : .call, [instruction.a])
        default: return nil
        }
        guard
            let operand = operands.first(where: { value($0, state) == .constant(.nil) && !assignedInside.contains($0) })
        else { return nil }
        return NilUse(
            purpose: purpose, line: function.lines.isEmpty ? 0 : function.lines[pc],
            variable: operand < 256 ? variable(inRegister: origin(of: operand, at: pc), at: pc) : nil,
            isInFunction: function.firstLine > 0)
    }

    /// The register that a register was copied from for this instruction, as calls and concatenations require;
    /// otherwise the same one.
    private func origin(of register: Int, at pc: Int) -> Int {
        for earlier in stride(from: pc - 1, through: max(0, pc - 64), by: -1) {
            let instruction = function.instructions[earlier]
            guard function.registersWritten(by: instruction)?.contains(register) == true else { continue }
            return instruction.opcode == .move ? instruction.b : register
        }
        return register
    }

    private func variable(inRegister register: Int, at pc: Int) -> NilUse.Variable? {
        guard let local = function.local(inRegister: register, at: pc), !local.name.hasPrefix("("),
            local.scope.lowerBound > 0, function.lines.indices.contains(local.scope.lowerBound - 1)
        else { return nil }
        return NilUse.Variable(name: local.name, line: function.lines[local.scope.lowerBound - 1])
    }
}
