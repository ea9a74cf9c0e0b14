import Foundation
import TestSupport
import Testing

/// `docs/fleet.md`: its commands run, its script and its timeline are taken, its manifests hold.
struct FleetGuideTests {
    private static func block(_ mark: String) throws -> String {
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/fleet.md"), encoding: .utf8)
        let block = try #require(guide.components(separatedBy: "```\(mark)\n").dropFirst().first)
        return block.components(separatedBy: "```")[0]
    }

    private static let path =
        (Program.path as NSString).deletingLastPathComponent + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")

    @Test func theFirstCommandsRun() throws {
        let folder = try TemporaryFolder()
        let commands = try Self.block("console").split(separator: "\n").filter { $0.hasPrefix("$ ") }.map {
            $0.dropFirst(2).replacing("5683", with: "25683")
        }
        let script = (commands + ["code=$?", "kill $!", "exit $code"]).joined(separator: "\n")
        let run = try Program.run("/bin/sh", ["-c", script], in: folder.url, environment: ["PATH": Self.path])
        #expect(run.exitCode == 0, "\(run.standardError)\(run.standardOutput)")
        #expect(run.standardOutput.contains("20 once") && run.standardOutput.contains("register 2.01"))
        let log = try folder.read("server.log")
        #expect(log.components(separatedBy: " registered from ").count == 21, "\(log)")
    }

