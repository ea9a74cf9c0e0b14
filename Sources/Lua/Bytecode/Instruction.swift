/// One instruction of the virtual machine of Lua 5.3, with its operands taken apart.
///
/// - Source: Lua 5.3.6, `lopcodes.h`.
public struct Instruction: Hashable, Sendable {
    public var opcode: Opcode
    /// The bits as they stand in the chunk.
    public var bits: UInt32

    /// - Returns: nil for an operation that Lua 5.3 does not have.
    public init?(bits: UInt32) {
        guard let opcode = Opcode(rawValue: UInt8(bits & 0x3F)) else { return nil }
        self.opcode = opcode
        self.bits = bits
    }

    /// Operand A, 0...255.
    public var a: Int { Int(bits >> 6 & 0xFF) }
    /// Operand B, 0...511.
    public var b: Int { Int(bits >> 23 & 0x1FF) }
    /// Operand C, 0...511.
    public var c: Int { Int(bits >> 14 & 0x1FF) }
    /// Operands B and C as one number, 0...262143.
    public var bx: Int { Int(bits >> 14) }
    /// The same with a sign, -131071...131072: a distance of a jump.
    public var sBx: Int { bx - 131071 }
    /// All operands as one number.
    public var ax: Int { Int(bits >> 6) }
}
