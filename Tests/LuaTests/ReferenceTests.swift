import Lua
import Testing

/// A reference keeps its value as long as it lives, and lets go of it wherever it dies.
struct ReferenceTests {
    /// A state in which `make()` answers a table, and `count()` how many of those are still there.
    private static func state() throws -> LuaState {
        let lua = try LuaState()
        let script = """
            local seen = setmetatable({}, { __mode = "k" })
            function make(name) local t = { name = name } seen[t] = true return t end
            function count() collectgarbage() local n = 0 for _ in pairs(seen) do n = n + 1 end return n end
            """
        try lua.call(try lua.load(Array(script.utf8), named: "x.lua"))
        return lua
    }

    private static func function(_ name: String, _ lua: LuaState) throws -> LuaFunction {
        guard case .function(let function) = try lua.global(name) else {
            throw LuaError(.runtime, "\(name) is gone")
        }
        return function
    }

    private static func make(_ name: String, in lua: LuaState) throws -> LuaReference {
        try lua.callKeeping(try function("make", lua), [.text(name)])
    }

    private static func count(in lua: LuaState) throws -> Int64? {
        try lua.call(try function("count", lua)).first?.integer
    }

    @Test func goesWithItsLastCopy() throws {
        let lua = try Self.state()
        var first: LuaReference? = try Self.make("a", in: lua)
        var values: [LuaValue] = [.kept(try Self.make("b", in: lua))]
        var copy = first
        #expect(try Self.count(in: lua) == 2)
        first = nil
        #expect(try Self.count(in: lua) == 2)
        #expect(copy != nil)
        copy = nil
        #expect(try Self.count(in: lua) == 1)
        values = []
        #expect(try Self.count(in: lua) == 0 && values.isEmpty)
    }

    @Test func goesWhileLuaRuns() throws {
        let lua = try Self.state()
        var kept: [LuaReference] = []
        for number in 0..<50 { kept.append(try Self.make("\(number)", in: lua)) }
        try lua.register("forget") { (_) throws(LuaError) in
            kept.removeLast()
            return []
        }
        let text = "for i = 1, 50 do forget() collectgarbage('step', 1000) end return count()"
        // The values go at the entry after the one that runs.
        #expect(try lua.call(try lua.load(Array(text.utf8), named: "x.lua")) == [.integer(50)])
        #expect(try Self.count(in: lua) == 0)
    }

    @Test func outlivesTheState() throws {
        var value: LuaValue?
        do {
            let lua = try Self.state()
            value = .kept(try Self.make("a", in: lua))
        }
        #expect(value?.typeName == "userdata")
        value = nil
    }

    @Test func goesOnAnotherThread() async throws {
        let lua = try Self.state()
        for _ in 0..<20 {
            var values = [LuaValue]()
            for _ in 0..<20 { values.append(.kept(try Self.make("a", in: lua))) }
            let threads = values.map { value in Task.detached { value.typeName } }
            values = []
            #expect(try #require(try Self.count(in: lua)) <= 20)
            for thread in threads { _ = await thread.value }
            // A thread may hold its value a little longer than it answers.
            for _ in 0..<100_000 where try Self.count(in: lua) != 0 { await Task.yield() }
        }
        #expect(try Self.count(in: lua) == 0)
    }

    @Test func ofALaterMomentTakesNothingWithIt() throws {
        let lua = try Self.state()
        let early = try Self.make("early", in: lua)
        try lua.snapshot()
        var late: [LuaReference] = []
        for _ in 0..<10 { late.append(try Self.make("late", in: lua)) }
        try lua.restore()
        var fresh: [LuaReference] = []
        for number in 0..<10 { fresh.append(try Self.make("\(number)", in: lua)) }
        // They have the numbers of the late ones now.
        late = []
        #expect(try Self.count(in: lua) == 11)
        for (number, reference) in fresh.enumerated() {
            #expect(try lua.field("name", of: reference) == .text("\(number)"))
        }
        #expect(try lua.field("name", of: early) == .text("early"))
        try lua.snapshot()
        fresh.removeLast(5)
        try lua.restore()
        #expect(try Self.count(in: lua) == 6)
    }

    @Test func isTakenByCalls() throws {
        let lua = try Self.state()
        let table = try Self.make("a", in: lua)
        let name = try lua.load(Array("return (...).name, select('#', ...)".utf8), named: "x.lua")
        #expect(try lua.call(name, [.kept(table), .nil, .text("b"), .list([])]) == [.text("a"), .integer(4)])
        #expect(try lua.call(name, [.kept(table)] + Array(repeating: .integer(1), count: 200)).last == .integer(201))
    }
}
