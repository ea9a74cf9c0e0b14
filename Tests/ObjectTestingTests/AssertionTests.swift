import ObjectTesting
import Testing

/// Each assertion once where it holds and once where it does not.
struct AssertionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { code }
        var code: String
        /// Nil where the assertion holds.
        var message: String?
        var expected: String?
        var actual: String?

        init(_ code: String) { self.code = code }

        init(_ code: String, _ message: String, _ expected: String?, _ actual: String?) {
            self.code = code
            (self.message, self.expected, self.actual) = (message, expected, actual)
        }
    }

    static let cases = [
        Case("assert(1)"),
        Case("assert(false)", "assertion failed!", nil, nil),
        Case("assert(nil, 'why')", "why", nil, nil),
        Case("assert.equal(1, 1.0)"),
        Case("assert.equals('a', 'a')"),
        Case("assert.are.equal(1, 1)"),
        Case("assert.equal(1, 2)", "values are not equal", "1", "2"),
        Case("assert.equal('1', 1)", "values are not equal", "\"1\"", "1"),
        Case("assert.equal(1, 2, 'a note')", "a note: values are not equal", "1", "2"),
        Case("assert.equal(1, nil, 132, 'a reason')", "values are not equal", "1", "nil"),
        Case(
            "assert.equal({}, {})", "values are not equal", "the very same table ('same' compares content)",
            "another table with the same content"),
        Case("assert.is_not.equal(1, 2)"),
        Case("assert.are_not.equal(1, 1)", "values are equal", "anything but 1", "1"),
        Case("assert.not_equal(1, 1)", "values are equal", "anything but 1", "1"),
        Case("assert.same({ 1, { a = 'x' } }, { 1, { a = 'x' } })"),
        Case("local a, b = {}, {} a.me, b.me = a, b assert.same(a, b)"),
        Case("assert.are.same({ a = 1 }, { a = 2 })", "values are not the same", "{ a = 1 }", "{ a = 2 }"),
        Case("assert.same({ 1 }, { 1, 2 })", "values are not the same", "{ [1] = 1 }", "{ [1] = 1, [2] = 2 }"),
        Case("assert.is_not.same({}, {})", "values are the same", "anything but {}", "{}"),
        Case("assert.near(1.5, 1.55, 0.1)"),
        Case("assert.near(1.5, 1.7, 0.1)", "numbers are not near", "1.5 within 0.1", "1.7"),
        Case("assert.near(1.5, 'x', 0.1)", "numbers are not near", "1.5 within 0.1", "\"x\""),
        Case("assert.is_true(true)"),
        Case("assert.is_true(1)", "value is not true", "true", "1"),
        Case("assert.is.True(true)"),
        Case("assert.is_false(nil)", "value is not false", "false", "nil"),
        Case("assert.truthy(0) assert.is_truthy('')"),
        Case("assert.truthy(false)", "value is not truthy", "neither nil nor false", "false"),
        Case("assert.falsy(nil)"),
        Case("assert.falsy(0)", "value is not falsy", "nil or false", "0"),
        Case("assert.is_nil(nil)"),
        Case("assert.is_nil(false)", "value is not nil", "nil", "false"),
        Case("assert.is_not_nil(nil)", "value is nil", "anything but nil", "nil"),
        Case("assert.is_string('') assert.is_number(1) assert.is_table({}) assert.is_function(print)"),
        Case("assert.is_boolean(false) assert.is_integer(1) assert.is_float(1.0)"),
        Case("assert.is_string(1)", "value is not a string", "a string", "1"),
        Case("assert.is_integer(1.0)", "value is not an integer", "an integer", "1.0"),
        Case("assert.matches('^%d+$', '123') assert.has.match('2', 123)"),
        Case("assert.matches('^%d$', 'x')", "text does not match", "a text like \"^%d$\"", "\"x\""),
        Case("assert.contains({ 1, { 2 } }, { 2 }) assert.contains('abc', 'b')"),
        Case("assert.contains({ 1 }, 2)", "value is not contained", "something with 2 in it", "{ [1] = 1 }"),
        Case("assert.unique({ 1, 2 })"),
        Case("assert.unique({ 1, 1 })", "values are not unique", "each value once", "[1] and [2] are 1"),
        Case("assert.has_error(error)"),
        Case("assert.has.errors(function() error('bad') end, 'bad')"),
        Case("assert.has_error(function() error({ code = 1 }) end, { code = 1 })"),
        Case("assert.has_error(function() end)", "the error was not raised", "an error", "no error"),
        Case(
            "assert.has_error(function() error('a', 0) end, 'b')", "the error was not raised", "the error \"b\"",
            "\"a\""),
        Case("assert.has_no.errors(function() end) assert.has_no_error(function() end)"),
        Case(
            "assert.has_no.errors(function() error('a', 0) end)", "an error was raised", "anything but an error",
            "\"a\""),
        Case("assert.error_matches(function() error('code 42') end, 'code %d+')"),
        Case("assert.equal('\\0\\255', 'a\\n')", "values are not equal", "\"\\0\\xff\"", "\"a\\n\""),
        Case("assert.equal(0.1 + 0.2, 0.3)", "values are not equal", "0.30000000000000004", "0.3"),
    ]

    /// A code that a test compares alone does not lose what the device said.
    @Test func saysWhyTheDeviceRefused() throws {
        let run = try RecordingReporter.run(
            """
            it("writes", function()
              device.load "object_generic_sensor.lua"
              local server = device.server(123)
              server:create("/3300/0")
              assert.equal(coap.COAP_204_CHANGED, (server:write("/3300/0/5700", 1.0)), "the value")
            end)
            it("reads", function()
              device.load "object_generic_sensor.lua"
              assert.equal(coap.COAP_205_CONTENT, (select(2, device.host:read("/3300/7"))))
            end)
            """)
        #expect(
            run.results.compactMap(\.failure?.message) == [
                "the value: values are not equal; the device says: /3300/0/5700 has the operations 'R' and not 'W'",
                "values are not equal; the device says: /3300/7 does not exist",
            ])
    }

    @Test(arguments: cases) func holdsOrSaysWhy(_ c: Case) throws {
        let run = try RecordingReporter.run("it('x', function()\n\(c.code)\nend)")
        let result = try #require(run["x"])
        #expect(result.failure?.message == c.message)
        #expect(result.failure?.expected == c.expected)
        #expect(result.failure?.actual == c.actual)
        if c.message != nil { #expect(result.failure?.place?.line == 2) }
    }

    @Test func namesWhatThereIs() throws {
        let run = try RecordingReporter.run("it('x', function() assert.is_eqal(1, 1) end)")
        #expect(run["x"]?.failure?.message.hasPrefix("there is no assertion 'is_eqal'; there are boolean") == true)
    }

    @Test func showsWhatDiffersInNestedTables() throws {
        let run = try RecordingReporter.run(
            """
            it('x', function()
              local list = {}
              for i = 1, 20 do list[i] = { id = i } end
              local other = {}
              for i = 1, 20 do other[i] = { id = i == 10 and 99 or i } end
              assert.same(list, other)
            end)
            """)
        #expect(
            run["x"]?.failure?.difference
                == """
                  ...
                    id = 9,
                  },
                  [10] = {
                -   id = 10,
                +   id = 99,
                  },
                  [11] = {
                    id = 11,
                  ...
                """.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                    // The lines inside the table are two blanks deeper than the marks.
                    line == "  ..." ? "  ..." : "\(line.prefix(2))  \(line.dropFirst(2))"
                }.joined(separator: "\n"))
    }

    @Test func findsTheLineInAHelper() throws {
        let run = try RecordingReporter.run(
            "local helper = require 'helper'\nit('x', function()\n  helper.check(2)\nend)",
            files: ["helper.lua": "return { check = function(x)\n  assert.equal(1, x)\nend }"])
        let failure = try #require(run["x"]?.failure)
        #expect(failure.place?.line == 3 && failure.place?.file.hasSuffix("x_test.lua") == true)
        #expect(failure.calls.map(\.line) == [2, 3] && failure.calls[0].file.hasSuffix("helper.lua"))
    }
}
