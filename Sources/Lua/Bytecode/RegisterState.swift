/// What is known about the registers at one instruction, whichever way led there.
struct RegisterState: Equatable {
    /// What a register holds.
    enum Value: Equatable {
        /// A constant of the chunk.
        case constant(LuaConstant)
        /// A global or a field of one, and the instruction that took it.
        case global([String], origin: Int)
        /// What `type` answered about a global.
        case typeOf([String])
    }

    /// The registers of which something is known.
    var registers: [Int: Value] = [:]
    /// The globals and fields that are not nil or false here.
    var present: Set<[String]> = []
    /// The globals and fields that are nil or false here.
    var absent: Set<[String]> = []

    /// Takes in another way to the same place: what both know stays.
    ///
    /// - Returns: whether this changed anything.
    mutating func merge(_ other: RegisterState) -> Bool {
        let before = (registers.count, present.count, absent.count)
        registers = registers.filter { other.registers[$0.key] == $0.value }
        present.formIntersection(other.present)
        absent.formIntersection(other.absent)
        return before != (registers.count, present.count, absent.count)
    }

    mutating func forget(_ range: ClosedRange<Int>) {
        if range.count == 1 {
            registers[range.lowerBound] = nil
        } else {
            registers = registers.filter { !range.contains($0.key) }
        }
    }
}
