import Foundation
import TestSupport
import Testing

/// Every way out of a program that would run on saves and ends with its code.
@Suite(.serialized) struct EndingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// SARA-R5 saves when it goes off alone: what is there after a restart was saved at the end.
    private func savedText() throws -> String {
        let run = try Program.run([
            "run", "--all-objects", "--flash", folder.path("flash"), "--exec", "read /3300/0/5750",
        ])
        return run.standardOutput + run.standardError
    }
    private static let saved = "/3300/0/5750 Application Type: \"kept\" (String)\n"

    struct End: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var signal: Int32 = 0
        var typed: String?
        var closesInput = false
    }
    static let ends = [
        End(testDescription: "SIGTERM", signal: SIGTERM), End(testDescription: "SIGINT", signal: SIGINT),
        End(testDescription: "SIGHUP", signal: SIGHUP), End(testDescription: "quit", typed: "quit\n"),
        End(testDescription: "end of input", closesInput: true),
    ]
    static let options = [[], ["--at", "pty"], ["--speed", "1000"], ["--json"], ["--watch"]]

    @Test(arguments: ends, options) func overPipes(_ end: End, _ options: [String]) throws {
        // With a port the end of a pipe ends nothing.
        if end.closesInput, options.contains("--at") { return }
        let program = try LiveProgram(["run", "--all-objects", "--flash", folder.path("flash")] + options)
        try program.send("create /3300 5750=kept\n")
        #expect(program.wait(for: options == ["--json"] ? "\"2.01\"" : "2.01 Created"))
        if let typed = end.typed { try program.send(typed) }
        if end.closesInput { try program.endInput() }
        if end.signal != 0 { program.send(signal: end.signal) }
        #expect(program.exitCode() == 0)
        #expect(program.endedByItself)
        #expect(try savedText() == Self.saved)
    }

    /// A terminal, with an editor of lines and without one; `^D` stands for the end of input.
    @Test(arguments: ends, ["", "none"]) func onATerminal(_ end: End, _ editor: String) throws {
        var environment = ["TERM": "xterm", "XDG_STATE_HOME": folder.path("state")]
        if editor != "" { environment["XLWM2M_LINE_EDITOR"] = editor }
        let program = try LiveProgram(
            ["run", "--all-objects", "--flash", folder.path("flash")], onTerminal: true, environment: environment)
        #expect(program.wait(for: "> "))
        try program.send("create /3300 5750=kept\r")
        #expect(program.wait(for: "2.01 Created"))
        #expect(program.wait(for: "> "))
        if let typed = end.typed { try program.send(typed.replacingOccurrences(of: "\n", with: "\r")) }
        if end.closesInput { try program.send("\u{4}") }
        if end.signal != 0 { program.send(signal: end.signal) }
        #expect(program.exitCode() == 0)
        #expect(program.endedByItself)
        #expect(try savedText() == Self.saved)
    }

    @Test(arguments: ends) func onItsOwnPort(_ end: End) throws {
        guard end.typed == nil else { return }
        let program = try LiveProgram(["run", "--all-objects", "--flash", folder.path("flash"), "--at", "stdio"])
        try program.send("ATE0\r")
        #expect(program.wait(for: "OK"))
        try program.send(
            "AT+ULWM2MCREATE=\"{\\\"bn\\\":\\\"/3300/0\\\",\\\"e\\\":[{\\\"n\\\":\\\"5750\\\",\\\"sv\\\":\\\"kept\\\"}]}\",0\r"
        )
        #expect(program.wait(for: "OK"))
        if end.closesInput { try program.endInput() }
        if end.signal != 0 { program.send(signal: end.signal) }
        #expect(program.exitCode() == 0)
        #expect(program.endedByItself)
        #expect(try savedText() == Self.saved)
    }

    /// While commands of `--exec` are at work.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func amongCommands(_ signal: Int32) throws {
        let program = try LiveProgram(
            ["run", "--all-objects", "--flash", folder.path("flash"), "--exec", "create /3300 5750=kept"]
                + Array(repeating: ["--exec", "AT+COPS=?"], count: 40).flatMap { $0 })
        #expect(program.wait(for: "2.01 Created"))
        program.send(signal: signal)
        #expect(program.exitCode() == 3)
        #expect(program.endedByItself)
        #expect(try savedText() == Self.saved)
    }

    /// A wait that a signal ends says so, and what stands after it is left undone.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP], ["", "--exec"]) func duringAWait(_ signal: Int32, _ option: String)
        throws
    {
        let commands = ["ls /3; wait 600; ls /1", "ls /4"]
        let program = try LiveProgram(["run"] + (option.isEmpty ? [] : commands.flatMap { [option, $0] }))
        if option.isEmpty { try program.send(commands.joined(separator: "\n") + "\n") }
        #expect(program.wait(for: "/3 Device, "))
        usleep(300_000)
        program.send(signal: signal)
        #expect(program.exitCode() == 3)
        #expect(program.endedByItself)
        #expect(program.line(from: "5.03 ")?.hasPrefix("5.03 Service Unavailable: ended by a signal after 0") == true)
        #expect(program.rest.isEmpty)
    }

    /// Nor does a server go on with its commands.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP], ["", "--exec"]) func duringASleep(_ signal: Int32, _ option: String)
        throws
    {
        let commands = "sleep 600; clients"
        let program = try LiveProgram(["server", "--port", "0"] + (option.isEmpty ? [] : [option, commands]))
        if option.isEmpty { try program.send(commands + "\n") }
        #expect(program.line(from: "! listening at ") != nil)
        usleep(300_000)
        program.send(signal: signal)
        #expect(program.exitCode() == 3)
        #expect(program.endedByItself)
        #expect(program.rest.hasPrefix("ended by a signal after "))
        #expect(!program.rest.contains("no client"))
    }

    /// The terminal goes: a window that is closed. It is not the one that sends SIGHUP then.
    @Test(arguments: ["", "none"]) func withItsTerminal(_ editor: String) throws {
        var environment = ["TERM": "xterm", "XDG_STATE_HOME": folder.path("state")]
        if editor != "" { environment["XLWM2M_LINE_EDITOR"] = editor }
        let program = try LiveProgram(
            ["run", "--all-objects", "--flash", folder.path("flash")], onTerminal: true, environment: environment)
        #expect(program.wait(for: "> "))
        try program.send("create /3300 5750=kept\r")
        #expect(program.wait(for: "2.01 Created"))
        program.hangUp()
        #expect(program.exitCode() == 0)
        #expect(program.endedByItself)
        #expect(try savedText() == Self.saved)
    }

    /// A registration ends with the program, at the server too, whichever way out is taken.
    @Test(arguments: ends + [End(testDescription: "closed terminal")], ["coap", "coaps"])
    func leavesItsServer(_ end: End, _ scheme: String) throws {
        let key = scheme == "coap" ? [] : ["--psk-identity", "me", "--psk", "hex:000102"]
        let server = try LiveProgram(["server", "--port", "0"] + key)
        defer { server.kill() }
        let uri = try #require(server.line(from: "\(scheme)://"))
        // The end of a pipe ends nothing there.
        let isTerminal = end.closesInput || end.typed == nil && end.signal == 0
        let program = try LiveProgram(
            ["run", "--all-objects", "--flash", folder.path("flash"), "--server", uri] + key, onTerminal: isTerminal,
            environment: ["TERM": "xterm", "XDG_STATE_HOME": folder.path("state")])
        #expect(server.wait(for: " registered from "))
        try program.send("create /3300 5750=kept" + (isTerminal ? "\r" : "\n"))
        #expect(program.wait(for: "2.01 Created"))
        if let typed = end.typed {
            try program.send(typed)
        } else if end.closesInput {
            #expect(program.wait(for: "> "))
            try program.send("\u{4}")
        } else if end.signal != 0 {
            program.send(signal: end.signal)
        } else {
            program.hangUp()
        }
        #expect(server.wait(for: " de-registered"))
        #expect(program.exitCode() == 0)
        #expect(program.endedByItself)
        #expect(try savedText() == Self.saved)
    }

    /// A server that does not answer holds nobody up.
    @Test func leavesASilentServer() throws {
        let server = try LiveProgram(["server", "--port", "0"])
        defer { server.kill() }
        let uri = try #require(server.line(from: "coap://"))
        let program = try LiveProgram([
            "run", "--all-objects", "--flash", folder.path("flash"), "--server", uri,
        ])
        #expect(server.wait(for: " registered from "))
        try program.send("create /3300 5750=kept\n")
        #expect(program.wait(for: "2.01 Created"))
        server.send(signal: SIGSTOP)
        let start = ContinuousClock.now
        program.send(signal: SIGTERM)
        #expect(program.exitCode() == 0)
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(try savedText() == Self.saved)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func ofAServer(_ signal: Int32) throws {
        let program = try LiveProgram(["server", "--port", "0"])
        #expect(program.wait(for: "listening at "))
        program.send(signal: signal)
        #expect(program.exitCode() == 0)
        #expect(program.endedByItself)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func ofAScenario(_ signal: Int32) throws {
        let file = try folder.write("wait 600\n", to: "x.scenario")
        let program = try LiveProgram(["scenario", file, "--flash", folder.path("flash")])
        #expect(program.wait(for: "AT port "))
        program.send(signal: signal)
        #expect(program.exitCode() == 1)
        #expect(program.endedByItself)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("flash/LWM2M")) == ["object.db"])
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func ofTestsThatAreWatched(_ signal: Int32) throws {
        try folder.write("it('x', function() end)\n", to: "x_test.lua")
        let program = try LiveProgram(["test", "--watch", folder.url.path])
        #expect(program.wait(for: "1 passed"))
        // The line on standard error says that it watches; the signals are taken from before the first run on.
        program.send(signal: signal)
        #expect(program.exitCode() == 0)
        #expect(program.endedByItself)
    }

    /// A run of tests ends between two of them, and its reports are whole.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func ofTests(_ signal: Int32) throws {
        try folder.write("it('x', function() end)\n", to: "x_test.lua")
        let program = try LiveProgram([
            "test", "--repeat", "20000", "--reporter", "plain", "--reporter", "junit:" + folder.path("report.xml"),
            "--reporter", "tap:" + folder.path("report.tap"), folder.path("x_test.lua"),
        ])
        #expect(program.wait(for: "[round 3] (1 passed"))
        program.send(signal: signal)
        #expect(program.exitCode() == 3)
        #expect(program.endedByItself)
        #expect(program.wait(for: "; ended before all tests had run\n"))
        #expect(try folder.read("report.xml").hasSuffix("</testsuites>\n"))
        #expect(try folder.read("report.tap").hasSuffix("\nBail out! ended before all tests had run\n"))
    }

    /// A long run ends between two files.
    @Test func ofGenerating() throws {
        let text = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml"), encoding: .utf8)
        var files: [String] = []
        for id in 0..<2000 {
            let own = text.replacingOccurrences(of: ">3300<", with: ">\(32769 + id)<")
                .replacingOccurrences(of: "/ext:3300", with: "/ext:\(32769 + id)")
                .replacingOccurrences(of: "<Name>Generic Sensor</Name>", with: "<Name>Sensor \(id)</Name>")
            files.append(try folder.write(own, to: "in/\(id).xml"))
        }
        let program = try LiveProgram(["generate", "--with-tests", "-o", folder.path("out")] + files)
        while (try? FileManager.default.contentsOfDirectory(atPath: folder.path("out")).count) ?? 0 < 1,
            program.isRunning
        {
            usleep(500)
        }
        program.send(signal: SIGTERM)
        #expect(program.exitCode() == 3)
        #expect(program.endedByItself)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out"))
        #expect(!names.isEmpty && names.count < 4000)
        #expect(names.allSatisfy { $0.hasSuffix(".lua") })
        for name in names { #expect(try folder.read("out/\(name)").hasSuffix("\n")) }
    }

    /// What could not be saved at the end is said, and is no success.
    @Test func withoutRoomToSave() throws {
        let program = try LiveProgram([
            "run", "--all-objects", "--flash", folder.path("flash"), "--exec", "create /3300",
        ])
        #expect(program.exitCode() == 0)
        let run = try Program.run(
            "/bin/sh",
            [
                "-c",
                "ulimit -f 80; \"$0\" run --all-objects --flash \"$1\" --exec "
                    + "\"write /3300/0/5750 '$(head -c 100000 /dev/zero | tr '\\0' x)'; save\"",
                Program.path, folder.path("flash"),
            ])
        #expect(run.exitCode == 3, "\(run.standardOutput.suffix(300))")
        #expect(run.standardOutput.contains("5.00 Internal Server Error: not saved: LWM2M/object.db: "))
        #expect(!run.standardOutput.contains("all changes are saved"))
        #expect(run.standardError.contains("xlwm2m: changes are lost that could not be saved: LWM2M/object.db: "))
    }
}
