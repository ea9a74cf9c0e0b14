/// A compiled chunk of Lua 5.3, taken apart for inspection; nothing here runs it.
///
/// It reads what `lua_dump` on this machine writes, including debug information. The bytes need not be valid: anything
/// unexpected throws.
///
/// - Source: Lua 5.3.6, `ldump.c` and `lundump.c`.
package struct CompiledChunk: Hashable, Sendable {
    /// The main function, which is the file itself.
    package let main: FunctionPrototype

    /// Takes a chunk apart.
    ///
    /// - throws: for bytes that are not such a chunk, are truncated, or continue after its end.
    package init(_ bytes: [UInt8]) throws(CompiledChunkError) {
        var reader = ChunkReader(bytes)
        try reader.header()
        _ = try reader.byte()  // the number of upvalues, which the function repeats
        main = try reader.function(parentSource: nil, depth: 0)
        try reader.end()
    }

    /// All functions, each one before those inside it, in the order of the text.
    package var functions: [FunctionPrototype] {
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
    /// Unreachable instructions (the return that the compiler adds after the last one of a function) do not count.
    package var executableLines: Set<Int> {
        var lines: Set<Int> = []
        for function in functions where !function.lines.isEmpty {
            for (pc, isReached) in function.reachableInstructions.enumerated() where isReached {
                lines.insert(function.lines[pc])
            }
        }
        return lines
    }

    /// What the chunk reads, writes and calls among the globals, and where it uses nil, each in line order.
    package var uses: (globals: [GlobalUse], nils: [NilUse]) { GlobalUseAnalysis.uses(in: main) }
}

/// Why bytes are not a compiled chunk of Lua 5.3 as this machine makes them.
package struct CompiledChunkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, `the chunk ends inside a string`.
    package var message: String
    /// The position, in bytes from the start of the chunk.
    package var offset: Int

    package var description: String { "\(message) at byte \(offset)" }
}

/// Reads a compiled chunk byte by byte, never past its end.
struct ChunkReader {
    private let bytes: [UInt8]
    private var offset = 0
    /// The compiler nests no deeper (`LUAI_MAXCCALLS`).
    private static let deepestFunction = 200

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The header: the version and the sizes of numbers must be those of this machine.
    mutating func header() throws(CompiledChunkError) {
        let fixed: [UInt8] =
            [0x1B, 0x4C, 0x75, 0x61, 0x53, 0x00]  // ESC "Lua", 5.3, official format
            + [0x19, 0x93, 0x0D, 0x0A, 0x1A, 0x0A]  // found damaged where a transfer changed line ends
            + [4, 8, 4, 8, 8]  // bytes of int, size_t, Instruction, lua_Integer, lua_Number
        for expected in fixed {
            guard try byte() == expected else { throw error("this is not a compiled chunk of Lua 5.3", at: offset - 1) }
        }
        guard try integer64() == 0x5678, try integer64() == Int64(bitPattern: 370.5.bitPattern) else {
            throw error("numbers are in another order of bytes", at: offset)
        }
    }

    /// Reads one function with all functions inside it.
    mutating func function(parentSource: [UInt8]?, depth: Int) throws(CompiledChunkError) -> FunctionPrototype {
        guard depth < Self.deepestFunction else { throw error("functions are nested too deep", at: offset) }
        let source = try string() ?? parentSource ?? []
        let firstLine = try count("line")
        let lastLine = try count("line")
        let parameterCount = Int(try byte())
        let isVariadic = try byte() != 0
        let registerCount = Int(try byte())
        let instructions = try list(bytesEach: 4) { reader throws(CompiledChunkError) in try reader.instruction() }
        let constants = try list(bytesEach: 1) { reader throws(CompiledChunkError) in try reader.constant() }
        var upvalues = try list(bytesEach: 2) { reader throws(CompiledChunkError) in try reader.upvalue() }
        let functions = try list(bytesEach: 1) { reader throws(CompiledChunkError) in
            try reader.function(parentSource: source, depth: depth + 1)
        }
        let lines = try list(bytesEach: 4) { reader throws(CompiledChunkError) in try reader.count("line") }
        guard lines.isEmpty || lines.count == instructions.count else {
            throw error("\(lines.count) lines belong to \(instructions.count) instructions", at: offset)
        }
        let locals = try list(bytesEach: 9) { reader throws(CompiledChunkError) in try reader.local() }
        let names = try list(bytesEach: 1) { reader throws(CompiledChunkError) in try reader.string() }
        guard names.count <= upvalues.count else { throw error("an upvalue has a name only", at: offset) }
        for (index, name) in names.enumerated() { upvalues[index].name = text(name) }
        return FunctionPrototype(
            source: source, firstLine: firstLine, lastLine: lastLine, parameterCount: parameterCount,
            isVariadic: isVariadic, registerCount: registerCount, instructions: instructions, lines: lines,
            constants: constants, upvalues: upvalues, functions: functions, locals: locals)
    }

