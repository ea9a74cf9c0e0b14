/// What one Lua state may use.
public struct LuaLimits: Hashable, Sendable {
    /// Bytes that the state may hold at one time.
    public var memory: Int
    /// Instructions for each call from outside; 0 is no limit.
    public var instructions: Int
    /// Whether each instruction counts. Without it the first few milliseconds of a call are free, and scripts run half as
    /// fast again.
    public var isExact: Bool
    /// Seconds on the wall for each outermost call; 0 is no limit.
    public var seconds: Double
    /// Bytes of one value that leaves the state, with all below it: a string counts as often as it is referenced.
    public var answer: Int
    /// Bytes that one call may give out by `print` and host functions; four times that in all calls of an outermost one.
    public var emission: Int
    /// How often one call may give something out.
    public var emissions: Int
    /// Where `math.random` starts.
    public var seed: UInt64

    /// The limits of an emulated module: 8 MiB, 10 million instructions, 5 seconds.
    ///
    /// - Parameters:
    ///   - answer: half of the memory unless told.
    ///   - emission: a quarter of the memory unless told.
    public init(
        memory: Int = 8 << 20, instructions: Int = 10_000_000, isExact: Bool = false, seconds: Double = 5,
        answer: Int? = nil, emission: Int? = nil, emissions: Int = 10_000, seed: UInt64 = 0
    ) {
        self.memory = memory
        self.instructions = instructions
        self.isExact = isExact
        self.seconds = seconds
        self.answer = answer ?? memory / 2
        self.emission = emission ?? memory / 4
        self.emissions = emissions
        self.seed = seed
    }
}
