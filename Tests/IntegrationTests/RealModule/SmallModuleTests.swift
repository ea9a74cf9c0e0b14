import Foundation
import TestSupport
import Testing

/// `xlwm2m module push` to a module that shares nothing with ours: `Peers/small_module.c`.
@Suite struct SmallModuleTests {
    static let program: String? = {
        let path = NSTemporaryDirectory() + "/small-module-\(ProcessInfo.processInfo.processIdentifier)"
        let source = Corpus.checkout.appendingPathComponent("Tests/IntegrationTests/Peers/small_module.c").path
        let run = try? Program.run("/usr/bin/env", ["cc", "-O1", "-Wall", "-o", path, source])
        return run?.exitCode == 0 ? path : nil
    }()

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var fault = "none"
        var options: [String] = []
        let code: Int32
        let says: String
        /// Whether the new file is on the module afterwards.
        let isPushed: Bool
    }

    static let cases = [
        Case(testDescription: "nothing goes wrong", code: 0, says: "the module lists Object 26241", isPushed: true),
        Case(
            testDescription: "it starts with the file", options: ["--reset"], code: 0, says: "its client runs",
            isPushed: true),
        Case(
            testDescription: "the Object is refused", fault: "refuses", code: 1,
            says: "operation not supported; the module is as it was before", isPushed: false),
        Case(
            testDescription: "the Object is not there", fault: "forgets", code: 1,
            says: "does not list Object 26241: its memory may not do for it", isPushed: false),
        Case(
            testDescription: "a byte changes on the way", fault: "flips", code: 0,
            says: "the module lists Object 26241", isPushed: true),
        Case(
            testDescription: "a byte changes on the way each time", fault: "spoils", code: 1,
            says: "comes back from the module with other bytes", isPushed: false),
        Case(
            testDescription: "a byte is lost on the way", fault: "loses", code: 0,
            says: "the module lists Object 26241", isPushed: true),
        Case(
            testDescription: "it answers late, without echo", fault: "late", code: 0,
            says: "the module lists Object 26241", isPushed: true),
        Case(
            testDescription: "the client does not start with it", fault: "dies", options: ["--reset"], code: 1,
            says: "the client does not start with these files; the module is as it was before", isPushed: false),
    ]

    @Test(.enabled(if: program != nil, "needs a compiler of C"), arguments: cases, [true, false])
    func pushes(_ c: Case, replaces: Bool) throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let module = try LiveProgram([link, c.fault], program: try #require(Self.program))
        defer { module.kill() }
        try #require(module.wait(for: "ready"))
        func run(_ command: String, _ words: [String]) throws -> Program {
            try Program.run(
                ["module", command, "--port", link, "--speed", "50"] + words,
                environment: ["XDG_STATE_HOME": folder.path("state")])
        }
        let older = try folder.write(PushBench.older, to: "older/\(PushBench.name)")
        let new = try folder.write(PushBench.new, to: "new/\(PushBench.name)")
        // What spoils each upload would spoil the older one, too.
        let replaces = replaces && !["spoils", "flips", "loses"].contains(c.fault)
        if replaces { try #require(try run("push", [older]).exitCode == 0) }
        let push = try run("push", [new] + c.options)
        #expect(push.exitCode == c.code, "\(push.standardError)")
        #expect(
            (push.standardOutput + push.standardError).contains(c.says), "\(push.standardOutput)\(push.standardError)")
        let cat = try run("cat", [PushBench.name])
        #expect(cat.standardOutput == (c.isPushed ? PushBench.new : replaces ? PushBench.older : ""))
        #expect(try run("ls", ["--tag", "USER"]).standardOutput.isEmpty)
        #expect(try run("push", ["--recover"]).standardOutput.hasPrefix("there is nothing to recover"))
        if replaces { #expect(try run("info", ["--json"]).standardOutput.contains("\"client\": \"running\"")) }
    }

    @Test(.enabled(if: program != nil, "needs a compiler of C")) func takesBackWhatASignalStops() throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let module = try LiveProgram([link, "late"], program: try #require(Self.program))
        defer { module.kill() }
        try #require(module.wait(for: "ready"))
        let environment = ["XDG_STATE_HOME": folder.path("state")]
        let file = try folder.write(PushBench.new, to: PushBench.name)
        let words = ["--port", link, "--speed", "20"]
        let push = try LiveProgram(["module", "push", file] + words, environment: environment)
        // The module takes a second and more for what comes next.
        try #require(push.wait(for: "came back the same"))
        push.send(signal: SIGINT)
        #expect(push.exitCode() == 1)
        #expect(push.rest.contains("taken back: stopped by a signal"))
        let list = try Program.run(["module", "ls"] + words, environment: environment)
        #expect(list.exitCode == 0 && list.standardOutput.isEmpty)
        let recovery = try Program.run(["module", "push", "--recover"] + words, environment: environment)
        #expect(recovery.standardOutput.hasPrefix("there is nothing to recover"))
    }

    /// A module that does not notice that the host is gone takes what comes next for bytes of the file: nothing is sent
    /// until it has given up.
    @Test(.enabled(if: program != nil, "needs a compiler of C")) func leavesAModuleAloneThatWaitsForBytes() throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let module = try LiveProgram([link, "stalls"], program: try #require(Self.program))
        defer { module.kill() }
        try #require(module.wait(for: "ready"))
        let environment = ["XDG_STATE_HOME": folder.path("state")]
        // More than the system keeps for a pseudoterminal.
        let padding = String(repeating: "-- padding\n", count: 20_000)
        let file = try folder.write(PushBench.new + padding, to: PushBench.name)
        let words = ["--port", link, "--speed", "10"]
        let push = try LiveProgram(["module", "push", file] + words, environment: environment)
        try #require(module.wait(for: "half"))
        push.kill()
        _ = push.exitCode()
        let recovery = try Program.run(["module", "push", "--recover"] + words, environment: environment)
        #expect(recovery.exitCode == 0, "\(recovery.standardError)")
        #expect(recovery.standardOutput == "the push is taken back: the module is as it was before\n")
        #expect(module.wait(for: "gave up, undisturbed"), "\(module.rest)")
        let list = try Program.run(["module", "ls"] + words, environment: environment)
        #expect(list.exitCode == 0 && list.standardOutput.isEmpty)
    }
}
