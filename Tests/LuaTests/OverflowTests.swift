import Lua
import Testing

/// Recursion without an end is a stack overflow with file and line, whatever runs out first; memory is short where the
/// allocator refused a block, and not where a text says so.
struct OverflowTests {
    struct Recursion: Sendable, CustomTestStringConvertible {
        let testDescription, script: String
        init(_ name: String, _ script: String) { (testDescription, self.script) = (name, "\n" + script) }
    }

    static let recursions = [
        Recursion("function", "local function f(n) return 1 + f(n) end f(1)"),
        Recursion(
            "two functions", "local g local function f() return 1 + g() end g = function() return 1 + f() end f()"),
        Recursion("function with tables", "local function f(t) return 1 + f({ t, {} }) end f()"),
        Recursion(
            "function with many locals",
            "local function f(...) local a, b, c, d, e, f2 = ... return 1 + f(1, 2, 3, 4, 5, 6, 7, 8, 9) end f()"),
        Recursion(
            "function in a coroutine", "coroutine.wrap(function() local function f() return 1 + f() end f() end)()"),
        Recursion("string.gsub", "local function f() return (('x'):gsub('x', f)) end f()"),
        Recursion(
            "string.gsub by tables",
            "local t = {} setmetatable(t, { __index = function() return (('x'):gsub('x', t)) end }) return t.y"),
        Recursion("table.sort", "local function f() table.sort({ 2, 1 }, f) end f()"),
        Recursion(
            "__index",
            "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k + 1] end return t[1]"),
        Recursion(
            "__concat",
            "local mt = {} mt.__concat = function(a, b) return a .. b end return setmetatable({}, mt) .. 'x'"),
        Recursion(
            "__tostring",
            "local mt = {} mt.__tostring = function(t) return tostring(t) .. 'x' end tostring(setmetatable({}, mt))"),
        Recursion("coroutine.wrap", "local function f() return coroutine.wrap(f)() end f()"),
        Recursion(
            "error handlers",
            "local function h() error('x') end xpcall(error, h) local ok, why = xpcall(error, h) error(why, 0)"),
        Recursion("require", "local function f() return 1 + f() end require = f require()"),
    ]

    @Test(arguments: recursions) func isAStackOverflow(_ recursion: Recursion) throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 0))
        let error = #expect(throws: LuaError.self) {
            try lua.call(try lua.load(Array(recursion.script.utf8), named: "x.lua"))
        }
        #expect(error?.code == .runtime)
        #expect(error?.message.contains("stack overflow") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("x.lua:2: ") == true, "\(error?.message ?? "")")
        #expect(try lua.call(try lua.load(Array("return 1".utf8), named: "y.lua")) == [.integer(1)])
    }

    @Test func isOneForTheScriptToo() throws {
        let text = """
            local function f() return 1 + f() end
            local ok, why = pcall(f)
            local ok2, why2 = coroutine.resume(coroutine.create(f))
            return why, why2, why:find('stack overflow', 1, true) ~= nil
            """
        let lua = try LuaState()
        #expect(
            try lua.call(try lua.load(Array(text.utf8), named: "x.lua")) == [
                .text("x.lua:1: stack overflow"), .text("x.lua:1: stack overflow"), .boolean(true),
            ])
    }

    @Test(arguments: [
        "error('not enough memory')", "error('not enough memory', 0)",
        "error('not enough memory for buffer allocation')",
        "local t = 'not enough memory' return t.x.y",
        "error(setmetatable({}, { __tostring = function() return 'not enough memory' end }))",
        "local ok, why = pcall(string.rep, 'x', 1 << 30) error(why, 0)",
    ])
    func wordsAreNoShortage(_ script: String) throws {
        let lua = try LuaState()
        let error = #expect(throws: LuaError.self) { try lua.call(try lua.load(Array(script.utf8), named: "x.lua")) }
        #expect(error?.code == .runtime, "\(String(describing: error))")
    }

    @Test(arguments: [
        "string.rep('x', 1 << 30)", "local t = {} for i = 1, 1e9 do t[i] = {} end",
        "local s = 'x' while true do s = s .. s end",
        "local t = {} for i = 1, 1e9 do t[i] = i end",
        "local t = {} for i = 1, 1e9 do t[#t + 1] = ('x'):rep(1000) .. i end",
        "string.pack('c2000000000', 'x')", "table.concat({ ('x'):rep(3000000), ('x'):rep(3000000) })",
        "string.gsub(('x'):rep(1000000), 'x', ('y'):rep(100))",
        "local t = {} for i = 1, 250 do t[i] = 'local a' .. i end while true do t[#t + 1] = load('return {' .. ('1,'):rep(1000) .. '}') end",
    ])
    func aRefusedBlockIsAShortage(_ script: String) throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 0, seconds: 60))
        let error = #expect(throws: LuaError.self) { try lua.call(try lua.load(Array(script.utf8), named: "x.lua")) }
        #expect(
            error?.code == .memory && error?.message == "x.lua:1: not enough memory", "\(String(describing: error))")
        #expect(try lua.call(try lua.load(Array("return 1".utf8), named: "y.lua")) == [.integer(1)])
    }

    @Test func tellsTheHostWhatAScriptCaught() throws {
        let lua = try LuaState()
        func caught(_ script: String) throws -> Bool {
            try lua.call(try lua.load(Array("pcall(function() \(script) end)".utf8), named: "x.lua"))
            return lua.hasCaughtShortage
        }
        #expect(try caught("string.rep('x', 1 << 30)"))
        #expect(try !caught("error('not enough memory')"))
        #expect(try !caught("local function f() return 1 + f() end f()"))
    }
}
