/// A compiled chunk of Lua 5.3, taken apart for a look at it; nothing here runs it.
///
/// It reads what `lua_dump` of this machine writes, with the debug information in it. The bytes may still be anything:
/// whatever is odd is thrown.
///
/// - Source: Lua 5.3.6, `ldump.c` and `lundump.c`.
public struct CompiledChunk: Hashable, Sendable {
    /// The function that is the file itself.
    public let main: FunctionPrototype

    /// Takes a chunk apart.
    ///
    /// - throws: for bytes that are no such chunk, are cut off, or go on behind its end.
    public init(_ bytes: [UInt8]) throws(CompiledChunkError) {
        var reader = ChunkReader(bytes)
        try reader.header()
        _ = try reader.byte()  // the number of upvalues, said again in the function
        main = try reader.function(parentSource: nil, depth: 0)
        try reader.end()
    }

    /// All functions, each one before those inside it, in the order of the text.
    public var functions: [FunctionPrototype] {
        var found: [FunctionPrototype] = []
        var open = [main]
        while let next = open.popLast() {
            found.append(next)
            open += next.functions.reversed()
        }
        return found
    }

    /// The lines that have something to execute: a coverage report counts these.
    ///
    /// Instructions that nothing can reach (the return that the compiler adds behind the last one of a function) do not
    /// count.
    public var executableLines: Set<Int> {
        var lines: Set<Int> = []
        for function in functions where !function.lines.isEmpty {
            for (pc, isReached) in function.reachableInstructions.enumerated() where isReached {
                lines.insert(function.lines[pc])
            }
        }
        return lines
    }

    /// What the chunk reads, writes and calls in the globals, in the order of the lines.
    public var globalUses: [GlobalUse] { GlobalUseAnalysis.uses(in: main) }
}
