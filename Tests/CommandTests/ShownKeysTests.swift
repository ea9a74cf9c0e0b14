import Foundation
import TestSupport
import Testing

/// Keys are shown to whoever asks for them, and to nobody else.
struct ShownKeysTests {
    /// `q83v` in base64.
    private static let server = [
        "--server", "coaps://127.0.0.1:5684", "--psk", "hex:abcdef", "--psk-identity", "str:client-7",
    ]

    private func exec(_ commands: String, _ options: String...) throws -> Program {
        try Program.run(["run"] + Self.server + options + ["--exec", commands])
    }

    @Test(arguments: ["read /0/0/5", "read /0/0/3", "read /0/0", "read /0"], [false, true])
    func atTheConsole(_ command: String, _ isJSON: Bool) throws {
        let options = isJSON ? ["--json"] : []
        let hidden = try Program.run(["run"] + Self.server + options + ["--exec", command])
        #expect(hidden.exitCode == 0)
        for key in ["abcdef", "q83v", "636c69656e742d37", "Y2xpZW50LTc"] {
            #expect(!(hidden.standardOutput + hidden.standardError).contains(key), "\(hidden.standardOutput)")
        }
        #expect(hidden.standardOutput.contains(isJSON ? "\"hidden\":true" : "bytes, shown with --show-keys"))
        let shown = try Program.run(["run", "--show-keys"] + Self.server + options + ["--exec", command])
        let keys = isJSON ? ["q83v", "Y2xpZW50LTc"] : ["abcdef", "636c69656e742d37"]
        #expect(keys.contains { shown.standardOutput.contains($0) }, "\(shown.standardOutput)")
        #expect(!shown.standardOutput.contains("--show-keys"))
    }

    /// What has been typed is not repeated either.
    @Test(arguments: [
        "write /0/0/5 hex:abcdef", "write /0/0 5=hex:abcdef", "create /0/9 5=hex:abcdef", "write /0/0/5 abcdef-x",
    ])
    func inRepeatedCommands(_ command: String) throws {
        let run = try exec(command, "--json")
        #expect(!run.standardOutput.contains("abcdef"), "\(run.standardOutput)")
        #expect(run.standardOutput.contains("keys, shown with --show-keys"))
    }

    @Test(arguments: [false, true]) func inTheLogOfALine(_ isShown: Bool) throws {
        let folder = try TemporaryFolder()
        let log = folder.path("log")
        let write = #"AT+ULWM2MCREATE="{\"bn\":\"/0/9\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vq83v\"}]}",0"#
        let run = try Program.run(
            ["run", "--at", "stdio", "--at-log", log] + (isShown ? ["--show-keys"] : []), input: "\(write)\rAT+CGMM\r")
        #expect(run.exitCode == 0)
        let text = try folder.read("log")
        #expect(text.contains("AT+CGMM") && text.contains("+ULWM2MCREATE"))
        #expect(text.contains("q83vq83v") == isShown)
    }

    @Test func inTheHistory() throws {
        let folder = try TemporaryFolder()
        let program = try LiveProgram(
            ["run"], onTerminal: true, environment: ["XDG_STATE_HOME": folder.url.path, "TERM": "xterm"])
        #expect(program.wait(for: "> "))
        for line in ["ls /3", "write /0/0/5 hex:abcdef", "ls /4"] {
            try program.send(line + "\r")
            #expect(program.wait(for: "> "))
        }
        try program.send("quit\r")
        #expect(program.exitCode() == 0)
        guard let text = try? folder.read("xlwm2m/history") else { return }
        #expect(!text.contains("abcdef") && text.contains("ls /3"))
    }
}
