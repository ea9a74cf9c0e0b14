import Lua
import Testing

/// What leaves a state has bounds of its own: a value with what it expands to, and what one call gives out.
struct OutletTests {
    private static let limits = LuaLimits(memory: 32 << 20, answer: 4 << 20, emission: 2 << 20)

    private func call(_ text: String, _ change: (LuaState) throws -> Void = { _ in }) throws -> [LuaValue] {
        let lua = try LuaState(limits: Self.limits)
        try change(lua)
        return try lua.call(try lua.load(Array(text.utf8), named: "x.lua"))
    }

    struct Large: Sendable, CustomTestStringConvertible {
        let testDescription, script: String
        init(_ name: String, _ script: String) { (testDescription, self.script) = (name, script) }
    }

    static let answers = [
        Large("one string", "return ('x'):rep(5 << 20)"),
        Large("500 references", "local s, t = ('x'):rep(3000000), {} for i = 1, 500 do t[i] = s end return t"),
        Large("5,000 references", "local s, t = ('x'):rep(3000000), {} for i = 1, 5000 do t[i] = s end return t"),
        Large("references as keys", "local t = {} for i = 1, 5 do t[('x'):rep(1000000) .. i] = 1 end return t"),
        Large("tables of tables", "local t = { ('x'):rep(1000) } for i = 1, 20 do t = { t, t } end return t"),
        Large("many values", "local t = {} for i = 1, 200000 do t[i] = i end return t"),
        Large(
            "many results", "local s, t = ('x'):rep(3000000), {} for i = 1, 5000 do t[i] = s end return table.unpack(t)"
        ),
    ]

    @Test(arguments: answers) func refusesAnAnswer(_ large: Large) throws {
        let error = #expect(throws: LuaError.self) { try call(large.script) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message == "x.lua:0: a value that leaves Lua may have 4194304 bytes at most")
    }

    @Test(arguments: answers) func refusesAnArgumentOfAHostFunction(_ large: Large) throws {
        let script = "local value = (function() \(large.script) end)() outside(value)"
        var seen = 0
        do throws(LuaError) {
            let lua = try LuaState(limits: Self.limits)
            try lua.register("outside") { (arguments) throws(LuaError) in
                _ = try arguments.value(1)
                seen += 1
                return []
            }
            try lua.call(try lua.load(Array(script.utf8), named: "x.lua"))
        } catch {
            #expect(error.message == "x.lua:1: a value that leaves Lua may have 4194304 bytes at most")
        }
        // Of many results the first alone is an argument.
        #expect(seen == (large.testDescription == "many results" ? 1 : 0))
    }

    @Test func namesTheFunctionThatAnswers() throws {
        let lua = try LuaState(limits: Self.limits)
        let text = "\nlocal t = {}\nfunction t.read() return 69, 'String', ('x'):rep(5 << 20) end\nreturn t"
        let table = try lua.callKeeping(try lua.load(Array(text.utf8), named: "x.lua"))
        let name = try lua.keepName("read")
        let error = #expect(throws: LuaError.self) {
            _ = try LuaCall(name, of: table.slot, 0, 0, flag: true, in: lua).third()
        }
        #expect(error?.message == "x.lua:3: a value that leaves Lua may have 4194304 bytes at most")
    }

    @Test func countsThePrintsOfACall() throws {
        var lines = 0
        let error = #expect(throws: LuaError.self) {
            try call("while true do print('x') end") { $0.world.printed = { _, _, _ in lines += 1 } }
        }
        #expect(error?.message == "x.lua:1: one call may give out 10000 lines and URCs at most")
        #expect(lines == 10000)
    }

    @Test func countsTheBytesOfACall() throws {
        var bytes = 0
        let error = #expect(throws: LuaError.self) {
            try call("local s = ('x'):rep(300000) while true do print(s) end") {
                $0.world.printed = { text, _, _ in bytes += text.utf8.count }
            }
        }
        #expect(error?.message == "x.lua:1: one call may give out 2097152 bytes of lines and URCs at most")
        #expect(bytes == 1_800_000)
    }

    @Test func countsAllCallsWithinOne() throws {
        var bytes = 0
        let error = #expect(throws: LuaError.self) {
            let lua = try LuaState(limits: LuaLimits(emission: 1000))
            lua.world.printed = { text, _, _ in bytes += text.utf8.count }
            let inner = try lua.load(Array("print(('x'):rep(900))".utf8), named: "inner.lua")
            try lua.register("outside") { (_) throws(LuaError) in try lua.call(inner) }
            try lua.call(try lua.load(Array("while true do outside() end".utf8), named: "x.lua"))
        }
        #expect(
            error?.message
                == "x.lua:1: inner.lua:1: all calls within one may give out 4000 bytes of lines and URCs at most, 64 for each"
        )
        #expect(bytes == 3600)
    }

    @Test func cutsMessages() throws {
        let error = #expect(throws: LuaError.self) { try call("error(('x'):rep(3000000), 0)") }
        #expect(error?.message == String(repeating: "x", count: 2000) + "... (3000000 bytes)")
        let named = #expect(throws: LuaError.self) {
            try call("local t = nil; t.\(String(repeating: "x", count: 100_000))()")
        }
        #expect(named?.message.utf8.count ?? 0 < 2100)
        let deep = #expect(throws: LuaError.self) {
            try call("local function f(n) if n == 0 then error('deep') end return 1 + f(n - 1) end f(10000)")
        }
        #expect(deep?.traceback.split(separator: "\n").count == 23)
    }

    @Test func countsNoLinesOfChunksThatAScriptNames() throws {
        let lua = try LuaState()
        lua.countLines()
        let text = "for i = 1, 1000 do load(('\\n'):rep(100) .. 'x = 1', '@made' .. i)() end"
        try lua.call(try lua.load(Array(text.utf8), named: "x.lua"))
        #expect(lua.lineCounts(of: "made1").isEmpty && lua.lineCounts(of: "x.lua")[0] > 1000)
    }
}
