import Lua
import Testing

/// What a script finds in its globals, and what it does not.
struct SandboxTests {
    private func run(_ text: String, in lua: LuaState? = nil) throws -> [LuaValue] {
        let lua = try lua ?? LuaState()
        return try lua.call(try lua.load(Array(text.utf8), named: "x.lua"))
    }

    @Test(arguments: [
        "io", "debug", "package", "dofile", "loadfile", "loadstring", "os.execute", "os.exit", "os.getenv", "os.remove",
        "os.rename", "os.tmpname", "os.setlocale", "string.dump", "module", "utils", "coap",
    ])
    func lacks(_ name: String) throws {
        #expect(try run("return \(name)") == [.nil])
    }

    @Test(arguments: [
        "os.time", "os.date", "os.clock", "os.difftime", "string.format", "string.pack", "table.concat", "math.floor",
        "utf8.char", "coroutine.wrap", "load", "print", "require", "pcall", "setmetatable", "collectgarbage",
    ])
    func has(_ name: String) throws {
        #expect(try run("return type(\(name))") == [.text("function")])
    }

    struct Escape: Sendable, CustomTestStringConvertible {
        let testDescription, script: String
        let answer: LuaValue
        init(_ name: String, _ script: String, _ answer: LuaValue) {
            (testDescription, self.script, self.answer) = (name, script, answer)
        }
    }

    static let escapes = [
        Escape("load of bytecode", "return (load('\\27Lua'))", .nil),
        Escape(
            "load of bytecode by pieces",
            "local n = 0 return (load(function() n = n + 1 if n == 1 then return '\\27Lua' end end))", .nil),
        Escape("load of bytecode, asked for", "return (load('\\27Lua', 'x', 'b'))", .nil),
        Escape("load sees the sandbox", "return load('return io')()", .nil),
        Escape("load with an environment", "return load('return x', 'x', 't', { x = 7 })()", .integer(7)),
        Escape(
            "load by pieces",
            "local p = { 'return ', '4', '2' } local i = 0 return load(function() i = i + 1 return p[i] end)()",
            .integer(42)),
        Escape("string metatable", "return getmetatable('').__index == string and string.dump", .nil),
        Escape("environment of a function", "return _G.debug or _ENV.package", .nil),
        Escape("require of a library", "return (pcall(require, 'io'))", .boolean(false)),
        Escape("require of a path", "return (pcall(require, '../../etc/passwd'))", .boolean(false)),
        Escape(
            "globals of the library table", "for k in pairs(_G) do if k == 'io' then return k end end return 0",
            .integer(0)),
    ]

    @Test(arguments: escapes) func doesNotEscape(_ attempt: Escape) throws {
        #expect(try run(attempt.script) == [attempt.answer])
    }

    @Test func timeIsTheHosts() throws {
        let lua = try LuaState()
        lua.world.unixTime = { 1_000_000_000 }
        lua.world.processorTime = { 1.5 }
        #expect(
            try run("return os.time(), os.clock(), os.date('!%Y-%m-%d %H:%M:%S'), os.date('%H')", in: lua)
                == [.integer(1_000_000_000), .number(1.5), .text("2001-09-09 01:46:40"), .text("01")])
        #expect(
            try run("return os.time { year = 2001, month = 9, day = 9, hour = 1, min = 46, sec = 40 }")
                == [.integer(1_000_000_000)])
        #expect(try run("return os.time { year = 1969, month = 14, day = 31 }") == [.integer(5_313_600)])
        #expect(try run("return os.date('!*t', 86400).day") == [.integer(2)])
    }

    @Test func randomNumbersFollowTheSeed() throws {
        func draw(_ seed: UInt64) throws -> [LuaValue] {
            try run(
                "return math.random(1000000), math.random(3, 4), math.random()",
                in: LuaState(limits: LuaLimits(seed: seed)))
        }
        #expect(try draw(1) == draw(1))
        #expect(try draw(1) != draw(2))
    }

    @Test func printsGoToTheHost() throws {
        let lua = try LuaState()
        var lines: [String] = []
        lua.world.printed = { text, file, line in lines.append("\(file):\(line): \(text)") }
        _ = try run("\nprint('a', 1, nil, setmetatable({}, { __tostring = function() return 'T' end }))", in: lua)
        #expect(lines == ["x.lua:2: a\t1\tnil\tT"])
    }

    @Test func requireFindsWhatTheHostGives() throws {
        let lua = try LuaState()
        lua.world.module = { name in
            name == "helper" ? (Array("n = (n or 0) + 1 return { name = ... }".utf8), "helper.lua") : nil
        }
        #expect(
            try run("return require('helper').name, require('helper') == require('helper'), n", in: lua)
                == [.text("helper"), .boolean(true), .integer(1)])
        let error = #expect(throws: LuaError.self) { try run("require 'other'", in: lua) }
        #expect(error?.message == "x.lua:1: module 'other' not found")
    }
}