    @Test func itsScriptAndTimelineAreTaken() throws {
        let folder = try TemporaryFolder()
        try folder.write(try Self.block("lua"), to: "fleet.lua")
        let timeline = try folder.write(try Self.block("timeline"), to: "storm.txt")
        for arguments in [["--script", folder.path("fleet.lua")], ["--timeline", timeline]] {
            // Nobody listens there.
            let run = try Program.run(
                [
                    "fleet", "--server", "coap://127.0.0.1:9", "--count", "20", "--ramp", "all", "--duration", "4",
                    "--drain",
                    "0",
                ] + arguments)
            #expect(run.exitCode == 1 && !run.standardOutput.contains("stopped:"), "\(run.standardOutput)")
            #expect(
                run.standardError.contains("at 2: power-cut 30% for 1s") == (arguments[0] == "--script"),
                "\(run.standardError)")
        }
    }

    @Test func anotherProgramMakesTheSameKey() throws {
        let secret = "000102030405060708090a0b0c0d0e0f"
        let run = try Program.run(
            "/bin/sh", ["-c", try Self.block("keys").replacing("SECRET", with: secret)])
        let digits = run.standardOutput.filter(\.isHexDigit).lowercased()
        // That of KeyDerivationTests.
        #expect(digits == "fa30fc36eb834cfb85a244ae8caaecbb", "\(run.standardError)")
    }

    @Test func theManifestsHold() throws {
        let run = try Program.run("/usr/bin/env", ["python3", "scripts/lib/kubernetes.py"])
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        var environment: [String: String] = [:]
        let words: String
        var code: Int32 = 2
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let refusals = [
        Refusal(arguments: [], words: "name a server: --server coap://127.0.0.1:5683"),
        Refusal(
            arguments: ["--server", "coaps://127.0.0.1"],
            words: "coaps://127.0.0.1:5684 needs keys: --identities FILE or --master-key KEY"),
        Refusal(
            arguments: ["--server", "coaps://127.0.0.1", "--master-key", "00ff"],
            words: "option '--master-key': the master secret has 2 bytes: it needs 16 at least, better 32"),
        Refusal(
            arguments: ["--server", "coap://127.0.0.1", "--shard", "4/4"],
            words: "option '--shard': '4/4' is not a shard: the first of N has the number 0, the last one N - 1"),
        Refusal(
            arguments: ["--server", "coap://127.0.0.1"], environment: ["JOB_COMPLETION_INDEX": "3"],
            words:
                "JOB_COMPLETION_INDEX is set and says which shard this is, and XLWM2M_SHARDS, how many there are, is "
                + "not: set it to the completions of the Job, or give --shard I/N"),
        Refusal(
            arguments: ["--server", "coap://127.0.0.1", "--count", "100000000"],
            words: "100000000 devices need as many descriptors, and the system allows this process ", code: 3),
        Refusal(
            arguments: ["--server", "coap://127.0.0.1", "--metrics", "here"],
            words: "option '--metrics' takes an address and a port, 127.0.0.1:9100, not 'here'"),
        Refusal(
            arguments: ["--server", "coap://127.0.0.1", "--identities", "/nowhere.csv"], words: "/nowhere.csv", code: 3),
        Refusal(
            arguments: ["--server", "coap://127.0.0.1", "--identities", "/dev/null"],
            words: "/dev/null names no device: a line is endpoint,identity,key", code: 3),
        Refusal(
            arguments: ["--server", "coap://127.0.0.1", "--first", "999999999999999", "--count", "2"],
            words: "option '--first': the last of 2 devices would have a number of more than 15 digits"),
        Refusal(
            arguments: ["--server", "coap://192.0.2.1"],
            words: "coap://192.0.2.1:5683 is not on this machine: --network any lets the fleet contact it"),
        Refusal(
            arguments: ["--server", "coap://127.0.0.1", "--svg", "/nowhere/x.svg"],
            words: "option '--svg': '/nowhere/x.svg' cannot be written: name a file in a folder that can be", code: 3),
    ]

    @Test(arguments: refusals) func refuses(_ refusal: Refusal) throws {
        let run = try Program.run(["fleet"] + refusal.arguments, environment: refusal.environment)
        #expect(run.exitCode == refusal.code && run.standardOutput.isEmpty)
        #expect(run.standardError.contains(refusal.words), "\(run.standardError)")
    }

    @Test func refusesADeviceWithoutAKey() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("endpoint,identity,key\na,a,00112233\nb,b,\nc,c,\n", to: "keys.csv")
        let run = try Program.run(
            ["fleet", "--server", "coaps://127.0.0.1:9", "--count", "3", "--identities", file])
        #expect(
            run.exitCode == 3 && run.standardError.contains("keys.csv: b has no key, and its server is one of coaps"))
    }

    /// What is wrong with the Objects is said once, and before any device begins.
    @Test func refusesObjectsThatCannotBeServed() throws {
        let folder = try TemporaryFolder()
        let arguments = ["fleet", "--server", "coap://127.0.0.1:9", folder.url.path]
        let empty = try Program.run(arguments)
        #expect(empty.exitCode == 3 && empty.standardError.contains(" holds no object_*.lua and no fleet.lua; "))
        try folder.write("x = = 1", to: "object_bad.lua")
        let bad = try Program.run(arguments)
        #expect(bad.exitCode == 3 && bad.standardOutput.isEmpty)
        #expect(bad.standardError.components(separatedBy: "object_bad.lua:1: unexpected symbol near '='").count == 2)
    }

    @Test func saysWhereAScriptIsWrong() throws {
        let folder = try TemporaryFolder()
        for (text, words) in [
            ("every(0, print)", "fleet.lua:1: bad argument #1 (seconds from 0.001 to a year)"),
            ("\ntimeline 'at noon'", "fleet.lua:2: timeline:1: 'at noon': write at TIME: EVENT SHARE"),
            ("x = = 1", "fleet.lua:1: unexpected symbol near '='"),
            ("while true do end", "fleet.lua"),
            ("on_start = 5", "fleet.lua: on_start is a number; it has to be a function of a device"),
            ("print('begun') x = = 1", "fleet.lua:1: unexpected symbol near '='"),
            ("print('begun') error('no')", "fleet.lua:1: begun\n"),
        ] {
            let file = try folder.write(text, to: "fleet.lua")
            let run = try Program.run(["fleet", "--server", "coap://127.0.0.1:9", "--script", file])
            #expect(run.exitCode == 3 && run.standardError.contains(words), "\(run.standardError)")
        }
    }
}
