import Foundation
import TestSupport
import Testing

/// `xlwm2m run` told by a script: it ends when its commands are done, waits where they say so, and mixes AT lines.
struct RunScriptTests {
    @Test func mixesLinesOfATAndVerbs() throws {
        let run = try Program.run([
            "run", "--exec", "AT+CMEE=2;+CGMM; read /3/0/0; AT+ULWM2MREAD=\"/3/0/0\"; as 721; read /3/0/0; AT",
        ])
        #expect(run.exitCode == 0)
        let lines = run.standardOutput.split(separator: "\n").map(String.init)
        #expect(lines.prefix(2) == ["SARA-R510S", "OK"])
        #expect(lines[2] == "/3/0/0 Manufacturer: \"u-blox\" (String)")
        #expect(lines[3].hasPrefix("+ULWM2MREAD: {") && lines[4] == "OK")
        #expect(lines.suffix(2) == ["/3/0/0 Manufacturer: \"u-blox\" (String)", "OK"], "\(lines)")
    }

    @Test func tellsColumnsAndFailuresOfAMixedLine() throws {
        let run = try Program.run(["run", "--exec", "AT; red /3/0; AT+NOTHERE; ls /3/0/0"])
        #expect(run.exitCode == 1)
        #expect(run.standardOutput.contains("column 5: unknown command 'red'; did you mean 'read'? help lists all"))
        #expect(run.standardOutput.contains("ERROR\n") && run.standardOutput.hasSuffix("String\n"))
    }

    @Test(arguments: [
        ["--at", "tcp:0"], ["--at", "pty"], ["--server", "coap://127.0.0.1:1"], ["--watch"],
        ["--at", "pty", "--server", "coap://127.0.0.1:1", "--watch"],
    ]) func endsWhenItsCommandsAreDone(options: [String]) throws {
        let run = try Program.run(

            ["run", "--speed", "200", "--exec", "AT; reset", "--exec", "boot; AT; read /3/0/0"] + options)
        #expect(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        #expect(run.standardOutput.contains("the LwM2M client runs\n"))
        #expect(run.standardOutput.contains("/3/0/0 Manufacturer: \"u-blox\" (String)\n"))
    }

    struct Wait: Sendable, CustomTestStringConvertible {
        var testDescription: String { commands }
        var commands: String
        var options: [String] = []
        var exitCode: Int32
        var output: String
    }

    @Test(arguments: [
        Wait(commands: "wait 0.2", exitCode: 0, output: "0.2 s have passed\n"),
        Wait(commands: "wait 600", options: ["--speed", "10000"], exitCode: 0, output: "600 s have passed\n"),
        Wait(
            commands: "set clock 2030-01-01; wait 900; read /3/0/13", options: ["--speed", "1000"], exitCode: 0,
            output: "2030-01-01T00:1"),
        Wait(
            commands: "wait registered", options: ["--speed", "50"], exitCode: 0,
            output: "registered with server 721\n"),
        Wait(
            commands: "wait registered 0.3", options: ["--server", "coap://127.0.0.1:1"], exitCode: 1,
            output: "5.04 Gateway Timeout: not registered within 0.3 s: server 721 is "),
        Wait(
            commands: "off; wait registered 0.1", exitCode: 1,
            output: "5.04 Gateway Timeout: not registered within 0.1 s: "),
        Wait(
            commands: "wait", exitCode: 1, output: "column 5: wait needs more: wait SECONDS|registered\n"),
        Wait(
            commands: "wait soon", exitCode: 1,
            output: "column 6: 'soon' is neither a number of seconds from 0 to 86400 nor 'registered'\n"),
        Wait(commands: "wait -1", exitCode: 1, output: "column 6: '-1' is neither a number"),
        Wait(
            commands: "wait registered nan", exitCode: 1,
            output: "column 17: 'nan' is not a number of seconds from 0 to 86400\n"),
        Wait(commands: "wait 1 2", exitCode: 1, output: "column 8: unexpected argument '2': wait SECONDS|registered\n"),
    ]) func waits(_ c: Wait) throws {
        let run = try Program.run(["run", "--exec", c.commands] + c.options)
        #expect(run.exitCode == c.exitCode)
        #expect(run.standardOutput.contains(c.output), "\(run.standardOutput)")
    }

