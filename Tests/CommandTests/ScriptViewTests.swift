import Foundation
import TestSupport
import Testing

/// `--trace lua` and `--profile-lua`, as `docs/inside.md` shows them.
struct ScriptViewTests {
    static let sensor = "objects/object_generic_sensor.lua"
    static let commands = "as 123; create /3300 5700=20; write /3300/0/5750 Oven"

    /// A line of a trace without what differs from run to run.
    private static func steady(_ line: Substring) -> String {
        line.replacingOccurrences(of: "[0-9]+ us, at [0-9.]+ s", with: "T", options: .regularExpression)
    }

    private static func traced(_ arguments: [String]) throws -> [String] {
        let run = try Program.run(["run", "--trace", "lua"] + arguments)
        #expect(run.exitCode == 0, "\(run.standardError)")
        return run.standardOutput.split(separator: "\n").filter { $0.hasPrefix("! lua: ") }.map(steady)
    }

    @Test func tellsEachCall() throws {
        let lines = try Self.traced([Self.sensor, "--exec", Self.commands])
        #expect(lines.contains("! lua: /3300 create(0) = 2.01, T, by server 123"), "\(lines)")
        #expect(lines.contains(#"! lua: /3300 write(0, 5750, 1, true, "Oven") = 2.04, T, by server 123"#))
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/inside.md"), encoding: .utf8)
        let shown = try #require(guide.components(separatedBy: "```trace\n").last?.components(separatedBy: "\n").first)
        #expect(lines.contains(Self.steady(Substring(shown))))
    }

    /// Marks of direction could turn the rest of a line around.
    @Test func showsNoMarkOfDirection() throws {
        let lines = try Self.traced([Self.sensor, "--exec", "create /3300; write /3300/0/5750 \"a\u{202E}b\u{7F}\""])
        #expect(lines.contains { $0.contains(#""a\u{202e}b\x7f""#) }, "\(lines)")
    }

    @Test func tellsWhoAsks() throws {
        let lines = try Self.traced([
            Self.sensor, "--exec", "create /3300", "--exec", #"AT+ULWM2MREAD="/3300/0/5700""#, "--exec",
            "as bootstrap; write /3300/0/5700 1",
        ])
        for end in ["read(0, 5700, false) = 2.05, \"Float\", 0, T, by at", "by bootstrap"] {
            #expect(lines.contains { $0.hasSuffix(end) }, "\(end): \(lines)")
        }
    }

    @Test func tellsJSON() throws {
        let run = try Program.run(["run", "--json", "--trace", "lua", Self.sensor, "--exec", Self.commands])
        let objects = try run.standardOutput.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        let write = try #require(objects.last { $0["function"] as? String == "write" })
        #expect(write["trace"] as? String == "lua" && write["object"] as? Int == 3300)
        #expect(write["arguments"] as? [String] == ["0", "5750", "1", "true", "\"Oven\""])
        #expect(write["code"] as? String == "2.04" && write["by"] as? String == "server 123")
    }

    @Test func tellsNothingUnlessAsked() throws {
        let run = try Program.run(["run", Self.sensor, "--exec", Self.commands])
        #expect(!run.standardOutput.contains("lua:") && run.standardError.isEmpty)
    }

    @Test func saysWhatWasLeftByAnError() throws {
        let folder = try TemporaryFolder()
        let text = try String(
            contentsOf: Corpus.checkout.appendingPathComponent(Self.sensor), encoding: .utf8)
        let body = try #require(text.range(of: "function object_generic_sensor.read("))
        let end = try #require(text.range(of: "\n", range: body.upperBound..<text.endIndex))
        try folder.write(
            text.replacingCharacters(in: end, with: "\n  if res == 5701 then error('worn out') end\n"),
            to: "object_generic_sensor.lua")
        let run = try Program.run([
            "run", "--trace", "lua", folder.url.path, "--exec",
            "create /3300 5700=1; read /3300/0/5701; read /3300/0/5700",
        ])
        let lines = run.standardOutput.split(separator: "\n").filter { $0.hasPrefix("! lua: ") }.map(Self.steady)
        #expect(lines.contains { $0.contains("read(0, 5701, false) failed: object_generic_sensor.lua:") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("! lua: /3300 read(0, 5700, false) = 2.05") })
    }

