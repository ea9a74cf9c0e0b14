import Foundation
import TestSupport
import Testing

/// `xlwm2m run` while it runs: saved files, and the prompt on a terminal.
@Suite(.serialized) struct RunLiveTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(RunCommandTests.probe, to: "object_probe.lua")
    }

    /// Saves the probe with something replaced, as editors do: a new file that takes the old one's name.
    private func save(_ old: String, _ new: String) throws {
        let text = try folder.read("object_probe.lua").replacingOccurrences(of: old, with: new)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("object_probe.lua")), options: .atomic)
    }

    @Test func servesWhatIsSaved() throws {
        let program = try LiveProgram(["run", folder.url.path, "--watch"])
        try program.send("create /32800 1=kept\n")
        #expect(program.wait(for: "2.01 Created /32800/0\n"))

        // Another behaviour, the same shape: the instances stay, with the operations of now.
        let started = Date()
        try save(#"error("as asked")"#, #"print("saved")"#)
        #expect(program.wait(for: "! object_probe.lua: reloaded /32800, instances kept\n"))
        #expect(Date().timeIntervalSince(started) < 1)
        try program.send("exec /32800/0/0 fail; read /32800/0/1\n")
        #expect(program.wait(for: ": saved\n2.04 Changed\n/32800/0/1 Text: \"kept\" (String)\n"))

        // A file that does not load: the old one stays.
        try save("return object_probe", "retrun object_probe")
        #expect(program.wait(for: "! object_probe.lua:"))
        #expect(program.wait(for: "! the old object_probe.lua is still served\n"))
        try program.send("read /32800/0/1\n")
        #expect(program.wait(for: "/32800/0/1 Text: \"kept\" (String)\n"))

        // Another type: the instances go.
        try folder.write(Self.integerProbe, to: "object_probe.lua")
        #expect(
            program.wait(
                for: "! object_probe.lua: reloaded /32800, instances dropped: "
                    + "resource 1 was of type 'String' and is of 'Integer'\n"))
        try program.send("ls\n")
        #expect(program.wait(for: "/32800  Probe  1.0      -          object_probe.lua\n"))

        // A new file, and one that goes.
        try folder.write(
            String(
                contentsOf: Corpus.checkout.appendingPathComponent("objects/object_generic_sensor.lua"),
                encoding: .utf8), to: "object_generic_sensor.lua")
        #expect(program.wait(for: "! object_generic_sensor.lua: loaded /3300\n"))
        try FileManager.default.removeItem(atPath: folder.path("object_generic_sensor.lua"))
        #expect(program.wait(for: "! object_generic_sensor.lua: removed\n"))
        try program.endInput()
        #expect(program.exitCode() == 0)
    }

    static let integerProbe = RunCommandTests.probe.replacingOccurrences(
        of: #"resource("Text", "RW", "Single", "String", "")"#, with: #"resource("Text", "RW", "Single", "Integer", 0)"#
    )

    static let libraries = ["libedit.so.2", "libreadline.so.8", "none"].filter { name in
        name == "none"
            || ["/lib/x86_64-linux-gnu/", "/lib/aarch64-linux-gnu/", "/usr/lib/", "/usr/lib64/"]
                .contains { FileManager.default.fileExists(atPath: $0 + name) }
    }

    @Test(arguments: libraries) func hasAPrompt(_ library: String) throws {
        let environment = [
            "XLWM2M_LINE_EDITOR": library, "XDG_STATE_HOME": folder.path("state"), "TERM": "xterm", "LC_ALL": "C.UTF-8",
        ]
        let program = try LiveProgram(
            ["run", folder.url.path, "--watch"], onTerminal: true, environment: environment)
        #expect(program.wait(for: "help lists the commands\r\n"))
        #expect(program.wait(for: "> "))
        try program.send("create /32800 1=größe\r")
        #expect(program.wait(for: "2.01 Created /32800/0\r\n"))
        #expect(program.wait(for: "> "))
        if library != "none" {
            // Completion of a verb, of an Object, of its instance; then a wrong letter is taken back.
            try program.send("rea\t/328\t\t1x\u{7F}\r")
        } else {
            try program.send("read /32800/0/1\r")
        }
        #expect(program.wait(for: "/32800/0/1 Text: \"größe\" (String)\r\n"))
        #expect(program.wait(for: "> "))

        // What happens while somebody types stands above what is typed.
        try program.send("read /32800")
        #expect(program.wait(for: "read /32800"))
        try save(#"error("as asked")"#, #"print("saved")"#)
        #expect(program.wait(for: "! object_probe.lua: reloaded /32800, instances kept\r\n"))
        if library != "none" { #expect(program.wait(for: "> read /32800")) }
        try program.send("/0/1\r")
        #expect(program.wait(for: "(String)\r\n"))
        try program.send("quit\r")
        #expect(program.exitCode() == 0)
        if library != "none" {
            #expect(try folder.read("state/xlwm2m/history").hasPrefix("create /32800 1=größe\nread "))
        }
    }

    /// An interrupt clears a line that is being typed, and ends the program on an empty one.
    @Test(arguments: libraries) func clearsALineOnAnInterrupt(_ library: String) throws {
        guard library != "none" else { return }
        let program = try LiveProgram(
            ["run", "--flash", folder.path("flash")], onTerminal: true,
            environment: ["XLWM2M_LINE_EDITOR": library, "XDG_STATE_HOME": folder.path("state"), "TERM": "xterm"])
        #expect(program.wait(for: "> "))
        for _ in 0..<2 {
            try program.send("read /9")
            #expect(program.wait(for: "read /9"))
            program.send(signal: SIGINT)
            #expect(program.wait(for: "> "))
            try program.send("ls /8\r")
            #expect(program.wait(for: "4.04 Not Found: Object 8 is not loaded"))
            #expect(program.wait(for: "> "))
        }
        program.send(signal: SIGINT)
        #expect(program.exitCode() == 0)
        #expect(program.endedByItself)
    }

    @Test func recallsLinesOfTheLastSession() throws {
        guard let library = Self.libraries.first(where: { $0 != "none" }) else { return }
        try folder.write("ls\nread /9\n", to: "state/xlwm2m/history")
        let program = try LiveProgram(
            ["run"], onTerminal: true,
            environment: ["XLWM2M_LINE_EDITOR": library, "XDG_STATE_HOME": folder.path("state"), "TERM": "xterm"])
        #expect(program.wait(for: "> "))
        try program.send("\u{1B}[A\r")
        #expect(program.wait(for: "4.04 Not Found: Object 9 is not loaded"))
        #expect(program.wait(for: "> "))
        try program.send("\u{4}")
        #expect(program.exitCode() == 0)
    }
}
