import Lua
import Testing

/// States that begin from one image share an address, and nothing else.
struct ImageTests {
    private static let script = """
        local own = { name = "image", calls = 0 }
        words = { "kept" }
        function step(text) own.calls = own.calls + 1 words[#words + 1] = text return own.calls, #words end
        function tell() return whoami() .. " " .. table.concat(words, ",") end
        function draw() return math.random(1000000000) end
        function litter(count) local t for i = 1, count do t = { tostring(i), { i } } end return #t[1] end
        function fail(text) error(text) end
        """

    /// A state with the script and a function of the host, and its image.
    private static func image() throws -> LuaImage {
        let lua = try LuaState()
        try lua.register("whoami") { _ in [.text("image")] }
        try lua.call(try lua.load(Array(script.utf8), named: "x.lua"))
        return try LuaImage(of: lua)
    }

    private static func state(_ name: String, _ image: LuaImage, seed: UInt64 = 7) throws -> LuaState {
        let lua = try LuaState(from: image, seed: seed)
        lua.provide { _ in [.text(name)] }
        return lua
    }

    private static func call(_ name: String, _ arguments: [LuaValue] = [], in lua: LuaState) throws -> [LuaValue] {
        guard case .function(let function) = try lua.global(name) else { throw LuaError(.missing, name) }
        return try lua.call(function, arguments)
    }

    @Test func keepsWhatEachDoesToItself() throws {
        let image = try Self.image()
        let states = try (0..<5).map { try Self.state("state \($0)", image) }
        for turn in 1...40 {
            for (place, lua) in states.enumerated() where turn <= 10 * place {
                #expect(
                    try Self.call("step", [.text("\(place)")], in: lua) == [
                        .integer(Int64(turn)), .integer(Int64(turn + 1)),
                    ])
            }
        }
        for (place, lua) in states.enumerated() {
            let words = (["kept"] + Array(repeating: "\(place)", count: 10 * place)).joined(separator: ",")
            #expect(try Self.call("tell", in: lua) == [.text("state \(place) \(words)")])
        }
        #expect(try Self.call("tell", in: try Self.state("late", image)) == [.text("late kept")])
    }

    @Test func collectsItsOwnGarbage() throws {
        let image = try Self.image()
        let (busy, idle) = (try Self.state("busy", image), try Self.state("idle", image))
        let before = idle.memoryUse
        for _ in 0..<20 {
            _ = try Self.call("litter", [.integer(20_000)], in: busy)
            _ = try Self.call("tell", in: idle)
        }
        #expect(busy.memoryUse < 1 << 20)
        #expect(idle.memoryUse < before + 32 << 10)
        busy.collect()
        #expect(try Self.call("tell", in: busy) == [.text("busy kept")])
    }

    @Test func drawsItsOwnRandomNumbers() throws {
        let image = try Self.image()
        let states = try [1, 1, 2].map { try Self.state("", image, seed: $0) }
        let drawn = try states.map { lua in try (0..<3).map { _ in try Self.call("draw", in: lua) } }
        #expect(drawn[0] == drawn[1] && drawn[0] != drawn[2])
        #expect(states.map(\.hasDrawnRandomNumbers) == [true, true, true])
        #expect(try Self.state("", image, seed: 3).hasDrawnRandomNumbers == false)
    }

    @Test func tellsEachItsOwnError() throws {
        let image = try Self.image()
        let states = try ["a", "b"].map { try Self.state($0, image) }
        for (lua, text) in zip(states, ["first", "second"]) {
            let error = #expect(throws: LuaError.self) { try Self.call("fail", [.text(text)], in: lua) }
            #expect(error?.message == "x.lua:7: \(text)")
        }
        #expect(try Self.call("tell", in: states[0]) == [.text("a kept")])
    }

    /// References of the image are good in all states, those of a state in it alone; both go when they go.
    @Test func keepsReferences() throws {
        let origin = try LuaState()
        let table = try origin.callKeeping(try origin.load(Array("return { n = 1 }".utf8), named: "x.lua"))
        let image = try LuaImage(of: origin)
        let first = try LuaState(from: image, seed: 0)
        let change = try first.load(Array("local t = ... t.n = t.n + 1 return t".utf8), named: "y.lua")
        var own: LuaReference? = try first.callKeeping(change, [.kept(table)])
        #expect(try first.field("n", of: table) == .integer(2) && own != nil)
        let second = try LuaState(from: image, seed: 0)
        #expect(try second.field("n", of: table) == .integer(1))
        own = nil
        #expect(try first.field("n", of: table) == .integer(2))
    }

    /// They come and go in any order, and what is left goes on.
    @Test func outlivesTheOthers() throws {
        let image = try Self.image()
        var states: [LuaState] = []
        for turn in 0..<300 {
            states.append(try Self.state("\(turn)", image))
            _ = try Self.call("step", [.text("x")], in: states[turn % states.count])
            if turn % 3 == 0 { states.remove(at: turn * 7 % states.count) }
            if let last = states.last { _ = try Self.call("tell", in: last) }
        }
        states = [states[10]]
        #expect(try Self.call("tell", in: states[0]).first?.text?.contains("kept") == true)
    }

    @Test func keepsNoSnapshotBesideAnImage() throws {
        let image = try Self.image()
        let lua = try Self.state("", image)
        #expect(throws: LuaError.self) { try lua.snapshot() }
        let other = try LuaState()
        try other.snapshot()
        #expect(throws: LuaError.self) { try LuaImage(of: other) }
    }

    /// After a rest it has all that it had.
    @Test func restsAndGoesOn() throws {
        let image = try Self.image()
        let lua = try Self.state("rested", image)
        for turn in 1...5 {
            _ = try Self.call("step", [.text("\(turn)")], in: lua)
            lua.rest()
        }
        #expect(try Self.call("tell", in: lua) == [.text("rested kept,1,2,3,4,5")])
    }
}