    @Test func waitsInAPipeToo() throws {
        let run = try Program.run(["run", "--json"], input: "wait 0.2; read /3/0/0\nAT\nwait registered 0\n")
        let lines = run.standardOutput.split(separator: "\n")
        #expect(lines.first == #"{"command":"wait 0.2","module":"0.2 s have passed"}"#)
        #expect(lines[1].hasPrefix(#"{"command":"read /3/0/0","code":"2.05""#))
        #expect(lines[2] == #"{"command":"AT","lines":["OK"]}"#)
        #expect(lines[3].hasPrefix(#"{"command":"wait registered 0","code":"5.04","error":"not registered within 0 s"#))
        #expect(run.exitCode == 1)
    }

    @Test func sendsDataThatLooksLikeCommands() throws {
        let folder = try TemporaryFolder()
        let run = try Program.run([
            "run", "--flash", folder.path("flash"), "--exec", "AT+UDWNFILE=\"f\",3", "--exec", "ls;",
            "--exec", "AT+URDFILE=\"f\"; files USER",
        ])
        #expect(run.standardOutput.contains("ls;") && run.standardOutput.contains("f     the flash\n"))
    }

    @Test func servesWhatIsSavedInTheFlash() throws {
        let folder = try TemporaryFolder()
        let probe = RunCommandTests.probe
        try folder.write(probe, to: "flash/XLWM2M/object_probe.lua")
        let program = try LiveProgram(["run", "--flash", folder.path("flash"), "--watch"])
        try program.send("create /32800 1=kept\n")
        #expect(program.wait(for: "2.01 Created /32800/0\n"))
        let saved = probe.replacingOccurrences(of: #"error("as asked")"#, with: #"print("saved")"#)
        try folder.write(saved, to: "flash/XLWM2M/object_probe.lua")
        #expect(program.wait(for: "! object_probe.lua: reloaded /32800, instances kept\n"))
        try program.send("exec /32800/0/0 fail; read /32800/0/1\n")
        #expect(program.wait(for: ": saved\n2.04 Changed\n/32800/0/1 Text: \"kept\" (String)\n"))
        // A new one, and one that takes the place of a built-in Object until it is gone.
        try folder.write(
            probe.replacingOccurrences(of: "object_probe", with: "object_other")
                .replacingOccurrences(of: "32800", with: "32801"), to: "flash/XLWM2M/object_other.lua")
        #expect(program.wait(for: "! object_other.lua: loaded /32801\n"))
        try FileManager.default.removeItem(atPath: folder.path("flash/XLWM2M/object_other.lua"))
        #expect(program.wait(for: "! object_other.lua: removed\n"))
        try program.send("ls /32801\n")
        #expect(program.wait(for: "4.04 Not Found: Object 32801 is not loaded\n"))
        try program.endInput()
        #expect(program.exitCode() == 1)  // ls was refused
    }

    @Test func letsNoSecondProgramTakeALink() throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let target = { try? FileManager.default.destinationOfSymbolicLink(atPath: link) }
        let first = try LiveProgram(["run", "--at", "pty=\(link)"])
        #expect(first.wait(for: "AT port \(link)\n"))
        let port = try #require(target())
        // The same link by another path as well.
        try FileManager.default.createSymbolicLink(atPath: folder.path("here"), withDestinationPath: folder.url.path)
        for name in [link, folder.path("here/modem")] {
            for command in [["run", "--exec", "ls", "--at", "pty=\(name)"], ["run", "--at", "pty=\(name)"]] {
                let second = try Program.run(command)
                #expect(second.exitCode == 3 && second.standardOutput.isEmpty)
                #expect(
                    second.standardError == "xlwm2m run: cannot make the link \(name): another program serves it; "
                        + "end that one, or take another name\n")
            }
        }
        #expect(target() == port)
        // What a killed program leaves is in nobody's way.
        first.kill()
        _ = first.exitCode()
        #expect(target() == port)
        let third = try Program.run(["run", "--exec", "AT", "--at", "pty=\(link)", "--speed", "100"])
        #expect(third.exitCode == 0 && third.standardOutput.hasPrefix("AT port \(link)\n"))
        #expect(target() == nil)
        let twice = try Program.run(["run", "--exec", "AT", "--at", "pty=\(link)", "--at", "pty=\(link)"])
        #expect(twice.exitCode == 3 && target() == nil)
    }
}
