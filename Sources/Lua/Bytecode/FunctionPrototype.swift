/// One function of a compiled chunk.
public struct FunctionPrototype: Hashable, Sendable {
    /// The name of the chunk as it was given to the compiler, `@object_x.lua`; empty where it was left out.
    public var source: [UInt8]
    /// The line where its text begins; 0 for the chunk itself.
    public var firstLine: Int
    /// The line of its `end`; 0 for the chunk itself.
    public var lastLine: Int
    public var parameterCount: Int
    public var isVariadic: Bool
    /// The number of registers that it uses.
    public var registerCount: Int
    public var instructions: [Instruction]
    /// The line of each instruction; empty in a chunk without debug information.
    public var lines: [Int]
    public var constants: [LuaConstant]
    public var upvalues: [Upvalue]
    /// The functions inside it, in the order of the text.
    public var functions: [FunctionPrototype]
    /// The local variables, in the order of their start.
    public var locals: [Local]

    /// A variable of an enclosing function.
    public struct Upvalue: Hashable, Sendable {
        /// Empty in a chunk without debug information.
        public var name: String
        /// Whether it is a register of the enclosing function; else an upvalue of that.
        public var isLocalOfParent: Bool
        public var index: Int
    }

    /// A local variable and the instructions that see it.
    public struct Local: Hashable, Sendable {
        public var name: String
        /// The first instruction that sees it and the first that no longer does.
        public var scope: Range<Int>
    }
}
