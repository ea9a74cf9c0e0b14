import Foundation
import ObjectTesting
import TestSupport
import Testing

/// Names, errors and prints with control characters, codes of answers, and words of other frameworks in reports.
struct ReportTextTests {
    /// What would move the cursor, clear the screen, ring, or end a file for some reader.
    private static let unsafe = "\u{1B}[2J\u{0}\u{7}\u{9B}31m\u{202E}\u{7F}"

    private static func report(_ kind: ReporterKind, _ text: String, name: String = "x_test.lua") throws -> String {
        let folder = try TemporaryFolder()
        var report = ""
        _ = TestRunner(options: RecordingReporter.options, reporters: [kind.reporter { report += $0 }])
            .run([TestFile(path: try folder.write(text, to: name))])
        return report
    }

    private static let text = """
        local unsafe = "\\27[2J\\0\\7\\u{9B}31m\\u{202E}\\127"
        describe("block " .. unsafe, function()
          after_each(function() error("later " .. unsafe) end)
          it("name " .. unsafe, function() print("printed " .. unsafe) error("error " .. unsafe) end)
          it("same " .. unsafe, function() assert.equal("a\\n" .. unsafe, "b\\n" .. unsafe, "note " .. unsafe) end)
          it("table " .. unsafe, function() assert.same({ [unsafe] = unsafe }, { [unsafe] = 1 }) end)
        end)
        pending("later " .. unsafe, "reason " .. unsafe)
        """

    @Test(arguments: ReporterKind.allCases) func escapesControlCharacters(kind: ReporterKind) throws {
        for (text, mark) in [(Self.text, "name"), ("error('top \\27[2J\\u{9B}\\0')", "top")] {
            let report = try Self.report(kind, text)
            let unsafe = Set(Self.unsafe.unicodeScalars).filter { !$0.isASCII || $0.value < 0x20 || $0.value == 0x7F }
            let left = report.unicodeScalars.filter { unsafe.contains($0) }
            #expect(left.isEmpty, "\(left.map { $0.value })")
            #expect(report.contains(mark + (kind == .json ? " \\u001b[2J" : " \\x1b[2J")), "\(report)")
            #expect(!report.contains("\u{FFFD}"))
        }
    }

    @Test func keepsTheFormOfJSON() throws {
        let report = try JSONSerialization.jsonObject(with: Data(try Self.report(.json, Self.text).utf8))
        let tests = try #require((report as? [String: Any])?["tests"] as? [[String: Any]])
        #expect(tests.first?["name"] as? String == "name \(Self.unsafe)")
    }

    struct Code: Sendable {
        var code: String
        var expected, actual: String
        var message = "values are not equal"
    }

    @Test(arguments: [
        Code(
            code: "assert.equal(coap.COAP_205_CONTENT, (device.host:write('/3/0/1', 1)))",
            expected: "69 (2.05 Content)",
            actual: "132 (4.04 Not Found)"),
        Code(
            code: "assert.equal(coap.COAP_204_CHANGED, (device.server(123):execute('/3/0/1')))",
            expected: "68 (2.04 Changed)", actual: "132 (4.04 Not Found)"),
        Code(
            code: "assert.equal(21.5, (select(2, device.host:read('/3/0/1'))))", expected: "21.5",
            actual: "132 (4.04 Not Found)"),
        Code(code: "assert.equal(69, 68)", expected: "69", actual: "68"),
        Code(
            code: "assert.equal(21.5, device.host:read('/3/0/1'))", expected: "21.5", actual: "nil",
            message: "values are not equal; the answer was 4.04 Not Found, "),
    ]) func namesCodes(_ c: Code) throws {
        let failure = try #require(try RecordingReporter.run("it('x', function() \(c.code) end)")["x"]?.failure)
        #expect(
            failure.expected == c.expected && failure.actual == c.actual && failure.message.hasPrefix(c.message),
            "\(failure)")
    }

    @Test func namesTheCodeOfARefusedMethod() throws {
        let run = try RecordingReporter.run(
            """
            local server = device.server(123)
            before_each(function() device.load "object_lamp.lua" device.host:create("/1000/0") end)
            it('value', function() assert.equal(coap.COAP_204_CHANGED, (server:write("/1000/0/1", 1))) end)
            it('field', function() assert.same({ code = 69 }, { code = select(2, server:read("/1000/0/2")) }) end)
            """, files: ["object_lamp.lua": LampObject.text])
        #expect(run["value"]?.failure?.expected == "68 (2.04 Changed)")
        #expect(run["value"]?.failure?.actual == "133 (4.05 Method Not Allowed)")
        #expect(run["field"]?.failure?.actual == "{ code = 133 (4.05 Method Not Allowed) }")
    }

    @Test(arguments: [
        ("assertEquals(1, 2)", "assert.equal(expected, actual)"),
        ("lu.assertEquals(1, 1)", "LuaUnit's assertions come with local luaunit = require 'luaunit'"),
        ("snapshot()", "nothing has to be put back"), ("require 'lunatest'", "lunatest is not needed"),
    ]) func saysWhatTakesThePlaceOfAWord(code: String, hint: String) throws {
        let inside = try RecordingReporter.run("it('x', function() \(code) end)")
        let failure = try #require(inside["x"]?.failure)
        #expect(failure.message.split(separator: "\n").last?.hasPrefix(hint) == true || failure.message.contains(hint))
        #expect(failure.place?.line == 1)
        let outside = try RecordingReporter.run(code)
        #expect(outside.problems.first?.message.contains(hint) == true, "\(outside.problems)")
    }

    @Test func leavesOtherNilsAlone() throws {
        let run = try RecordingReporter.run(
            "it('x', function() local sky = nil sky.on() end)\nit('y', function() lamp() end)")
        #expect(run["x"]?.failure?.message == "attempt to index a nil value (local 'sky')")
        #expect(run["y"]?.failure?.message == "attempt to call a nil value (global 'lamp')")
    }

    @Test func findsTestsOfXUnitInAnyCase() throws {
        let run = try RecordingReporter.run(
            """
            local log = {}
            local function note(word) log[#log + 1] = word end
            function SetUp() note "file" end
            function Test_one() end
            function TEST_TWO() end
            function testThree() end
            function test4() end
            function testing() error("no test") end
            function Tester() error("no test") end
            testable = { value = 1 }
            testlamp = {}
            function testlamp:testShines() end
            test_class = {}
            function test_class:setupClass() note "class" end
            function test_class:SETUP() note "each" end
            function test_class:TEST_five() assert.same({ "class", "file", "each" }, log) end
            function test_class:tear_down() error("down") end
            Base = {}
            Base.__index = Base
            function Base:setUp() self.value = 6 end
            TestDerived = setmetatable({}, Base)
            function TestDerived:test_six() assert.equal(6, self.value) end
            """)
        #expect(
            run.results.map(\.name) == [
                "Test_one", "TEST_TWO", "testThree", "test4", "testShines", "TEST_five", "test_six",
            ])
        #expect(run["TEST_five"]?.failure?.message == "down" && run["TEST_five"]?.failure?.hook == "tear_down")
        #expect(run["test_six"]?.outcome == .passed && run.summary.passed == 6)
    }
}