    /// The next byte.
    mutating func byte() throws(CompiledChunkError) -> UInt8 {
        guard offset < bytes.count else { throw error("the chunk ends too early", at: offset) }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// Checks that nothing follows.
    func end() throws(CompiledChunkError) {
        guard offset == bytes.count else { throw error("something follows the chunk", at: offset) }
    }

    private mutating func list<Element>(
        bytesEach: Int, _ element: (inout ChunkReader) throws(CompiledChunkError) -> Element
    ) throws(CompiledChunkError) -> [Element] {
        let count = try count("list")
        guard count <= (bytes.count - offset) / bytesEach else {
            throw error("a list of \(count) is longer than the chunk", at: offset)
        }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try element(&self)) }
        return elements
    }

    private mutating func instruction() throws(CompiledChunkError) -> Instruction {
        let bits = UInt32(try unsigned(4))
        guard let instruction = Instruction(bits: bits) else {
            throw error("\(bits & 0x3F) is not an operation of Lua 5.3", at: offset - 4)
        }
        return instruction
    }

    private mutating func constant() throws(CompiledChunkError) -> LuaConstant {
        switch try byte() {
        case 0x00: return .nil
        case 0x01: return .boolean(try byte() != 0)
        case 0x03: return .number(Double(bitPattern: try unsigned(8)))
        case 0x13: return .integer(try integer64())
        case 0x04, 0x14: return .string(try string() ?? [])
        case let kind: throw error("\(kind) is not a kind of constant", at: offset - 1)
        }
    }

    private mutating func upvalue() throws(CompiledChunkError) -> FunctionPrototype.Upvalue {
        let isLocal = try byte() != 0
        return FunctionPrototype.Upvalue(name: "", isLocalOfParent: isLocal, index: Int(try byte()))
    }

    private mutating func local() throws(CompiledChunkError) -> FunctionPrototype.Local {
        let name = text(try string())
        let start = try count("scope")
        let end = try count("scope")
        guard start <= end else { throw error("the scope of '\(name)' ends before it starts", at: offset) }
        return FunctionPrototype.Local(name: name, scope: start..<end)
    }

    private mutating func string() throws(CompiledChunkError) -> [UInt8]? {
        var size = UInt64(try byte())
        if size == 0xFF { size = try unsigned(8) }
        guard size > 0 else { return nil }
        guard size - 1 <= UInt64(bytes.count - offset) else {
            throw error("the chunk ends inside a string", at: offset)
        }
        defer { offset += Int(size - 1) }
        return Array(bytes[offset..<offset + Int(size - 1)])
    }

    private mutating func count(_ what: String) throws(CompiledChunkError) -> Int {
        let value = Int32(truncatingIfNeeded: try unsigned(4))
        guard value >= 0 else { throw error("the number of a \(what) is negative", at: offset - 4) }
        return Int(value)
    }

    private mutating func integer64() throws(CompiledChunkError) -> Int64 { Int64(bitPattern: try unsigned(8)) }

    private mutating func unsigned(_ width: Int) throws(CompiledChunkError) -> UInt64 {
        var value: UInt64 = 0
        for position in 0..<width { value |= UInt64(try byte()) << UInt64(position * 8) }
        return value
    }

    private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    private func error(_ message: String, at offset: Int) -> CompiledChunkError {
        CompiledChunkError(message: message, offset: offset)
    }
}
