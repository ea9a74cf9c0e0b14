import Foundation
import TestSupport
import Testing

/// `xlwm2m test --mutate`, and which tests run.
struct MutateCommandTests {
    private static let definition = """
        <LWM2M><Object ObjectType="MODefinition"><Name>Relay</Name><Description1>d</Description1><ObjectID>26241</ObjectID>
        <ObjectURN>urn:oma:lwm2m:x:26241</ObjectURN><MultipleInstances>Single</MultipleInstances>
        <Mandatory>Optional</Mandatory><Resources><Item ID="1"><Name>State</Name><Operations>RW</Operations>
        <MultipleInstances>Single</MultipleInstances><Mandatory>Mandatory</Mandatory><Type>Integer</Type>
        <RangeEnumeration>0..1</RangeEnumeration><Units></Units><Description>d</Description></Item></Resources>
        <Description2></Description2></Object></LWM2M>
        """

    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(definition, to: "relay.xml")
        let run = try Program.run(["generate", "--with-tests", "-o", ".", "relay.xml"], in: folder.url)
        #expect(run.exitCode == 0, "\(run)")
        return folder
    }

    @Test func generatedTestsNoticeNearlyAll() throws {
        let folder = try Self.folder()
        let run = try Program.run(
            ["test", "--mutate", "object_relay.lua", "--contract", "relay.xml", "--min", "95"], in: folder.url)
        #expect(run.exitCode == 0 && run.standardError.isEmpty, "\(run)")
        let last = run.standardOutput.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("object_relay.lua: ") && last.contains(" killed") && last.contains(" score "), "\(last)")
    }

    @Test func listsWhatWeakTestsDoNotNotice() throws {
        let folder = try Self.folder()
        try folder.write(
            "it('x', function() device.load 'object_relay.lua' device.host:create('/26241/0') end)",
            to: "object_relay_test.lua")
        let run = try Program.run(["test", "--mutate", "object_relay.lua", "--min", "95"], in: folder.url)
        #expect(run.exitCode == 1)
        #expect(run.standardOutput.contains(": object_table = t -> (nothing)\n"), "\(run)")
        #expect(run.standardError.contains("percent of the mutants were killed, --min asks for 95"))
        let json = try Program.run(["test", "--mutate", "object_relay.lua", "--json"], in: folder.url)
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any])
        let object = try #require((document["objects"] as? [[String: Any]])?.first)
        let survivors = try #require(object["survivors"] as? [[String: Any]])
        #expect(object["file"] as? String == "object_relay.lua" && json.exitCode == 0)
        #expect(survivors.count + (object["killed"] as? Int ?? 0) == object["mutants"] as? Int)
        #expect(survivors.allSatisfy { $0["line"] is Int && $0["change"] is String })
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String { error }
        var arguments: [String]
        var exitCode: Int32
        var error: String
    }

    static let refusals = [
        Refusal(
            arguments: ["--mutate", "none.lua"], exitCode: 3, error: "none.lua is not there"),
        Refusal(
            arguments: ["--mutate", "relay.xml", "."], exitCode: 3, error: "relay.xml does not compile: "),
        Refusal(
            arguments: ["--mutate", "object_relay.lua", "other"], exitCode: 3,
            error: "no test loads object_relay.lua: name the folder of its tests behind it"),
        Refusal(
            arguments: ["--mutate", "object_relay.lua", "--watch"], exitCode: 2,
            error: "option '--mutate' goes with neither --watch, --list, --coverage nor --reporter"),
        Refusal(arguments: ["--json"], exitCode: 2, error: "option '--json' goes with --mutate"),
    ]

    @Test(arguments: refusals) func refuses(_ c: Refusal) throws {
        let folder = try Self.folder()
        try folder.write("it('x', function() end)", to: "other/a_test.lua")
        let run = try Program.run(["test"] + c.arguments, in: folder.url)
        #expect(run.exitCode == c.exitCode && run.standardError.contains(c.error), "\(run)")
    }

    @Test func runsWhatFailedAgain() throws {
        let folder = try TemporaryFolder()
        let state = folder.url.appendingPathComponent("state").path
        try folder.write(
            "it('good', function() end)\nit('bad', function() assert.is_true(lamp ~= nil) end)", to: "a_test.lua")
        try folder.write("it('worse', function() error('x') end)", to: "b_test.lua")
        func run(_ arguments: [String]) throws -> Program {
            try Program.run(["test"] + arguments, in: folder.url, environment: ["XDG_STATE_HOME": state])
        }
        #expect(try run([]).standardOutput.contains("3 tests: 1 passed, 2 failed"))
        let again = try run(["--failed", "-v"])
        #expect(again.standardOutput.contains("2 tests: 0 passed, 2 failed"))
        try folder.write("it('worse', function() end)", to: "b_test.lua")
        let mended = try run(["--failed", "-v"])
        #expect(mended.standardOutput.contains("passed b_test.lua:1: worse (") && mended.exitCode == 1)
        let other = try run(["--failed", "b_test.lua"])
        #expect(other.exitCode == 0, "\(other)")
        #expect(
            other.standardError
                == "xlwm2m test: nothing in b_test.lua failed when tests were last run in this folder\n")
        // What another file does is not forgotten by a run of one.
        try folder.write("it('new', function() error('y') end)", to: "c_test.lua")
        #expect(try run(["c_test.lua"]).exitCode == 1)
        #expect(try run(["--failed"]).standardOutput.contains("2 tests: 0 passed, 2 failed"))
        try folder.write("it('bad', function() end)", to: "a_test.lua")
        try folder.write("it('new', function() end)", to: "c_test.lua")
        #expect(try run(["--failed"]).exitCode == 0)
        let none = try run(["--failed"])
        #expect(none.exitCode == 0 && none.standardError.contains("nothing failed when tests were last run"))
    }

    @Test func runsTheTestInALine() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "it('a', function() end)\nit('b', function() end)\nit('c #slow', function() end)", to: "a_test.lua")
        let line = try Program.run(["test", "-v", "a_test.lua:2"], in: folder.url)
        #expect(
            line.exitCode == 0 && line.standardOutput.contains("passed a_test.lua:2: b")
                && line.standardOutput.contains("1 test: 1 passed"))
        let tag = try Program.run(["test", "--exclude-tag", "#slow"], in: folder.url)
        #expect(tag.standardOutput.contains("2 tests: 2 passed"))
    }

    @Test func machinesShareTheTestsAndMergeTheirReports() throws {
        let folder = try TemporaryFolder()
        try folder.write("it('a <&> b', function() end)\nit('b', function() end)", to: "a_test.lua")
        try folder.write("it('c', function() error('x') end)", to: "b & c_test.lua")
        func test(_ arguments: [String]) throws -> Program { try Program.run(["test"] + arguments, in: folder.url) }
        let whole = try test(["--reporter", "junit:whole.xml"])
        #expect(whole.exitCode == 1)
        var codes: [Int32] = []
        for number in 1...3 {
            let run = try test(
                ["--shard", "\(number)/3", "--durations", "whole.xml", "--reporter", "junit:\(number).xml"])
            codes.append(run.exitCode)
        }
        #expect(codes.sorted() == [0, 0, 1])
        let reports = try folder.names().filter { $0.hasSuffix(".xml") && $0 != "whole.xml" }
        let merged = try Program.run(["report", "merge", "-o", "all.xml"] + reports, in: folder.url)
        #expect(merged.exitCode == 1 && merged.standardError.contains("1 of 3 tests failed"), "\(merged)")
        func cases(_ name: String) throws -> [String] {
            let text = try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
            #expect(text.contains("<testsuites name=\"xlwm2m\" tests=\"3\" failures=\"0\" errors=\"1\""))
            return text.split(separator: "\n").filter { $0.contains("<testcase") }
                .map { $0.replacingOccurrences(of: " time=\"[^\"]*\"", with: "", options: .regularExpression) }.sorted()
        }
        #expect(try cases("all.xml") == cases("whole.xml"))
        // With more machines than tests one has nothing to do, says so, and has a report all the same.
        let idle = try test(["--shard", "3/3", "--reporter", "plain", "--reporter", "junit:idle.xml", "b & c_test.lua"])
        #expect(idle.exitCode == 0, "\(idle)")
        #expect(
            idle.standardError == "xlwm2m test: nothing to run on machine 3 of 3: the others have all tests\n")
        #expect(try folder.read("idle.xml").contains("<testsuites name=\"xlwm2m\" tests=\"0\""))
        let none = try Program.run(["report", "merge", "a_test.lua"], in: folder.url)
        #expect(
            none.exitCode == 3
                && none.standardError.contains("a_test.lua is not a report of --reporter junit:FILE, json:FILE"))
        #expect(try Program.run(["report"], in: folder.url).exitCode == 2)
        #expect(try test(["--durations", "whole.xml"]).exitCode == 2)
    }

    /// What each machine reports makes the report that one machine would have made.
    @Test(arguments: ["json", "html", "junit", "cobertura"]) func mergesReportsOfEachKind(_ kind: String) throws {
        let folder = try Self.folder()
        try folder.write(
            """
            it("reads <&>", function() device.load "object_relay.lua" device.host:create("/26241/0") end)
            it("fails", function() assert.same({ 1, 2 }, { 1, 3 }) end)
            it("waits")
            """, to: "a_test.lua")
        try folder.write(
            "it('writes', function() device.load 'object_relay.lua' device.host:create('/26241/1') end)",
            to: "b_test.lua")
        try folder.write("nothing(", to: "c_test.lua")
        func report(_ name: String, _ arguments: [String]) throws -> String {
            let option = kind == "cobertura" ? "--coverage" : "--reporter"
            _ = try Program.run(["test", option, "\(kind):\(name)"] + arguments, in: folder.url)
            return try folder.read(name)
        }
        /// Without times, and the order in which machines come.
        func settled(_ text: String) -> [String] {
            let patterns = [
                "seconds\": [0-9.e-]+", "[0-9.]+ m?s\\b", " time(stamp)?=\"[^\"]*\"",
                "(; 2 reports as one| in N, seed 0)", ",$",
            ]
            return text.components(separatedBy: "\n").map { line in
                patterns.reduce(line) { $0.replacingOccurrences(of: $1, with: "N", options: .regularExpression) }
            }.sorted()
        }
        let whole = try report("whole", ["a_test.lua", "b_test.lua", "c_test.lua"])
        _ = try report("1", ["a_test.lua", "c_test.lua"])
        _ = try report("2", ["b_test.lua"])
        let merged = try Program.run(["report", "merge", "1", "2"], in: folder.url)
        #expect(merged.exitCode == (kind == "cobertura" ? 0 : 1), "\(merged)")
        #expect(settled(merged.standardOutput).filter { !$0.isEmpty } == settled(whole).filter { !$0.isEmpty })
        // Once more: what was merged can be merged.
        try folder.write(merged.standardOutput, to: "3")
        #expect(try Program.run(["report", "merge", "3"], in: folder.url).exitCode == merged.exitCode)
        try folder.write(String(whole.dropLast(20)), to: "cut")
        let cut = try Program.run(["report", "merge", "cut"], in: folder.url)
        #expect(cut.exitCode == 3, "\(cut)")
        #expect(cut.standardError.contains("cut is not a whole report: its end is missing"))
        try folder.write("{\n  \"summary\": {\n", to: "json")
        try folder.write("<testsuites name=\"xlwm2m\"", to: "junit")
        let mixed = try Program.run(["report", "merge", "1", kind == "json" ? "junit" : "json"], in: folder.url)
        #expect(mixed.exitCode == 3 && mixed.standardError.contains("merge those of one kind"), "\(mixed)")
    }

    /// The file of a failure does the same requests again, in another folder and without the test.
    @Test func aFailureIsReplayedFromOneFile() throws {
        let folder = try Self.folder()
        try folder.write(
            """
            it("reads \\"2\\"", function()
              device.load "object_relay.lua"
              local server = device.server(123)
              device.host:create("/26241/0")
              server:write("/26241/0/1", 1)
              device.clock.advance(60)
              server:observe("/26241/0/1")
              device.values "/26241/0/1 constant 1"
              server:cancel("/26241/0/1")
              assert.same({ 2 }, { (server:read("/26241/0/1")) })
            end)
            """, to: "own/relay_test.lua")
        let run = try Program.run(
            ["test", "--record", "replays", "--seed", "7", "--product", "SARA-R422-00B", "own"], in: folder.url)
        #expect(run.exitCode == 1, "\(run)")
        let path = folder.url.appendingPathComponent("replays/replay-1.lua")
        let text = try String(contentsOf: path, encoding: .utf8)
        #expect(text.hasPrefix("-- own/relay_test.lua:10: reads \"2\"\n"))
        for line in [
            "-- product: SARA-R422-00B", "-- seed: 7", "-- clock: ", "--   values are not the same",
            "  told({ n = 1, 68 }, device.server(123):write(\"/26241/0/1\", 1))", "  device.clock.advance(60)",
            "  told({ n = 2, 1, 69 }, device.server(123):read(\"/26241/0/1\"))",
            "  device.values(\"/26241/0/1 constant 1\")", "  device.server(123):cancel(\"/26241/0/1\")",
        ] { #expect(text.contains("\n" + line), "\(line)\n\(text)") }
        let elsewhere = try TemporaryFolder()
        let again = try Program.run(["test", "--replay", path.path], in: elsewhere.url)
        #expect(
            again.exitCode == 1
                && again.standardOutput.contains(
                    "the device answered as it did when the test failed: values are not the same"),
            "\(again)")
        #expect(again.standardOutput.contains("seed 7"))
        let object = folder.url.appendingPathComponent("object_relay.lua")
        let other = try String(contentsOf: object, encoding: .utf8)
            .replacingOccurrences(of: "    resource.Value = value\n", with: "    resource.Value = 2\n")
        try Data(other.utf8).write(to: object)
        let mended = try Program.run(["test", "--replay", path.path], in: elsewhere.url)
        #expect(
            mended.standardOutput.contains("replay-1.lua:") && mended.standardOutput.contains("expected: { [1] = 1"))
        let none = try Program.run(["test", "--replay", object.path], in: folder.url)
        #expect(none.exitCode == 3 && none.standardError.contains("is not a file that --record wrote"))
    }
}
