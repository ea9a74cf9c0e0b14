import Lua
import Randomness
import TestSupport
import Testing

struct CompiledChunkTests {
    static let source = """
        local M = {}
        function M.read(inst, res, ...)
          if inst then
            return coap.COAP_205_CONTENT, "text", 1.5, 7, nil, true
          end
          return 0
        end

        while true do
          break
        end
        goto done
        print("never")
        ::done::
        return M
        """

    @Test func takesAChunkApart() throws {
        let chunk = try CompiledChunk(LuaCompiler.compile(Self.source))
        #expect(chunk.main.isVariadic && chunk.main.firstLine == 0)
        #expect(String(decoding: chunk.main.source, as: UTF8.self).hasPrefix("@"))
        #expect(chunk.functions.count == 2)
        let read = chunk.functions[1]
        #expect(read.firstLine == 2 && read.lastLine == 7 && read.parameterCount == 2 && read.isVariadic)
        #expect(read.locals.map(\.name) == ["inst", "res"] && read.upvalues.map(\.name) == ["_ENV"])
        #expect(read.source == chunk.main.source)
        let wanted: [LuaConstant] = [
            .string(Array("coap".utf8)), .string(Array("text".utf8)), .number(1.5), .integer(7),
        ]
        for constant in wanted { #expect(read.constants.contains(constant)) }
        #expect(read.instructions[0].opcode == .test && read.instructions.last?.opcode == .return)
    }

    @Test func countsOnlyLinesThatCanRun() throws {
        let chunk = try CompiledChunk(LuaCompiler.compile(Self.source))
        // Line 7 is where the definition of `read` ends, and that runs. Lua puts a jump on the line before its word.
        #expect(chunk.executableLines.sorted() == [1, 2, 3, 4, 6, 7, 9, 15])
    }

    @Test func agreesWithTheHookOfLua() throws {
        let source = "local M = (function(...)\n" + Self.source + "\nend)()\nM.read(1)\nM.read()\n"
        let hook = """
            local lines = {}
            debug.sethook(function(_, line)
              if debug.getinfo(2, "S").short_src:find("object_x.lua", 1, true) then lines[line] = true end
            end, "l")
            coap = {}
            dofile("object_x.lua")
            debug.sethook()
            for line in pairs(lines) do print(line) end
            """
        let folder = try TemporaryFolder()
        try folder.write(source, to: "object_x.lua")
        try folder.write(hook, to: "hook.lua")
        let run = try Program.run(LuaCompiler.program("lua5.3"), ["hook.lua"], in: folder.url)
        let hit = run.standardOutput.split(separator: "\n").compactMap { Int($0) }.sorted()
        #expect(try CompiledChunk(LuaCompiler.compile(source)).executableLines.sorted() == hit)
    }

    @Test func survivesWhateverTheBytesAre() throws {
        let chunk = try LuaCompiler.compile(Self.source)
        var random = SeededSequence(seed: 7)
        for length in chunk.indices {
            #expect(throws: CompiledChunkError.self) { try CompiledChunk(Array(chunk[..<length])) }
        }
        for _ in 0..<20_000 {
            var bytes = chunk
            for _ in 0...Int(random.next() % 3) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            guard let odd = try? CompiledChunk(bytes) else { continue }
            _ = odd.executableLines
            _ = odd.uses
        }
    }

    @Test func saysWhatIsOdd() throws {
        let refusal = #expect(throws: CompiledChunkError.self) { try CompiledChunk(Array("return 1".utf8)) }
        #expect("\(try #require(refusal))" == "this is not a compiled chunk of Lua 5.3 at byte 0")
        let behind = try LuaCompiler.compile("return 1") + [0]
        #expect(throws: CompiledChunkError.self) { try CompiledChunk(behind) }
    }
}
