import ObjectTesting
import Testing

/// Limits of a test: the line that is named, the words, and the memory of the runner.
struct LimitTests {
    /// Runs one test whose body begins in line 2.
    private func failure(_ body: String, _ change: (inout TestOptions) -> Void = { _ in }) throws -> TestFailure {
        let run = try RecordingReporter.run(
            "it('bad', function()\n\(body)\nend)\nit('after', function() end)", options: change)
        #expect(run["after"]?.outcome == .passed)
        return try #require(run["bad"]?.failure)
    }

    @Test(arguments: [
        "local function f(n) return 1 + f(n) end\nf(1)",
        "local function f() return (('x'):gsub('x', f)) end\nf()",
        "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k + 1] end return t[1]",
    ])
    func recursionIsAStackOverflow(_ body: String) throws {
        let failure = try failure(body)
        #expect(failure.message.contains("stack overflow"), "\(failure)")
        #expect(!failure.message.contains("memory"), "\(failure)")
        #expect(failure.place?.line == 2, "\(failure)")
    }

    @Test func showsARecursionInOneLine() throws {
        let failure = try failure("local function f() return (('x'):gsub('x', f)) end\nf()")
        #expect(failure.calls.count > 10, "\(failure)")
        let lines = failure.lines
        #expect(lines.count <= 4, "\(lines)")
        #expect(lines.contains { $0.contains("x_test.lua:2 (") && $0.hasSuffix(" times)") }, "\(lines)")
    }

    @Test func shortMemoryIsSaidWithItsLineAndItsOption() throws {
        let failure = try failure("local t = {}\nwhile true do t[#t + 1] = {} end")
        #expect(
            failure.message == "not enough memory\nthe device has 8388608 bytes; --memory sets another number",
            "\(failure)")
        #expect(failure.place?.line == 3, "\(failure)")
    }

    @Test(arguments: ["error('not enough memory')", "error('not enough memory', 0)"])
    func wordsAreNoShortage(_ body: String) throws {
        let failure = try failure(body)
        #expect(failure.message == "not enough memory", "\(failure)")
    }

    @Test func countsWhatATestGivesOut() throws {
        #expect(
            try failure("local s = ('x'):rep(2000000)\nwhile true do print(s) end").message.contains(
                "one call may give out 2097152 bytes of lines and URCs at most"))
        #expect(
            try failure("local s = ('x'):rep(2000000)\nwhile true do lua_send_urc(#s, s) end").message.contains(
                "one call may give out 2097152 bytes of lines and URCs at most"))
        let references = try failure(
            "local s, t = ('x'):rep(3000000), {}\nfor i = 1, 500 do t[i] = s end\nlua_send_urc(1, t)")
        #expect(references.message.contains("a value that leaves Lua may have 4194304 bytes at most"))
        #expect(references.place?.line == 4)
    }

    /// Also where a test swallows each refusal, and where the lines come of faults in an Object.
    @Test func keepsOfATestWhatItMay() throws {
        let run = try RecordingReporter.run(
            """
            it('prints', function()
              for i = 1, 2000 do pcall(print, ('x'):rep(100000)) end
              error('prints')
            end)
            it('faults', function()
              device.load 'object_x.lua'
              for i = 1, 30000 do pcall(function() device.host:read('/1000/0/0') end) end
              error('faults')
            end)
            """,
            files: [
                "object_x.lua": LampObject.text.replacingOccurrences(
                    of: "read(i, r, is_server)\n", with: "read(i, r, is_server)\n  do error(('x'):rep(1000)) end\n")
            ], options: { $0.timeout = 60 })
        for name in ["prints", "faults"] {
            let bytes = run[name]?.output.reduce(0) { $0 + $1.utf8.count } ?? 0
            #expect(bytes <= 8 << 20, "\(name)")
        }
        #expect(run["prints"]?.output.count == 20)
    }
}
