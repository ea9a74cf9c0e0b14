/// What is known about the registers at one instruction on every path to it.
struct RegisterState: Equatable {
    /// What a register holds.
    enum Value: Equatable {
        /// A constant of the chunk.
        case constant(LuaConstant)
        /// Some text or some number.
        case typed(KnownKind)
        /// A global or a field of one, and the instruction that read it.
        case global([String], origin: Int)
        /// What `type` returned for a global.
        case typeOf([String])
        /// The `string` library function that a text has as a method of this name.
        case method(String)
        /// A function of the script, with what it returns.
        case function([KnownKind?])

        /// Whether it is a text or a number.
        var kind: KnownKind? {
            switch self {
            case .constant(.string), .typeOf: .text
            case .constant(.integer), .constant(.number): .number
            case .typed(let kind): kind
            default: nil
            }
        }

        /// What is true of both values; nil if nothing is.
        func common(with other: Value?) -> Value? {
            if self == other { return self }
            guard let kind, kind == other?.kind else { return nil }
            return .typed(kind)
        }
    }

    /// The registers about which something is known.
    var registers: [Int: Value] = [:]
    /// The globals and fields that are not nil or false here.
    var present: Set<[String]> = []
    /// The globals and fields that are nil or false here.
    var absent: Set<[String]> = []

    /// Merges the state of another path to the same place: what both know is kept.
    ///
    /// - Returns: whether this changed anything.
    mutating func merge(_ other: RegisterState) -> Bool {
        let before = (present.count, absent.count)
        var isChanged = false
        for (register, value) in registers {
            let common = value.common(with: other.registers[register])
            guard common != value else { continue }
            registers[register] = common
            isChanged = true
        }
        present.formIntersection(other.present)
        absent.formIntersection(other.absent)
        return isChanged || before != (present.count, absent.count)
    }

    mutating func forget(_ range: ClosedRange<Int>) {
        if range.count == 1 {
            registers[range.lowerBound] = nil
        } else {
            registers = registers.filter { !range.contains($0.key) }
        }
    }
}
