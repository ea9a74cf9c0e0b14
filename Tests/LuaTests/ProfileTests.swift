import Lua
import Testing

/// What a profile says of scripts that call, recurse, fail, yield and are called again.
struct ProfileTests {
    private static func profile(_ text: String, calls: Int = 1) throws -> LuaProfile {
        let lua = try LuaState()
        try lua.startProfile()
        let main = try lua.load(Array(text.utf8), named: "a.lua")
        for _ in 0..<calls { _ = try? lua.call(main) }
        return lua.profile
    }

    private static func cost(_ name: String, in profile: LuaProfile) -> (own: LuaProfile.Cost, total: LuaProfile.Cost)?
    {
        profile.functions.first { $0.function.name == name }.map { ($0.own, $0.total) }
    }

    @Test func countsCallsAndInstructions() throws {
        let profile = try Self.profile(
            "local function inner() local x = 1 + 1 end\nfunction outer() for i = 1, 10 do inner() end end\nouter()",
            calls: 3)
        let (inner, outer) = (Self.cost("inner", in: profile), Self.cost("outer", in: profile))
        #expect(inner?.own.calls == 30 && outer?.own.calls == 3)
        #expect(inner?.own.instructions == 60, "LOADK and RETURN of each call")
        #expect(outer?.total.instructions == (outer?.own.instructions ?? 0) + 60)
    }

    static let chains: [(String, String, String)] = [
        ("a global", "function f() end f()", "a.lua;f a.lua:1"),
        ("a field", "local t = {} t.f = function() end t.f()", "a.lua;t.f a.lua:1"),
        ("a local", "local f = function() end f()", "a.lua;f a.lua:1"),
        ("a method", "t = {} function t:f() end t:f()", "a.lua;t:f a.lua:1"),
        ("recursion is one", "function f(n) if n > 0 then f(n - 1) end end f(50)", "a.lua;f a.lua:1"),
        ("a tail call", "function g() end function f()\nreturn g() end\nf()", "a.lua;g a.lua:1"),
        ("after an error", "function f() error('x') end pcall(f)\nfunction g() end\ng()", "a.lua;g a.lua:2"),
        (
            "in a coroutine", "function f() end\nlocal c = coroutine.create(function()\nf() end)\ncoroutine.resume(c)",
            "a.lua;resume [C];a.lua:2;f a.lua:1"
        ),
        (
            "in a callback of the library", "function f(a, b)\nreturn a < b end\ntable.sort({ 2, 1 }, f)",
            "a.lua;sort [C];f a.lua:1"
        ),
    ]
    @Test(arguments: chains) func knowsTheChain(_ name: String, _ text: String, _ chain: String) throws {
        let folded = try Self.profile(text, calls: 2).folded
        #expect(folded.split(separator: "\n").contains { $0.hasPrefix(chain + " ") }, "\(folded)")
    }

    @Test func isOfTheOutermostCallAfterAnError() throws {
        let profile = try Self.profile("function f()\nerror('x') end\nfunction g()\nf() end\ng()", calls: 5)
        #expect(profile.stacks.keys.allSatisfy { $0.count <= 6 })
        #expect(Self.cost("f", in: profile)?.own.calls == 5)
    }

    @Test func survivesDepth() throws {
        let text =
            "function g(n) if n > 0 then return 1 + f(n - 1) end return 0 end\n"
            + "function f(n) if n > 0 then return 1 + g(n - 1) end return 0 end f(5000) f(1e9)"
        let profile = try Self.profile(text)
        #expect(profile.stacks.keys.allSatisfy { $0.count <= 256 })
        #expect((Self.cost("f", in: profile)?.own.instructions ?? 0) > 10_000)
    }

    @Test func leavesLimitsAsTheyAre() throws {
        let lua = try LuaState(limits: LuaLimits(instructions: 10_000))
        try lua.startProfile()
        let error = #expect(throws: LuaError.self) {
            try lua.call(try lua.load(Array("while true do end".utf8), named: "a.lua"))
        }
        #expect(error?.code == .instructions)
        #expect(lua.profile.functions.first.map { (9_000...11_000).contains($0.own.instructions) } == true)
    }
}
