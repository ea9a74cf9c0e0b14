/// What one Lua state may use.
public struct LuaLimits: Hashable, Sendable {
    /// Bytes that the state may hold at one time.
    public var memory: Int
    /// Instructions for each call from outside; 0 is no limit.
    public var instructions: Int
    /// Whether each instruction counts. Without it the first few milliseconds of a call are free, and scripts run half as
    /// fast again.
    public var isExact: Bool
    /// Seconds on the wall for each outermost call; 0 is no limit. The only limit that reaches into the C library.
    public var seconds: Double
    /// Where `math.random` starts.
    public var seed: UInt64

    /// The limits of an emulated module: 8 MiB, 10 million instructions, 5 seconds.
    public init(
        memory: Int = 8 << 20, instructions: Int = 10_000_000, isExact: Bool = false, seconds: Double = 5,
        seed: UInt64 = 0
    ) {
        self.memory = memory
        self.instructions = instructions
        self.isExact = isExact
        self.seconds = seconds
        self.seed = seed
    }
}
