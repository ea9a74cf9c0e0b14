import Lua
import Testing

/// `__gc` runs under the limits, in the script's next `setmetatable` or `collectgarbage`.
struct FinalizerTests {
    private func run(_ text: String) throws -> [LuaValue] {
        let lua = try LuaState()
        return try lua.call(try lua.load(Array(text.utf8), named: "x.lua"))
    }

    @Test func finalizesInLuasOrder() throws {
        let text = """
            local order = {}
            local function make(i) setmetatable({ i }, { __gc = function(o) order[#order + 1] = o[1] end }) end
            for i = 1, 3 do make(i) end
            collectgarbage() collectgarbage()
            return table.concat(order, ' ')
            """
        #expect(try run(text) == [.text("3 2 1")])
    }

    @Test func finalizesWhatIsGarbageByAndBy() throws {
        let text = """
            local count = 0
            local mt = { __gc = function() count = count + 1 end }
            for i = 1, 10000 do setmetatable({}, mt) end
            return count > 5000
            """
        #expect(try run(text) == [.boolean(true)])
    }

    @Test func keepsWhatIsAlive() throws {
        let text = """
            local count = 0
            local mt = { __gc = function() count = count + 1 end }
            local kept = setmetatable({}, mt)
            kept.self = kept
            collectgarbage() collectgarbage()
            local before = count
            kept = nil
            collectgarbage() collectgarbage()
            return before, count
            """
        #expect(try run(text) == [.integer(0), .integer(1)])
    }

    @Test func givesLifeBackOnce() throws {
        let text = """
            local count, back = 0, nil
            local mt = { __gc = function(o) count, back = count + 1, o end }
            local function make() setmetatable({ 'x' }, mt) end
            make()
            collectgarbage() collectgarbage()
            local value = back[1]
            back = nil
            collectgarbage() collectgarbage()
            return value, count, back
            """
        #expect(try run(text) == [.text("x"), .integer(1), .nil])
    }

    @Test func leavesTheMetatableAsItIs() throws {
        let text = """
            local mt = { __gc = 5, __index = { y = 2 } }
            local o = setmetatable({}, mt)
            mt.__gc = nil
            return getmetatable(o) == mt, o.y
            """
        #expect(try run(text) == [.boolean(true), .integer(2)])
    }

    @Test func comesBackWithTheHeap() throws {
        let lua = try LuaState()
        try lua.call(
            try lua.load(
                Array("count = 0 o = setmetatable({}, { __gc = function() count = count + 1 end })".utf8),
                named: "x.lua"))
        try lua.snapshot()
        let collect = try lua.load(Array("o = nil collectgarbage() collectgarbage() return count".utf8), named: "y.lua")
        try lua.snapshot()
        for _ in 1...3 {
            #expect(try lua.call(collect) == [.integer(1)])
            try lua.restore()
        }
    }
}
