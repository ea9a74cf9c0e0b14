import Foundation
import TestSupport
import Testing

/// `xlwm2m module shell` with a pipe and with a terminal, at our own emulated module.
struct ModuleShellCommandTests {
    private static func module(in folder: TemporaryFolder, _ options: [String] = []) throws -> (LiveProgram, String) {
        let link = folder.path("modem")
        let module = try LiveProgram(["run", "--at", "pty=\(link)", "--speed", "100"] + options)
        try #require(module.wait(for: "AT port \(link)"))
        // What is typed while it boots is lost.
        try #require(module.wait(for: "+ULWM2MSTAT: 5,2"))
        return (module, link)
    }

    /// The lines without their times.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map {
            String($0.hasPrefix("> ") ? $0[...] : $0.drop { " .0123456789".contains($0) })
        }
    }

    @Test func answersAPipe() throws {
        let folder = try TemporaryFolder()
        let (module, link) = try Self.module(in: folder)
        defer { module.end() }
        let input = """
            ATE1
            AT+CGMM
            at create /14/1 0=host --x
            at read /3/0/17
            AT+UDWNFILE="x.txt",5
            abcd
            AT+ULSTFILE=2,"x.txt"
            decode +ULWM2MSTAT: 1,123,3
            nonsense
            AT+X
            """
        let run = try Program.run(["module", "shell", "--port", link], input: input)
        #expect(run.exitCode == 1 && run.standardError.isEmpty)
        let shown = Self.lines(run.standardOutput)
        #expect(shown.contains("SARA-R510S") && shown.contains(#"> AT+ULWM2MREAD="/3/0/17""#), "\(run.standardOutput)")
        #expect(run.standardOutput.contains("  17 Device Type  \"module\"\n"))
        #expect(shown.contains("> 5 bytes") && shown.contains("+ULSTFILE: 5"))
        #expect(run.standardOutput.contains("  state  3  registered\n"))
        #expect(run.standardOutput.contains("'nonsense' is no AT line; help says what there is\n"))
        #expect(run.standardOutput.contains("'--x' is not NAME=VALUE") && shown.last == "ERROR")
    }

    /// URCs in the worst places and a slow line: each answer is shown once, and in its order.
    @Test(arguments: [["--urc-chaos", "7"], ["--shape", "9600,latency=20ms"]])
    func bearsABadLine(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        let (module, link) = try Self.module(in: folder, options)
        defer { module.end() }
        let commands = (0..<12).map { "AT+UGPIOC=16,\($0 % 2 == 0 ? 255 : 0);+CMEE=\($0 % 3);+CMEE?" }
        let run = try Program.run(
            ["module", "shell", "--port", link], input: "AT+ULWM2MSTAT=1,7\n" + commands.joined(separator: "\n") + "\n")
        #expect(run.exitCode == 0, "\(run.standardOutput)")
        let answers = run.standardOutput.split(separator: "\n").filter { $0.contains("+CMEE: ") }.map { $0.suffix(1) }
        #expect(answers == (0..<12).map { "\($0 % 3)"[...] })
    }

    /// What is sent to a module that boots is lost: the next line waits until it listens.
    @Test func waitsForAModuleThatBoots() throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let module = try LiveProgram(["run", "--at", "pty=\(link)", "--speed", "4"])
        defer { module.end() }
        try #require(module.wait(for: "AT port \(link)"))
        let run = try Program.run(
            ["module", "shell", "--port", link], input: "AT+CGMI\nAT+CFUN=16\nAT+CGMM\n")
        #expect(run.exitCode == 0, "\(run.standardOutput)")
        let shown = Self.lines(run.standardOutput)
        #expect(shown.contains("u-blox") && shown.contains("SARA-R510S"), "\(run.standardOutput)")
        #expect(shown.filter { $0 == "OK" }.count == 3)
    }

    @Test func hidesKeys() throws {
        let folder = try TemporaryFolder()
        let (module, link) = try Self.module(in: folder)
        defer { module.end() }
        let run = try Program.run(
            ["module", "shell", "--port", link], input: "at write /0/10 psk=hex:736563726574\n")
        #expect(run.standardOutput.contains("> AT+ULWM2MWRITE=(may hold keys; shown with --show-keys)\n"))
        #expect(!run.standardOutput.contains("c2VjcmV0"))
    }

    @Test func keepsAHistoryWithoutKeys() throws {
        let folder = try TemporaryFolder()
        let (module, link) = try Self.module(in: folder)
        defer { module.end() }
        let shell = try LiveProgram(
            ["module", "shell", "--port", link], onTerminal: true,
            environment: ["TERM": "xterm", "XDG_STATE_HOME": folder.path("state")])
        try #require(shell.wait(for: "module>"))
        try shell.send("AT+CGMM\r")
        #expect(shell.wait(for: "SARA-R510S") && shell.wait(for: "OK"), "\(shell.rest)")
        try shell.send("at write /0/10 psk=hex:736563726574\r")
        #expect(shell.wait(for: "(may hold keys") && shell.wait(for: "OK"), "\(shell.rest)")
        try shell.send("quit\r")
        #expect(shell.exitCode() == 0)
        let history = (try? folder.read("state/xlwm2m/history")) ?? ""
        #expect(!history.contains("psk="))
        if !history.isEmpty { #expect(history.contains("AT+CGMM")) }
    }

    @Test func saysThatThePortIsGone() throws {
        let folder = try TemporaryFolder()
        let (module, link) = try Self.module(in: folder)
        let shell = try LiveProgram(["module", "shell", "--port", link])
        try shell.send("AT+CGMM\n")
        #expect(shell.wait(for: "SARA-R510S"))
        module.kill()
        #expect(shell.exitCode() == 3)
        let none = try Program.run(["module", "shell", "--port", folder.path("none")])
        #expect(none.exitCode == 3 && none.standardError.contains("cannot open"))
    }
}
