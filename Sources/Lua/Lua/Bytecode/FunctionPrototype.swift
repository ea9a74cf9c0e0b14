/// One function of a compiled chunk.
package struct FunctionPrototype: Hashable, Sendable {
    /// The name of the chunk as it was given to the compiler, `@object_x.lua`; empty if it was omitted.
    package var source: [UInt8]
    /// The line where it begins; 0 for the chunk itself.
    package var firstLine: Int
    /// The line of its `end`; 0 for the chunk itself.
    package var lastLine: Int
    /// The number of named parameters.
    package var parameterCount: Int
    /// Whether it takes `...`.
    package var isVariadic: Bool
    /// The number of registers that it uses.
    var registerCount: Int
    /// The instructions, in order.
    package var instructions: [Instruction]
    /// The line of each instruction; empty in a chunk without debug information.
    package var lines: [Int]
    /// The numbers and texts that its instructions refer to by index.
    package var constants: [LuaConstant]
    /// The variables of enclosing functions that it uses.
    package var upvalues: [Upvalue]
    /// The functions inside it, in the order of the text.
    package var functions: [FunctionPrototype]
    /// The local variables, in the order in which their scopes start.
    package var locals: [Local]

    /// A variable of an enclosing function.
    package struct Upvalue: Hashable, Sendable {
        /// Empty in a chunk without debug information.
        package var name: String
        /// Whether it is a register of the enclosing function; otherwise it is an upvalue of that function.
        var isLocalOfParent: Bool
        /// The number of the register or the upvalue.
        package var index: Int
    }

    /// A local variable and the instructions that see it.
    package struct Local: Hashable, Sendable {
        /// The name in the source.
        package var name: String
        /// From the first instruction that sees it up to the first that no longer does.
        package var scope: Range<Int>
    }
}

/// One instruction of the virtual machine of Lua 5.3, with its operands taken apart.
///
/// - Source: Lua 5.3.6, `lopcodes.h`.
package struct Instruction: Hashable, Sendable {
    /// The operation.
    package var opcode: Opcode
    /// The bits as in the chunk.
    package var bits: UInt32

    /// - Returns: nil for an operation that Lua 5.3 does not have.
    package init?(bits: UInt32) {
        guard let opcode = Opcode(rawValue: UInt8(bits & 0x3F)) else { return nil }
        self.opcode = opcode
        self.bits = bits
    }

    /// Operand A, 0...255.
    package var a: Int { Int(bits >> 6 & 0xFF) }
    /// Operand B, 0...511.
    package var b: Int { Int(bits >> 23 & 0x1FF) }
    /// Operand C, 0...511.
    package var c: Int { Int(bits >> 14 & 0x1FF) }
    /// Operands B and C as one number, 0...262143.
    package var bx: Int { Int(bits >> 14) }
    /// The same with a sign, -131071...131072: the distance of a jump.
    var sBx: Int { bx - 131071 }
    /// All operands as one number.
    var ax: Int { Int(bits >> 6) }
}

/// The operations of the virtual machine of Lua 5.3.
///
/// - Source: Lua 5.3.6, `lopcodes.h`.
package enum Opcode: UInt8, Hashable, Sendable, CaseIterable {
    case move, loadConstant, loadConstantExtra, loadBoolean, loadNil
    case getUpvalue, getTableUpvalue, getTable
    case setTableUpvalue, setUpvalue, setTable
    case newTable, selfMethod
    case add, subtract, multiply, modulo, power, divide, integerDivide
    case bitAnd, bitOr, bitExclusiveOr, shiftLeft, shiftRight
    case negate, bitNot, not, length, concatenate
    case jump
    case equal, lessThan, lessOrEqual
    case test, testSet
    case call, tailCall, `return`
    case forLoop, forPrepare, genericForCall, genericForLoop
    case setList, closure, variadic, extraArgument
}

/// A constant in a compiled chunk.
package enum LuaConstant: Hashable, Sendable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string([UInt8])

    /// The string as text; nil for any other constant.
    package var text: String? {
        guard case .string(let bytes) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

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

    /// For each instruction, whether a run can reach it.
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

    /// The upvalues that this function or one inside it assigns to.
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