    @Test func leavesTheLineOfAHostAlone() throws {
        let run = try Program.run(
            ["run", "--trace", "lua", "--profile-lua", "--at", "stdio", "objects"], input: "AT\r")
        #expect(!run.standardOutput.contains("lua:") && run.standardOutput.contains("OK"), "\(run.standardOutput)")
        #expect(run.standardError.contains(" FUNCTION\n"), "\(run.standardError)")
    }

    @Test func hidesKeys() throws {
        let arguments = [
            "run", "--trace", "lua", "--product", "SARA-R422S-01B", "--exec", "write /0/0/5 hex:616263646566",
        ]
        let hidden = try Program.run(arguments).standardOutput
        #expect(hidden.contains("write(0, 5, 2, true, \"(6 bytes)\")") && !hidden.contains("abcdef"), "\(hidden)")
    }

    @Test func tellsTheCallsOfEachTest() throws {
        let run = try Program.run(["test", "--trace", "lua", "objects/tests/object_generic_sensor_test.lua"])
        let lines = run.standardError.split(separator: "\n")
        #expect(run.exitCode == 0 && lines[0].hasPrefix("objects/tests/object_generic_sensor_test.lua:"))
        #expect(
            lines.contains { $0.hasPrefix("  lua: /3300 read(0, ") && $0.hasSuffix(" s, by server 123") }, "\(lines)")
        #expect(!run.standardOutput.contains("lua:"))
    }

    @Test func profilesFunctions() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("sensor.folded")
        func profile() throws -> String {
            let run = try Program.run([
                "test", "--profile-lua=\(file)", "objects/tests/object_generic_sensor_test.lua",
            ])
            #expect(run.exitCode == 0 && run.standardError.hasPrefix("CALLS  INSTRUCTIONS  "), "\(run.standardError)")
            #expect(run.standardError.contains(" object_generic_sensor.write object_generic_sensor.lua:"))
            #expect(!run.standardError.contains("xlwm2m/"))
            return try folder.read("sensor.folded")
        }
        let folded = try profile()
        #expect(try profile() == folded)
        for line in folded.split(separator: "\n") {
            let count = try #require(line.split(separator: " ").last.flatMap { Int($0) })
            #expect(count > 0)
        }
        #expect(folded.contains("object_generic_sensor.write object_generic_sensor.lua:"))
    }

    @Test func profilesARun() throws {
        let run = try Program.run(["run", "--profile-lua", Self.sensor, "--exec", Self.commands])
        #expect(
            run.exitCode == 0 && run.standardError.contains(" object_generic_sensor.create object_generic_sensor.lua:"))
    }

    static let ends: [([String], Int32, String)] = [
        (["run", "--trace", "c"], 2, "option '--trace' takes lua, not 'c'"),
        (["test", "--profile-lua=/nowhere/a.folded", "objects"], 3, "there is no folder to write the profile to"),
        (["run", "--watch=7"], 2, "option '--watch' takes no value"),
    ]
    @Test(arguments: ends) func endsAsItSays(_ arguments: [String], _ code: Int32, _ words: String) throws {
        let run = try Program.run(arguments)
        #expect(run.exitCode == code && run.standardError.contains(words), "\(run.standardError)")
    }

    @Test func theCommandsOfTheGuideWork() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            at: folder.url.appendingPathComponent("objects"),
            withDestinationURL: Corpus.checkout.appendingPathComponent("objects"))
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/inside.md"), encoding: .utf8)
        let lines = guide.components(separatedBy: "\n").filter { $0.hasPrefix("xlwm2m ") }
        #expect(lines.count == 3)
        for line in lines {
            let run = try Program.run(
                "/bin/sh", ["-c", "'\(Program.path)'" + line.dropFirst("xlwm2m".count)], in: folder.url)
            #expect(run.exitCode == 0, "\(line): \(run.standardError)")
        }
        #expect(try folder.names() == ["objects", "sensor.folded"])
    }
}
