import ObjectTesting
import Testing

struct SuiteTests {
    private static func names(_ run: RecordingReporter) -> [String] { run.results.map(\.fullName) }

    @Test func runsBothStylesInOneFile() throws {
        let run = try RecordingReporter.run(
            """
            describe("outer", function()
              it("one", function() end)
              describe("inner", function() it("two", function() end) end)
            end)
            function test_three() end
            TestClass = {}
            function TestClass:test_b() end
            function TestClass:testA() end
            function helper() error("not a test") end
            function testable() error("not a test") end
            """)
        #expect(
            Self.names(run) == [
                "outer > one", "outer > inner > two", "test_three", "TestClass > test_b", "TestClass > testA",
            ])
        #expect(run.results.map(\.place.line) == [2, 3, 5, 7, 8])
        #expect(run.summary.passed == 5 && run.problems.isEmpty)
    }

    @Test func runsHooksAroundEachTest() throws {
        let run = try RecordingReporter.run(
            """
            local log = {}
            local function note(word) return function() log[#log + 1] = word end end
            describe("a", function()
              setup(note "setup") before_each(note "before a") after_each(note "after a") teardown(note "teardown")
              describe("b", function()
                before_each(note "before b") after_each(note "after b")
                it("x", function()
                  finally(function() note "finally" () end)
                  note "x" ()
                end)
                after_each(function() print(table.concat(log, ", ")) end)
              end)
              teardown(function() error(table.concat(log, ", "), 0) end)
            end)
            """)
        #expect(
            run["x"]?.failure?.message
                == "setup, before a, before b, x, finally, after b, after a, teardown")
        #expect(run["x"]?.output == ["setup, before a, before b, x, finally, after b"])
    }

    @Test func callsTheHooksOfAClass() throws {
        let run = try RecordingReporter.run(
            """
            TestClass = {}
            function TestClass:setUp() self.value = 1 end
            function TestClass:tearDown() print("down " .. self.value) end
            function TestClass:test_x() assert.equal(2, self.value) end
            """)
        #expect(run["test_x"]?.failure?.actual == "1" && run["test_x"]?.output == ["down 1"])
    }

    @Test func keepsWhatIsPendingApart() throws {
        let run = try RecordingReporter.run(
            """
            it("later")
            pending("also later", function() error("never runs") end)
            it("in the middle", function() pending("no rights yet") error("never comes here") end)
            """)
        #expect(
            run.results.map(\.outcome) == [.pending("has no body"), .pending("pending"), .pending("no rights yet")])
    }

    @Test(arguments: [UInt64(0), 1, 2, 3]) func givesEachTestAStateOfItsOwn(seed: UInt64) throws {
        let run = try RecordingReporter.run(
            """
            local kept, device_was_used = 0, false
            for i = 1, 5 do
              it("test " .. i, function()
                assert.is_nil(leak)
                assert.equal(0, kept)
                assert.equal(nil, string.leak)
                assert.same({}, device.urcs())
                assert.equal(132, select(2, device.host:read("/3300/0")))
                assert.equal("SARA-R422M8S-00B", device.product)
                device.load "object_generic_sensor.lua"
                device.host:create("/3300/0", { [5750] = "x" })
                assert.equal(1, #device.urcs())
                leak, kept, string.leak, device.product = 1, 1, 1, "SARA-R510S-01B"
                device.clock.advance(100)
              end)
            end
            """, options: { $0.seed = seed })
        #expect(run.summary.passed == 5, "\(run.results.compactMap(\.failure))")
    }

    @Test func shufflesBySeedAlone() throws {
        let text = (1...20).map { "it('\($0)', function() end)" }.joined(separator: "\n")
        func order(_ seed: UInt64) throws -> [String] {
            try RecordingReporter.run(text, options: { $0.seed = seed }).results.map(\.name)
        }
        let plain = (1...20).map(String.init)
        #expect(try order(0) == plain)
        // The path of the file is part of what the order depends on; another folder may give another order.
        #expect(try order(7).sorted() == plain.sorted())
        #expect(try order(7) != plain)
    }

    struct Misuse: Sendable, CustomTestStringConvertible {
        var testDescription: String { code }
        var code, message: String
        init(_ code: String, _ message: String) { (self.code, self.message) = (code, message) }
    }

    static let misuses = [
        Misuse("describe('x')", "describe takes a name and a function: describe('a sensor', function() ... end)"),
        Misuse("it(function() end)", "it takes a name and a function: it('reads', function() ... end)"),
        Misuse("before_each(1)", "before_each takes a function: before_each(function() ... end)"),
        Misuse("finally(function() end)", "finally belongs inside a test"),
        Misuse("x = = 1", "unexpected symbol near '='"),
        Misuse("error('at the top')", "at the top"),
        Misuse("require 'nothing'", "module 'nothing' not found"),
    ]

    @Test(arguments: misuses) func refusesAtItsLine(_ c: Misuse) throws {
        let run = try RecordingReporter.run("\n\(c.code)")
        #expect(run.problems.first?.place?.line == 2)
        #expect(run.problems.first?.message.hasSuffix("x_test.lua:2: \(c.message)") == true, "\(run.problems)")
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var testDescription: String { code }
        var code: String
        var kind: TestFailure.Kind
        var text: String
        init(_ code: String, _ kind: TestFailure.Kind, _ text: String) {
            (self.code, self.kind, self.text) = (code, kind, text)
        }
    }

    static let bad = [
        Bad("while true do end", .timeout, "did not end within 200 ms"),
        Bad("while true do pcall(function() while true do end end) end", .timeout, "did not end within 200 ms"),
        Bad("string.find(('a'):rep(40), ('a*'):rep(40) .. 'b')", .timeout, "did not end within 200 ms"),
        Bad("local t = {} while true do t[#t + 1] = ('x'):rep(1e5) .. #t end", .error, "not enough memory"),
        Bad("return ('x'):rep(1 << 30)", .error, "not enough memory"),
        Bad("local function f() return 1 + f() end f()", .error, "stack overflow"),
        Bad("local function f() return (('x'):gsub('x', f)) end f()", .error, "stack overflow"),
        Bad("error(nil)", .error, "an error that is no text: nil"),
        Bad("error(setmetatable({}, { __tostring = function() return 'an object' end }))", .error, "an object"),
        Bad("error(setmetatable({}, { __tostring = function() error('no') end }))", .error, "no"),
        Bad("coroutine.wrap(function() while true do end end)()", .timeout, "did not end within 200 ms"),
        Bad("device.at(1)", .error, "device.at takes an AT command"),
        Bad("device.server(0)", .error, "device.server takes a Short Server ID from 1 to 65534"),
        Bad("it('inner', function() end)", .error, "it belongs outside of a test"),
    ]

    @Test(arguments: bad) func goesOnAfter(_ c: Bad) throws {
        let run = try RecordingReporter.run(
            "it('before', function() end)\nit('bad', function()\n\(c.code)\nend)\nit('after', function() end)",
            options: { $0.timeout = c.kind == .timeout ? 0.2 : 10 })
        #expect(run["bad"]?.failure?.kind == c.kind, "\(run.results)")
        #expect(run["bad"]?.failure?.message.contains(c.text) == true, "\(run["bad"]?.failure?.message ?? "")")
        #expect(run["before"]?.outcome == .passed && run["after"]?.outcome == .passed)
    }
}
