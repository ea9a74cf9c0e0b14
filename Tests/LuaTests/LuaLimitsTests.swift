import Lua
import Testing

/// What a script may try against its host: each ends in a clear error, in time, and the state serves the next call.
struct LuaLimitsTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription, script: String
        let code: LuaError.Code
        let message: String

        init(_ name: String, _ script: String, _ code: LuaError.Code, _ message: String) {
            (testDescription, self.script, self.code, self.message) = (name, script, code, message)
        }
    }

    static let attacks = [
        Attack(
            "endless loop", "while true do end", .instructions, "x.lua:1: the budget of 200000 instructions is used up"),
        Attack(
            "endless loop inside pcall", "while true do pcall(function() while true do end end) end", .instructions,
            "x.lua:1: the budget of 200000 instructions is used up"),
        Attack(
            "endless coroutine", "local c = coroutine.wrap(function() while true do end end) c()", .instructions,
            "x.lua:1: the budget of 200000 instructions is used up"),
        Attack(
            "endless coroutines", "while true do coroutine.wrap(function() for i = 1, 50 do end end)() end",
            .instructions,
            "x.lua:1: the budget of 200000 instructions is used up"),
        Attack("memory bomb", "local t = {} for i = 1, 1e9 do t[i] = {} end", .memory, "not enough memory"),
        Attack(
            "a string of a gigabyte", "return #string.rep('x', 1 << 30)", .memory,
            "x.lua:1: not enough memory"),
        Attack("doubling string", "local s = 'x' while true do s = s .. s end", .memory, "not enough memory"),
        Attack(
            "deep recursion", "local function f() return 1 + f() end return f()", .runtime, "x.lua:1: stack overflow"),
        Attack(
            "deep pattern", "return string.find(string.rep('(', 500), string.rep('(', 500))", .runtime,
            "x.lua:1: too many captures"),
        Attack("error that is no string", "error({})", .runtime, "(the error object is a table value)"),
        Attack("error that is nil", "error(nil)", .runtime, "(the error object is a nil value)"),
        Attack(
            "error in __tostring", "error(setmetatable({}, {__tostring = function() error 'no' end}))", .runtime,
            "(the error object is a table value that has no text)"),
        Attack(
            "error in __tostring, endless",
            "error(setmetatable({}, {__tostring = function(t) return tostring(t) end}))", .runtime,
            "(the error object is a table value that has no text)"),
        Attack(
            "error in __gc", "setmetatable({}, {__gc = function() error 'no' end}) collectgarbage()", .runtime,
            "error in __gc metamethod (x.lua:1: no)"),
        Attack(
            "table.concat of nothing", "return #table.concat({}, 'x', 1, 1e6)", .runtime,
            "x.lua:1: invalid value (nil) at index 1 in table for 'concat'"),
        Attack(
            "unpack of millions", "return select('#', table.unpack({}, 1, 1e7))", .runtime,
            "x.lua:1: too many results to unpack"),
        Attack("syntax", "x = = 1", .syntax, "x.lua:1: unexpected symbol near '='"),
        Attack("bytecode", "\u{1B}Lua", .bytecode, "x.lua: the file is compiled Lua; the module takes plain text only"),
        Attack(
            "bytecode behind a BOM", "\u{FEFF}\u{1B}Lua", .bytecode,
            "x.lua: the file is compiled Lua; the module takes plain text only"),
        Attack(
            "bytecode behind a # line", "#!/usr/bin/lua\n\u{1B}Lua", .bytecode,
            "x.lua: the file is compiled Lua; the module takes plain text only"),
    ]

    @Test(arguments: attacks) func endsWithAnError(_ attack: Attack) throws {
        let lua = try LuaState(limits: LuaLimits(memory: 2 << 20, instructions: 200_000))
        let error = #expect(throws: LuaError.self) {
            try lua.call(try lua.load(Array(attack.script.utf8), named: "x.lua"))
        }
        #expect(error?.code == attack.code)
        #expect(error?.message.hasSuffix(attack.message) == true, "\(error?.message ?? "")")
        #expect(try lua.call(try lua.load(Array("return 1 + 1".utf8), named: "y.lua")) == [.integer(2)])
    }

    @Test func stopsAScriptAtItsTimeLimit() throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 0, seconds: 0.05))
        let error = #expect(throws: LuaError.self) {
            try lua.call(
                try lua.load(Array("while true do pcall(function() while true do end end) end".utf8), named: "x.lua"))
        }
        #expect(error?.code == .timeout && error?.message == "x.lua:1: stopped after 0.05 seconds")
        #expect(try lua.call(try lua.load(Array("return 3".utf8), named: "y.lua")) == [.integer(3)])
    }

    @Test func survivesEveryFailedAllocation() throws {
        let program = Array(
            """
            local t = {} for i = 1, 20 do t[i] = { name = 'n' .. i, [i] = i * 1.5 } end
            local s = table.concat({ 'a', 'b', tostring(12.5) }, ',')
            local ok, why = pcall(error, { s })
            return coroutine.wrap(function(x) return x, outside(s) end)(s)
            """.utf8)
        let lua = try LuaState()
        try lua.register("outside") { (arguments) throws(LuaError) in [try arguments.value(1), .list([.text("x")])] }
        let base = lua.memoryUse
        var failures = 0
        for extra in stride(from: 0, to: 60_000, by: 97) {
            lua.limits.memory = base + extra
            do throws(LuaError) {
                let function = try lua.load(program, named: "sweep.lua")
                let results = try lua.call(function)
                #expect(results.count == 3)
                if extra > 30_000 { break }
            } catch {
                #expect(error.code == .memory, "\(error)")
                failures += 1
            }
        }
        #expect(failures > 5)
        lua.limits.memory = 8 << 20
        #expect(try lua.call(try lua.load(program, named: "sweep.lua")).count == 3)
    }

    /// To collect 50,000 weak keys in the worst order takes Lua 5.3 ten seconds and more, and nothing can end it.
    @Test func holdsWhatWeakTablesHold() throws {
        let lua = try LuaState(limits: LuaLimits(memory: 8 << 20, instructions: 0, seconds: 60))
        let text = """
            collectgarbage('stop')
            local mt = { __mode = 'k' }
            local w, last = setmetatable({}, mt)
            for i = 1, 50000 do w[{}] = 0 end
            for k in pairs(w) do w[k] = last or 0 last = k end
            collectgarbage()
            last = nil
            collectgarbage()
            local v = setmetatable({ {}, x = {} }, { __mode = 'v' })
            local name = next(mt)
            local count = 0
            for _ in pairs(w) do count = count + 1 end
            return count, #v, type(v.x), name, next(mt, name)
            """
        let start = ContinuousClock.now
        #expect(
            try lua.call(try lua.load(Array(text.utf8), named: "x.lua"))
                == [.integer(50_000), .integer(1), .text("table"), .text("__mode"), .nil])
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func nestedCallsHaveBudgetsOfTheirOwn() throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 100_000))
        let inner = try lua.load(Array("while true do end".utf8), named: "inner.lua")
        var codes: [LuaError.Code] = []
        try lua.register("outside") { (_) throws(LuaError) in
            do throws(LuaError) { try lua.call(inner) } catch { codes.append(error.code) }
            return []
        }
        let outer = try lua.load(Array("for i = 1, 3 do outside() end return 'done'".utf8), named: "x.lua")
        #expect(try lua.call(outer) == [.text("done")])
        #expect(codes == [.instructions, .instructions, .instructions])
    }
}
