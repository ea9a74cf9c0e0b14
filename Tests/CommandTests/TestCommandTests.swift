import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

struct TestCommandTests {
    static let good = "it('good', function() end)\n"
    static let bad = "describe('block', function()\n  it('bad', function() assert.equal(1, 2) end)\nend)\n"

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// The test files of the folder.
        var files: [String: String]
        var arguments: [String]
        var exitCode: Int32
        /// What stands somewhere in standard output.
        var output: [String]
        /// What standard error starts with.
        var error: String

        init(
            _ testDescription: String, _ files: [String: String], _ arguments: [String], exits exitCode: Int32,
            output: [String] = [], error: String = ""
        ) {
            self.testDescription = testDescription
            (self.files, self.arguments, self.exitCode) = (files, arguments, exitCode)
            (self.output, self.error) = (output, error)
        }
    }

    static let cases = [
        Case("all passed", ["a_test.lua": good], [], exits: 0, output: ["ok a_test.lua (1 passed", "seed 0"]),
        Case(
            "one failed", ["a_test.lua": good, "b_test.lua": bad], [], exits: 1,
            output: ["FAILED b_test.lua:2: block > bad", "expected: 1", "2 tests: 1 passed, 1 failed in"]),
        Case(
            "256 failed", ["a_test.lua": "for i = 1, 256 do it('t' .. i, function() assert(false) end) end"], [],
            exits: 1, output: ["256 tests: 0 passed, 256 failed"]),
        Case(
            "a file that does not load", ["a_test.lua": good, "b_test.lua": "x = = 1"], [], exits: 3,
            output: [
                "NOT LOADED b_test.lua", "b_test.lua:1: unexpected symbol near '='", "1 passed, 1 file not loaded",
            ]
        ),
        Case(
            "no test", [:], [], exits: 3,
            error: "xlwm2m test: there is no test in the current folder: tests are files *_test.lua"),
        Case(
            "no test in the only file", ["a_test.lua": ""], [], exits: 3,
            error: "xlwm2m test: a_test.lua has no test\nxlwm2m test: a test is it(...), a global function test_* or a "
                + "method test* of a global table Test*; what is local or returned is none\nxlwm2m test: there is no test in"
        ),
        Case(
            "no test in one file of a folder", ["a_test.lua": good, "b_test.lua": "local function test_b() end"], [],
            exits: 0, output: ["ok a_test.lua"], error: "xlwm2m test: b_test.lua has no test\nxlwm2m test: a test is"),
        Case(
            "no test in files named one by one",
            ["a_test.lua": "return { test_a = 1 }", "b_test.lua": "", "c_test.lua": good],
            ["a_test.lua", "b_test.lua", "c_test.lua"], exits: 3, output: ["ok c_test.lua"],
            error: "xlwm2m test: a_test.lua has no test\nxlwm2m test: b_test.lua has no test\n"),
        Case(
            "the list of a file without a test", ["a_test.lua": "", "b_test.lua": good],
            ["--list", "a_test.lua", "b_test.lua"],
            exits: 3, output: ["b_test.lua:1: good"], error: "xlwm2m test: a_test.lua has no test\n"),
        Case(
            "named files without a test, allowed", ["a_test.lua": "", "b_test.lua": good],
            ["--allow-empty", "a_test.lua", "b_test.lua"], exits: 0, output: ["ok b_test.lua"]),
        Case(
            "an after_each that fails beside an assertion",
            [
                "a_test.lua": "after_each(function() error('cleanup') end)\n"
                    + "it('x', function() assert.equal(1, 2) end)"
            ], [], exits: 1,
            output: ["expected: 1\n", "    then after_each failed at a_test.lua:1:\n      cleanup\n"]),
        Case(
            "control characters in names and errors",
            ["a_test.lua": "it('clears \\27[2J', function() error('rings \\7') end)"], [], exits: 1,
            output: ["clears \\x1b[2J\n    rings \\x07\n"]),
        Case(
            "control characters in a file that does not load", ["a_test.lua": "error('rings \\7')"], ["--list"],
            exits: 3, error: "xlwm2m test: a_test.lua: a_test.lua:1: rings \\x07\n"),
        Case(
            "a module of another framework", ["a_test.lua": "local lu = require 'lunatest'\nfunction test_a() end"], [],
            exits: 3, output: ["a_test.lua:1: module 'lunatest' not found\n    lunatest is not needed: "]),
        Case(
            "LuaUnit's", ["a_test.lua": "local lu = require 'luaunit'\nfunction test_a() lu.assertEquals(1, 1) end"],
            [],
            exits: 0, output: ["1 passed"]),
        Case("no test, allowed", [:], ["--allow-empty"], exits: 0),
        Case("no test in a file, allowed", ["a_test.lua": ""], ["--allow-empty"], exits: 0),
        Case(
            "a path that is not there", [:], ["nowhere"], exits: 3,
            error: "xlwm2m test: nowhere: cannot read: No such file or directory: give a file or folder that is there"),
        Case(
            "only what the filter lets through", ["a_test.lua": good, "b_test.lua": bad], ["--filter", "good"],
            exits: 0,
            output: ["1 test: 1 passed"]),
        Case(
            "a filter that lets nothing through", ["a_test.lua": good], ["--filter", "other"], exits: 3,
            output: ["0 tests"], error: "xlwm2m test: there is no test with 'other' in its name in"),
        Case(
            "a tag that nothing has", ["a_test.lua": good], ["--tag", "nope", "--tag", "no", "a_test.lua"], exits: 3,
            output: ["0 tests"],
            error: "xlwm2m test: there is no test with the tag 'nope' or 'no' in a_test.lua: "
                + "--list without these options lists all; --allow-empty takes none for success\n"),
        Case(
            "the list of a tag that nothing has", ["a_test.lua": good], ["--list", "--tag", "nope"], exits: 3,
            error: "xlwm2m test: there is no test with the tag 'nope' in the current folder: "
                + "--list without these options lists all; --allow-empty takes none for success\n"),
        Case(
            "a tag that everything has", ["a_test.lua": "it('x #slow', function() end)"],
            ["--filter", "x", "--exclude-tag", "slow"], exits: 3, output: ["0 tests"],
            error:
                "xlwm2m test: there is no test with 'x' in its name and without the tag 'slow' in the current folder: "
                + "--list without these options lists all; --allow-empty takes none for success\n"),
        Case(
            "a report of no test", [:], ["--allow-empty", "--reporter", "tap", "."], exits: 0,
            output: ["TAP version 13\n# seed 0\n1..0\n"]),
        Case(
            "the list", ["a_test.lua": good, "b_test.lua": bad], ["--list"], exits: 0,
            output: ["a_test.lua:1: good\nb_test.lua:2: block > bad\n"]),
        Case(
            "the list of a file that does not load", ["a_test.lua": "x ="], ["--list"], exits: 3,
            error: "xlwm2m test: a_test.lua: a_test.lua:1: unexpected symbol near <eof>"),
        Case(
            "the first failure", ["a_test.lua": bad, "b_test.lua": good], ["--fail-fast"], exits: 1,
            output: ["1 test: 0 passed, 1 failed", "stopped at the first failure"]),
        Case(
            "several rounds", ["a_test.lua": good], ["--repeat", "3"], exits: 0,
            output: ["ok a_test.lua [round 2] (1 passed", "3 tests: 3 passed"]),
        Case("a seed", ["a_test.lua": good], ["--seed", "1234"], exits: 0, output: ["seed 1234"]),
        Case(
            "two products", ["a_test.lua": "it('x', function() assert.is_nil(lua_send_pulse) end)"],
            ["--product", "SARA-R510S-01B,SARA-R422M8S-00B"], exits: 1,
            output: ["ok a_test.lua [SARA-R510S-01B]", "FAILED a_test.lua:1: x [SARA-R422M8S-00B]"]),
        Case(
            "all products", ["a_test.lua": good], ["--product", "all", "--jobs", "3"], exits: 0,
            output: ["[SARA-R510S-01B]", "[SARA-R422M8S-00B]"]),
        Case(
            "an unknown product", ["a_test.lua": good], ["--product", "SARA-R510S-01C"], exits: 2,
            error: "xlwm2m test: unknown product 'SARA-R510S-01C'; did you mean 'SARA-R510S-01B'?"),
        Case(
            "a time-out, and the others run", ["a_test.lua": "it('x', function() while true do end end)\n" + good],
            ["--timeout", "0.1"], exits: 1,
            output: ["the test did not end within 100 ms", "stopped at a_test.lua:1", "1 passed, 1 failed"]),
        Case(
            "a hang in the C library, and the others run",
            ["a_test.lua": "it('x', function() string.find(('a'):rep(40), ('a*'):rep(40) .. 'b') end)\n" + good],
            ["--timeout", "0.1"], exits: 1, output: ["which called find", "1 passed, 1 failed"]),
        Case(
            "a memory limit", ["a_test.lua": "it('x', function() local s = ('x'):rep(900000) end)"],
            ["--memory", "512K"], exits: 1, output: ["the device has 524288 bytes; --memory sets another number"]),
        Case(
            "a memory limit that is large enough", ["a_test.lua": "it('x', function() local s = ('x'):rep(9e6) end)"],
            ["--memory", "64M"], exits: 0),
        Case(
            "an instruction limit",
            [
                "a_test.lua": """
                it('x', function()
                  device.load 'object_generic_sensor.lua'
                  device.host:create('/3300/0')
                  function object_generic_sensor.read() for i = 1, 20000 do end return 69, 'Float', 1 end
                  local _, code = device.host:read('/3300/0/5700')
                  assert.equal(160, code)
                end)
                """
            ], ["--instructions", "15000"], exits: 0),
        Case("TAP", ["a_test.lua": bad], ["--reporter", "tap"], exits: 1, output: ["TAP version 13\n", "1..1\n"]),
        Case("JSON", ["a_test.lua": bad], ["--reporter", "json"], exits: 1, output: ["\"outcome\": \"failed\""]),
        Case(
            "two reports for one place", ["a_test.lua": good], ["--reporter", "tap", "--reporter", "json"], exits: 2,
            error: "xlwm2m test: two reporters write to standard output"),
        Case(
            "an unknown report", ["a_test.lua": good], ["--reporter", "junt:x"], exits: 2,
            error:
                "xlwm2m test: option '--reporter' takes plain, tap, junit, json, html, not 'junt'; did you mean 'junit'?"
        ),
        Case(
            "a report without its file", ["a_test.lua": good], ["--reporter", "junit:"], exits: 2,
            error: "xlwm2m test: option '--reporter' lacks the file: --reporter junit:FILE"),
        Case(
            "a report for a folder that is not there", ["a_test.lua": good], ["--reporter", "junit:no/x.xml"], exits: 3,
            error: "xlwm2m test: no/x.xml: there is no folder 'no' to write the report to"),
        Case(
            "--min without --coverage", ["a_test.lua": good], ["--min", "5"], exits: 2,
            error: "xlwm2m test: option '--min' goes with --coverage"),
        Case("a bad seed", [:], ["--seed", "x"], exits: 2, error: "xlwm2m test: option '--seed' takes a whole number"),
        Case(
            "a bad time-out", [:], ["--timeout", "0"], exits: 2, error: "xlwm2m test: option '--timeout' takes a num"),
        Case(
            "a bad size", [:], ["--memory", "8X"], exits: 2, error: "xlwm2m test: option '--memory' takes bytes from"),
        Case("bad rounds", [:], ["--repeat", "0"], exits: 2, error: "xlwm2m test: option '--repeat' takes a whole"),
        Case("bad jobs", [:], ["--jobs", "0"], exits: 2, error: "xlwm2m test: option '--jobs' takes a whole"),
        Case(
            "enough lines", ["a_test.lua": "it('x', function() device.load 'object_generic_sensor.lua' end)"],
            ["--coverage", "text", "--min", "10"], exits: 0, output: ["file  ", "objects/object_generic_sensor.lua"]),
        Case(
            "too few lines", ["a_test.lua": "it('x', function() device.load 'object_generic_sensor.lua' end)"],
            ["--coverage", "text", "--min", "99.5"], exits: 1, error: "xlwm2m test: "),
    ]

    @Test(arguments: cases) func ends(_ c: Case) throws {
        let folder = try TemporaryFolder()
        for (name, text) in c.files { try folder.write(text, to: name) }
        let run = try Program.run(["test"] + c.arguments, in: folder.url)
        #expect(run.exitCode == c.exitCode, "\(run.standardOutput) \(run.standardError)")
        for text in c.output { #expect(run.standardOutput.contains(text), "\(run.standardOutput)") }
        #expect(run.standardError.hasPrefix(c.error), "\(run.standardError)")
        if c.error.isEmpty, c.exitCode < 2 { #expect(run.standardError.isEmpty, "\(run.standardError)") }
    }

    @Test func writesSeveralReportsAtOnce() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            Self.good + Self.bad + "it('later')\nit('odd', function() print('\\27\\0<&>') error('\\1') end)",
            to: "a_test.lua")
        let run = try Program.run(
            [
                "test", "--reporter", "plain", "--reporter", "junit:out.xml", "--reporter", "json:out.json",
                "--reporter", "tap:out.tap", "--coverage", "lcov:out.info", "--coverage", "cobertura:cover.xml",
            ], in: folder.url)
        #expect(run.exitCode == 1 && run.standardOutput.contains("4 tests: 1 passed, 2 failed, 1 pending"))
        #expect(try folder.names() == ["a_test.lua", "cover.xml", "out.info", "out.json", "out.tap", "out.xml"])
        #expect(try folder.read("out.tap").hasSuffix("1..4\n"))
        let json = try JSONSerialization.jsonObject(with: Data(try folder.read("out.json").utf8)) as? [String: Any]
        #expect((json?["tests"] as? [Any])?.count == 4)
        let junit = try XMLCheck.parse(try folder.read("out.xml"))
        #expect(junit.count("testcase") == 4 && junit.count("failure") == 1 && junit.count("error") == 1)
        #expect(try XMLCheck.parse(try folder.read("cover.xml")).count("coverage") == 1)
        try expectValid(folder.path("out.xml"))
    }

    /// One of an earlier run would tell of tests that there are no longer.
    @Test func writesReportsOfNoTest() throws {
        let folder = try TemporaryFolder()
        try folder.write("older", to: "out.xml")
        let run = try Program.run(
            ["test", "--allow-empty", "--reporter", "junit:out.xml", "--coverage", "lcov:out.info", "."],
            in: folder.url)
        #expect(run.exitCode == 0 && run.standardOutput.isEmpty && run.standardError.isEmpty, "\(run)")
        #expect(try XMLCheck.parse(try folder.read("out.xml")).count("testcase") == 0)
        #expect(try folder.read("out.info").isEmpty)
        try expectValid(folder.path("out.xml"))
    }

    /// A link that leads round in a circle is no file, as one that leads to nothing is none.
    @Test func passesOverLinksToNothing() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.good, to: "a_test.lua")
        for (name, target) in [("loop", "loop"), ("loop_test.lua", "loop_test.lua"), ("gone_test.lua", "nothing")] {
            try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
        }
        let run = try Program.run(["test"], in: folder.url)
        #expect(run.exitCode == 0 && run.standardError.isEmpty, "\(run)")
        #expect(run.standardOutput.contains("1 test: 1 passed"))
        // Named, it is a mistake.
        #expect(try Program.run(["test", "loop"], in: folder.url).exitCode == 3)
    }

    /// Validates with xmllint, where that is installed.
    private func expectValid(_ path: String) throws {
        guard
            let xmllint = ["/usr/bin/xmllint", "/opt/homebrew/bin/xmllint"].first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { return }
        let schema = Corpus.checkout.appendingPathComponent("Tests/CommandTests/Fixtures/junit.xsd").path
        let run = try Program.run(xmllint, ["--noout", "--schema", schema, path])
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    @Test func marksFailuresForGitHub() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.bad, to: "a_test.lua")
        let run = try Program.run(["test"], in: folder.url, environment: ["GITHUB_ACTIONS": "true"])
        #expect(
            run.standardOutput.contains("::error file=a_test.lua,line=2,title=block > bad::values are not equal%0A"))
        let json = try Program.run(
            ["test", "--reporter", "json"], in: folder.url, environment: ["GITHUB_ACTIONS": "true"])
        #expect(json.standardError.hasPrefix("::error file=a_test.lua,line=2"))
        #expect(json.standardOutput.hasPrefix("{") && json.standardOutput.hasSuffix("}\n"))
    }

    @Test func shufflesTheSameWayForOneSeed() throws {
        let folder = try TemporaryFolder()
        for file in 0..<5 {
            try folder.write(
                (0..<10).map { "it('t\(file)\($0)', function() end)" }.joined(separator: "\n"), to: "f\(file)_test.lua")
        }
        func order(_ seed: String) throws -> [Substring] {
            try Program.run(["test", "--reporter", "tap", "--seed", seed], in: folder.url).standardOutput
                .split(separator: "\n").filter { $0.hasPrefix("ok") }.map { $0.split(separator: "-")[1] }
        }
        let first = try order("99")
        #expect(try order("99") == first)
        #expect(try order("98") != first && order("98").sorted() == first.sorted())
        #expect(try order("0") != first && order("0") == first.sorted())
    }

    @Test func testsAnObjectAgainstItsDefinition() throws {
        let folder = try TemporaryFolder()
        let definition = Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml").path
        try Program.run(["generate", "-o", folder.path(""), definition])
        let green = try Program.run(["test", "--contract", definition, folder.path("")])
        #expect(green.exitCode == 0 && green.standardOutput.contains("83 tests: 83 passed"), "\(green)")
        let object = try folder.read("object_generic_sensor.lua")
        try folder.write(
            object.replacingOccurrences(of: "Type = \"Float\"", with: "Type = \"Integer\""),
            to: "object_generic_sensor.lua")
        let red = try Program.run(["test", "--contract", definition], in: folder.url)
        #expect(red.exitCode == 1)
        #expect(red.standardOutput.contains("FAILED \(definition):"), "\(red.standardOutput)")
        let empty = try TemporaryFolder()
        let none = try Program.run(["test", "--contract", definition], in: empty.url)
        #expect(
            none.exitCode == 3 && none.standardError.contains("there is no object_generic_sensor.lua for object 3300"))
        let broken = try Program.run(["test", "--contract", try empty.write("<LWM2M>", to: "x.xml")], in: empty.url)
        #expect(broken.exitCode == 3 && !broken.standardError.isEmpty)
    }

    @Test func showsNoColourOnAPipe() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.bad, to: "a_test.lua")
        #expect(try !Program.run(["test"], in: folder.url).standardOutput.contains("\u{1B}"))
    }
}

/// The elements of an XML document that a second parser found well-formed.
private final class XMLCheck: NSObject, XMLParserDelegate {
    private var names: [String] = []

    static func parse(_ text: String) throws -> XMLCheck {
        let check = XMLCheck()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = check
        if !parser.parse() { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
        return check
    }

    func count(_ name: String) -> Int { names.count { $0 == name } }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) { names.append(name) }
}
