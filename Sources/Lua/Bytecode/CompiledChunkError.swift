/// Why bytes are no compiled chunk of Lua 5.3 as this machine makes them.
public struct CompiledChunkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, `the chunk ends inside a string`.
    public var message: String
    /// Where, in bytes from the start of the chunk.
    public var offset: Int

    public var description: String { "\(message) at byte \(offset)" }
}
