import Lua
import Testing

/// Values across the border, host functions, and going back to an earlier heap.
struct LuaStateTests {
    private func run(_ text: String, _ arguments: [LuaValue] = [], in lua: LuaState) throws -> [LuaValue] {
        try lua.call(try lua.load(Array(text.utf8), named: "x.lua"), arguments)
    }

    @Test(arguments: [
        LuaValue.nil, .boolean(true), .integer(.max), .integer(.min), .number(1.5), .text(""), .text("é\0x"),
        .string(LuaString([0xFF, 0, 0xFE])), .list([.integer(1), .text("b")]),
        .table([LuaField(key: .integer(0), value: .table([LuaField(key: .text("k"), value: .number(2))]))]),
    ])
    func carriesAValueBothWays(_ value: LuaValue) throws {
        let lua = try LuaState()
        #expect(try run("return ...", [value], in: lua) == [value])
    }

    @Test func refusesATableWithoutEnd() throws {
        let lua = try LuaState()
        let error = #expect(throws: LuaError.self) { try run("local t = {} t.t = t return t", in: lua) }
        #expect(error?.message == "the table is nested too deep")
    }

    @Test func callsSwiftAndRaisesItsErrorsInLua() throws {
        let lua = try LuaState()
        try lua.register("add", in: "host") { (arguments) throws(LuaError) in
            [.integer(try arguments.integer(1) + arguments.integer(2))]
        }
        #expect(try run("return host.add(2, 3), (pcall(host.add, 2))", in: lua) == [.integer(5), .boolean(false)])
        let error = #expect(throws: LuaError.self) { try run("\nhost.add(1, 'x')", in: lua) }
        #expect(error?.message == "x.lua:2: bad argument #2 (an integer expected, got string)")
        #expect(error?.traceback.contains("x.lua:2") == true)
    }

    /// Whatever a call with a text ends with, it leaves nothing on the stack: that would not fit for long.
    @Test(arguments: [
        ("return 68", Int64(68)), ("return '68'", 68), ("return 'x'", nil), ("return {}", nil), ("return", nil),
        ("error('no')", nil), ("error({})", nil), ("value.x = 1", nil),
    ]) func leavesNothingOfAText(_ body: String, _ code: Int64?) throws {
        let lua = try LuaState(limits: LuaLimits(memory: 512 << 10))
        let text = "local t = { seen = '' } function t.write(a, b, c, d, value) t.seen = value \(body) end return t"
        let table = try lua.callKeeping(try lua.load(Array(text.utf8), named: "x.lua"))
        let name = try lua.keepName("write")
        for number in 0..<30_000 {
            let text = LuaScalar.text("é\0 \(number % 7)")
            var answer: Int64?
            do { answer = try LuaCall(name, of: table.slot, 1, 2, 3, flag: true, text, in: lua).code } catch {
                guard body.contains("error") || body.contains("value") else { throw error }
            }
            guard answer == code else { return #expect(answer == code, "call \(number)") }
        }
        #expect(try lua.field("seen", of: table) == .text("é\0 4"))
        #expect(try lua.call(try lua.load(Array("return 1".utf8), named: "y.lua")) == [.integer(1)])
    }

    @Test func goesBackToTheSnapshot() throws {
        let lua = try LuaState()
        _ = try run("list = { 1, 2 } function add() list[#list + 1] = 0 return #list end", in: lua)
        guard case .function(let add) = try lua.global("add") else { return #expect(Bool(false)) }
        try lua.snapshot()
        for _ in 1...3 {
            _ = try run("leak = string.rep('x', 100000) for i = 1, 1000 do list[#list + 1] = {} end", in: lua)
            #expect(try lua.call(add) == [.integer(1003)])
            try lua.restore()
            #expect(try run("return #list, leak", in: lua) == [.integer(2), .nil])
            try lua.restore()
            #expect(try lua.call(add) == [.integer(3)])
            try lua.restore()
        }
    }

    @Test func goesBackToASnapshotBelow() throws {
        let lua = try LuaState()
        #expect(throws: LuaError.self) { try lua.snapshotAbove() }
        _ = try run("list = { 1 }", in: lua)
        try lua.snapshot()
        #expect(throws: LuaError.self) { try lua.dropSnapshot() }
        for _ in 1...3 {
            _ = try run("big = string.rep('x', 300000) list[2] = 2", in: lua)
            let above = try lua.keepGlobal("list")
            try lua.snapshotAbove()
            _ = try run("for i = 3, 9 do list[i] = i end", in: lua)
            try lua.snapshotAbove()
            _ = try run("list, big = nil, nil collectgarbage()", in: lua)
            try lua.restore()
            #expect(try run("return #list, #big", in: lua) == [.integer(9), .integer(300_000)])
            try lua.dropSnapshot()
            #expect(try run("return #list, #big", in: lua) == [.integer(2), .integer(300_000)])
            _ = try run("list[3] = 3", in: lua)
            try lua.restore()
            #expect(try run("return #list", in: lua) == [.integer(2)])
            #expect(try lua.call(lua.load(Array("return #...".utf8), named: "x"), [.kept(above)]) == [.integer(2)])
            try lua.dropSnapshot()
            #expect(try run("return #list, big", in: lua) == [.integer(1), .nil])
        }
        _ = try run("for i = 1, 1e4 do list[i] = { i } end collectgarbage()", in: lua)
        try lua.restore()
        #expect(try run("return #list", in: lua) == [.integer(1)])
    }

    @Test func freesItsHostFunctions() throws {
        final class Token {}
        weak var token: Token?
        do {
            let lua = try LuaState()
            let held = Token()
            token = held
            try lua.register("f") { (_) throws(LuaError) in withExtendedLifetime(held) { [] } }
            _ = try run("f()", in: lua)
        }
        #expect(token == nil)
    }

    @Test func collectsWhatIsNotUsed() throws {
        let lua = try LuaState(limits: LuaLimits(memory: 1 << 20))
        _ = try run("for i = 1, 100000 do local s = string.rep(tostring(i), 20) local t = { s } end", in: lua)
        #expect(lua.memoryUse < 1 << 20)
    }
}
