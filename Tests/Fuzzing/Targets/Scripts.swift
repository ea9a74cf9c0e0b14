import Lua

extension FuzzTarget {
    /// What Lua reads, runs, and hands over.
    static let scripts = [luaText, luaProgram, luaValues]

    private static let luaText = FuzzTarget(
        "lua-text", "a text of Lua: read, compiled, taken apart, run", mostBytes: 1024
    ) {
        bytes throws(Breach) in
        let syntax = LuaSyntax(bytes)
        guard let lua = try? LuaState(limits: small), let code = try? lua.compile(bytes, named: "f.lua") else { return }
        do throws(CompiledChunkError) {
            let chunk = try CompiledChunk(code)
            _ = chunk.executableLines
        } catch {
            throw Breach(description: "what Lua compiled cannot be taken apart: \(error)")
        }
        _ = syntax?.statements.count
        try run(bytes, in: lua)
    }

    private static let luaProgram = FuzzTarget(
        "lua-program", "programs of Lua put together by a grammar", mostBytes: 256
    ) {
        bytes throws(Breach) in
        var program = LuaProgram(bytes)
        guard let lua = try? LuaState(limits: small) else { return }
        try run(Array(program.text().utf8), in: lua)
    }

    private static let luaValues = FuzzTarget("lua-values", "values that go into Lua and come back", mostBytes: 1024) {
        bytes throws(Breach) in
        var source = ByteSource(bytes)
        let value = source.luaValue(depth: 0)
        do {
            let lua = try LuaState()
            let same = try lua.load(Array("return ...".utf8), named: "same.lua")
            let answer = try lua.call(same, [value])
            try hold(answer.count == 1 && isSame(answer[0], value), "\(value) comes back as \(answer)")
        } catch let breach as Breach {
            throw breach
        } catch {
            // Too deep, or too much: that is said.
            return
        }
    }

    /// 1 MiB, 10,000 instructions, 1 second: nothing that a script does goes beyond.
    private static let small = LuaLimits(memory: 1 << 20, instructions: 10_000, seconds: 1)

    /// Runs a text with a function of the host that copies what it is given, and holds the state to its limits.
    private static func run(_ text: [UInt8], in lua: LuaState) throws(Breach) {
        var printed = 0
        lua.world.printed = { text, _, _ in printed += text.utf8.count }
        do {
            try lua.register("host") { (arguments) throws(LuaError) in
                var values: [LuaValue] = []
                for position in stride(from: 1, through: min(arguments.count, 8), by: 1) {
                    values.append(try arguments.value(position))
                }
                return values
            }
            _ = try lua.call(try lua.load(text, named: "f.lua"))
        } catch {
            // A script that fails is an outcome like another.
        }
        // The words of an error have a little room of their own.
        try hold(lua.memoryUse <= 1 << 20 + 4096, "\(lua.memoryUse) bytes in a state of 1 MiB")
        try hold(printed <= 1 << 20, "\(printed) bytes printed by one call")
        // The state serves the next call.
        guard let next = try? lua.load(Array("return 1 + 1".utf8), named: "next.lua"),
            let answer = try? lua.call(next)
        else {
            // Where the script filled its memory there may be no room for another; so says the limit.
            return
        }
        try hold(answer == [.integer(2)], "1 + 1 is \(answer)")
    }

    /// Whether a value came back: the same fields in any order, and numbers that are not numbers alike.
    private static func isSame(_ left: LuaValue, _ right: LuaValue) -> Bool {
        switch (left, right) {
        case (.number(let a), .number(let b)): a == b || a.isNaN && b.isNaN
        case (.table(let a), .table(let b)):
            a.count == b.count
                && b.allSatisfy { field in a.contains { $0.key == field.key && isSame($0.value, field.value) } }
        default: left == right
        }
    }
}
