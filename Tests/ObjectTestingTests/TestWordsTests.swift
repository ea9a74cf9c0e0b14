import ObjectTesting
import TestSupport
import Testing

/// Spies, matchers, tables of cases, soft assertions, restarts, bytes: what tests find besides describe and it.
struct TestWordsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// The body of a test.
        var text: String
        /// The failure's message, expected and actual; empty for a test that passes.
        var failure: [String]

        init(_ testDescription: String, _ text: String, _ failure: String...) {
            (self.testDescription, self.text, self.failure) = (testDescription, text, failure)
        }
    }

    static let cases = [
        Case(
            "a spy lets the function work",
            "local t = { f = function(x) return x + 1 end } local s = spy.on(t, 'f') assert.equal(3, t.f(2)) "
                + "assert.spy(s).was.called() assert.spy(t.f).was.called(1) assert.spy(s).was.called_with(2) "
                + "assert.spy(s).was_not.called_with(3) assert.spy(s).returned_with(3) s:clear() assert.spy(s).was_not_called()"
                + " s:revert() assert.is_function(t.f)"),
        Case(
            "a spy that was not called", "local s = spy.new(print) assert.spy(s).was.called()",
            "the function was not called so", "a call", "no call"),
        Case(
            "a spy that was called otherwise",
            "local s = spy.new(function() end) s('a', 1) s({ 2 }) assert.spy(s).was.called_with('b', match.is_number())",
            "the function was not called so", "a call with (\"b\", match.is_number())", "(\"a\", 1)\n({ [1] = 2 })"),
        Case(
            "a spy that was called too often",
            "local s = spy.new(function() end) s() s() assert.spy(s).called_at_most(1)",
            "the function was not called so", "at most one call", "2 calls"),
        Case(
            "matchers",
            "local s = spy.new(function() end) s('text', 21.5, nil, { 1 }) "
                + "assert.spy(s).was.called_with(match._, match.is_near(21, 1), match.is_nil(), match.is_same({ 1 })) "
                + "assert.spy(s).was.called_with(match.matches('^te'), match.is_not.equal(3), match._, match.is_not_string()) "
                + "assert.spy(s).was.called_with(match.is_all_of(match.is_string(), match.is_not.equal('x')), match._, match._, "
                + "match.is_any_of(1, match.is_table()))"),
        Case(
            "a stub of a binding of the module",
            "stub(_G, 'lua_modem_get_imei', '123') assert.equal('123', lua_modem_get_imei()) "
                + "assert.stub(lua_modem_get_imei).was.called(1)"),
        Case(
            "what a stub does",
            "local s = stub.new() s.returns(1, 2) assert.same({ 1, 2 }, { s() }) s.on_call_with('x').returns(5) "
                + "assert.equal(5, s('x')) assert.equal(1, s('y')) s.by_default.invokes(function(a) return a .. 'z' end) "
                + "assert.equal('yz', s('y'))"),
        Case(
            "tables as they were when they were given",
            "local s = stub.new() s.returns(1) local t = { 1 } s.on_call_with(t).returns(2) s(t) t[1] = 3 "
                + "assert.equal(2, s({ 1 })) assert.equal(1, s(t)) assert.spy(s).was.called_with({ 1 }) "
                + "assert.spy(s).was.called_with(match.is_ref(t)) t[1] = 4 assert.spy(s).was_not.called_with(t)"),
        Case(
            "matchers can be called",
            "assert.is_true(match.is_string()('x')) assert.is_false(match.is_not.equal(3)(3)) assert.is_true(match._(nil))"
        ),
        Case(
            "a stub of what is no function",
            "local t = { f = 'x' } assert.has_error(function() stub(t, 'f') end, "
                + "\"stub: 'f' is a string, not a function\")"),
        Case(
            "mocks are cleared and put back",
            "local f = function() return 1 end local t = { a = { f = f } } mock(t) t.a.f() mock.clear(t) "
                + "assert.spy(t.a.f).was_not.called() t.a.f() assert.spy(t.a.f).was.called(1) mock.revert(t) assert.equal(f, t.a.f)"
        ),
        Case(
            "a mock",
            "local t = { a = { f = function() return 1 end } } mock(t, true) assert.is_nil(t.a.f()) "
                + "assert.spy(t.a.f).was.called(1)"),
        Case(
            "a word that spies do not have", "assert.spy(stub.new()).was.seen()",
            "a spy has no assertion 'seen': it has called, called_with, called_at_least, called_at_most, called_more_than, "
                + "called_less_than, returned_with"),
        Case(
            "near tables",
            "assert.near({ 1, { x = 2 } }, { 1.05, { x = 1.95 } }, 0.1) "
                + "assert.is_not.near({ 1 }, { 1, 2 }, 0.1) assert.is_not.near({ a = 'b' }, { a = 1 }, 0.1)"),
        Case(
            "tables that are not near", "assert.near({ 1 }, { 1.5 }, 0.1)", "numbers are not near",
            "{ [1] = 1 } within 0.1", "{ [1] = 1.5 }"),
        Case("bytes", "assert.bytes('C8 16\\n0141', 'c8 16 01 41')"),
        Case(
            "other bytes", "assert.bytes('c8 16', 'c8 17')", "bytes are not the same", "c8 16", "c8 17"),
        Case(
            "soft assertions", "assert.soft.equal(1, 2) assert.soft_is_nil(3)", "values are not equal", "1", "2"),
        Case(
            "busted's modules",
            "require 'busted.runner'() local spy = require 'luassert.spy' local m = require 'luassert.match' "
                + "assert.equal(m, match) assert.is_function(spy.on) assert.equal(assert, require 'luassert')"),
        Case(
            "LuaUnit's assertions",
            "local lu = require 'luaunit' lu.assertEquals({ 1 }, { 1 }) lu.assert_equals(2, 2) lu.assertIsNumber(1) "
                + "lu.assertStrContains('abc', 'b') lu.assertErrorMsgContains('oops', error, 'oops') "
                + "lu.assertItemsEquals({ 1, 2 }, { 2, 1 }) lu.assertAlmostEquals(1, 1.01, 0.1) lu.assertNotNil(0) "
                + "lu.assertTableContains({ 5 }, 5) lu.assertError(error, 'x') assert.equal(0, lu.LuaUnit.run())"),
        Case(
            "a failure of LuaUnit", "require('luaunit').assertEquals(1, 2)", "values are not the same", "2", "1"),
    ]

    @Test(arguments: cases) func work(_ c: Case) throws {
        let run = try RecordingReporter.run("it('x', function() \(c.text) end)")
        let failure = try #require(run["x"]).failure
        let told = failure.map { [$0.message, $0.expected, $0.actual].compactMap(\.self) } ?? []
        #expect(told == c.failure)
        if let failure { #expect(failure.place?.line == 1) }
    }

    @Test func softFailuresAreToldInTheirOrder() throws {
        let run = try RecordingReporter.run(
            """
            after_each(function() assert.soft.equal(5, 6) end)
            it('x', function()
              assert.soft.equal(1, 2)
              assert.soft.is_not.equal(3, 3)
              error('end')
            end)
            it('y', function() end)
            """)
        let first = try #require(run["x"]?.failure)
        #expect(([first] + first.later).map { $0.place?.line } == [3, 4, 5, 1])
        #expect(run["y"]?.failure?.hook == "after_each")
    }

    @Test func eachCaseIsATest() throws {
        let run = try RecordingReporter.run(
            """
            each({ { value = 1, code = 204 }, { value = -1, code = 128 } }, "writes {value} of {none}", function(case, key)
              assert.equal(case.code, key == 1 and 204 or 127)
            end)
            each({ a = 1, b = { 2 } }, "{key}: {}", function() end)
            """)
        #expect(
            run.results.map(\.name) == [
                "writes 1 of {none}", "writes -1 of {none}", "a: 1", "b: { [1] = 2 }",
            ])
        #expect(run.summary.failed == 1 && run.results.map(\.place.line) == [1, 1, 4, 4])
    }

    @Test func whatIsNotSavedIsGoneWithThePower() throws {
        let object = LampObject.text.split(separator: "-- custom write", maxSplits: 1)
            .joined(separator: "writes = (writes or 0) + 1 local_writes = nil")
        let run = try RecordingReporter.run(
            """
            local function level() return (device.host:read("/1000/0/0")) end
            before_each(function()
              device.load "object_lamp.lua"
              device.host:create("/1000/0")
              device.host:write("/1000/0/0", 5)
            end)
            it("restarts", function()
              device.server(123):observe("/1000/0/0")
              device.restart()
              assert.equal(5, level())
              assert.is_nil(writes)
              device.host:write("/1000/0/0", 6)
              assert.same({}, device.server(123):notifications())
              assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create("/1000/0")))
              assert.same({ '+ULWM2MLIST: "/1000/0"', "OK" }, device.at [[AT+ULWM2MLIST="/1000"]])
            end)
            it("loses power", function()
              device.lose_power()
              assert.is_nil((level()))
            end)
            it("loses what was not saved", function()
              device.save()
              device.host:write("/1000/0/0", 7)
              device.host:write("/1000/0/3", { [0] = "x" })
              device.lose_power()
              assert.equal(5, level())
              assert.same({}, (device.host:read("/1000/0/3")))
            end)
            it("begins anew", function()
              device.lose_power()
              assert.is_nil((level()))
            end)
            """, files: ["object_lamp.lua": object])
        #expect(run.results.count == 4 && run.summary.failed == 0, "\(run.results.compactMap(\.failure?.lines))")
    }

    /// A `load` that does nothing shows after a restart.
    @Test func aRestartShowsALoadThatDoesNothing() throws {
        let object = LampObject.text.split(separator: "object_table = t", maxSplits: 1).joined(separator: "")
        let run = try RecordingReporter.run(
            """
            it("x", function()
              device.load "object_lamp.lua"
              device.host:create("/1000/0")
              device.restart()
              assert.is_not_nil((device.host:read("/1000/0/0")))
            end)
            """, files: ["object_lamp.lua": object])
        #expect(run.summary.failed == 1)
    }

    @Test func readsTheBytesOfAnAnswer() throws {
        let run = try RecordingReporter.run(
            """
            it("x", function()
              device.load "object_lamp.lua"
              device.host:create("/1000/0")
              device.host:write("/1000/0/0", 5)
              device.host:write("/1000/0/3", { [0] = "a", [1] = "b" })
              local server = device.server(123)
              assert.equal("c1 00 05", (server:read("/1000/0/0", "tlv")))
              local bytes, code = server:read("/1000/0", "tlv")
              assert.equal(coap.COAP_205_CONTENT, code)
              assert.bytes("c1 00 05 c1 01 00 86 03 41 01 62 41 00 61", bytes)
              assert.equal(3, select(2, bytes:gsub("[^\\n]+", "")))
              assert.equal("5", (server:read("/1000/0/0", "text")))
              assert.contains((server:read("/1000/0/0", "json")), '"bn":"/1000/0/0')
              assert.same({ nil, 132 }, { (server:read("/1000/7", "tlv")), (select(2, server:read("/1000/7", "tlv"))) })
              assert.error_matches(function() device.host:read("/1000/0", "tlv") end, "bytes are read by servers")
              assert.error_matches(function() server:read("/1000/0", "xml") end, "read takes a format")
            end)
            """, files: ["object_lamp.lua": LampObject.text])
        #expect(run.summary.failed == 0, "\(run.results.compactMap(\.failure?.lines))")
    }

    struct Choice: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout TestChoice, String) -> Void
        var names: [String]
        init(_ name: String, _ names: [String], _ change: @escaping @Sendable (inout TestChoice, String) -> Void) {
            (testDescription, self.names, self.change) = (name, names, change)
        }
    }

    static let choices = [
        Choice("a tag", ["a #slow", "c"]) { choice, _ in choice.tags = ["slow"] },
        Choice("two tags", ["a #slow", "b #slower", "c"]) { choice, _ in choice.tags = ["slow", "slower"] },
        Choice("without a tag", ["b #slower"]) { choice, _ in choice.excludedTags = ["slow"] },
        Choice("a line of a test", ["b #slower"]) { choice, file in choice.lines[file] = [4] },
        Choice("a line within a test", ["a #slow", "c"]) { choice, file in choice.lines[file] = [2, 99] },
        Choice("a line before all", []) { choice, file in choice.lines[file] = [0] },
        Choice("one that failed", ["c"]) { choice, file in
            choice.only = [TestName(file: file, name: "block #slow > c"), TestName(file: "other", name: "a #slow")]
        },
    ]

    @Test(arguments: choices) func areChosen(_ c: Choice) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            it("a #slow", function()
            end)

            it("b #slower", function() end)
            describe("block #slow", function()
              it("c", function() end)
            end)
            """, to: "x_test.lua")
        var options = RecordingReporter.options
        c.change(&options.choice, path)
        let reporter = RecordingReporter()
        _ = TestRunner(options: options, reporters: [reporter]).run([TestFile(path: path)])
        #expect(reporter.results.map(\.name) == c.names)
    }
}
