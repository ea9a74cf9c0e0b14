import Foundation
import TestSupport
import Testing

/// The AT port as programs find it that know nothing of us: pytest with pyserial, and ctest.
@Suite struct PseudoTerminalTests {
    /// The commands of `docs/at.md` that run a host test, by a word of theirs, as they stand there.
    private static func commands(with word: String) throws -> String {
        let page = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/at.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        return try #require(blocks.first { $0.contains(word) })
    }

    /// Runs them at the top of the checkout, up to the first that fails; `xlwm2m` and Python are those of this build.
    private static func run(_ commands: String) throws -> Program {
        let home = try TemporaryFolder()
        let path = [(Program.path as NSString).deletingLastPathComponent, Peers.folder.path + "/bin"]
        return try Program.run(
            "/bin/sh", ["-ec", commands],
            environment: [
                "HOME": home.url.path, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider",
                "PATH": (path + [ProcessInfo.processInfo.environment["PATH"] ?? ""]).joined(separator: ":"),
            ])
    }

    /// `docs/at/test_module.py`: lists, uploads, hears a URC, resets.
    @Test(.enabled(if: Peers.areInstalled, "scripts/test installs the peers")) func servesPyserial() throws {
        let run = try Self.run(try Self.commands(with: "pytest"))
        #expect(run.exitCode == 0, "\(run.standardOutput)")
        #expect(run.standardOutput.contains("3 passed"))
    }

    /// `docs/at/CMakeLists.txt`: configured, built and run.
    @Test func servesCTest() throws {
        let run = try Self.run(try Self.commands(with: "ctest"))
        #expect(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        #expect(run.standardOutput.contains("100% tests passed, 0 tests failed out of 1"))
    }

    /// A host that reads late, over a fast line and a slow one, has the answer to the last command of a scenario.
    @Test(arguments: [[], ["--shape", "9600,latency=50ms"], ["--urc-chaos", "7"]])
    func answersTheLastCommandOfAScenario(options: [String]) throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let file = try folder.write("expect AT+CGMM within 20s\n", to: "x.scenario")
        let scenario = try LiveProgram(["scenario", file, "--at", "pty=\(link)"] + options)
        #expect(scenario.wait(for: "AT port \(link)\n"))
        let port = open(link, O_RDWR | O_NOCTTY)
        defer { close(port) }
        #expect(write(port, "AT+CGMM\r", 8) == 8)
        // Long enough for a program that does not wait to be gone.
        usleep(500_000)
        var answer = ""
        var buffer = [UInt8](repeating: 0, count: 256)
        while !answer.hasSuffix("OK\r\n") {
            let count = read(port, &buffer, buffer.count)
            guard count > 0 else { break }
            answer += String(decoding: buffer[..<count], as: UTF8.self)
        }
        #expect(answer.contains("\r\nSARA-R510S\r\n\r\nOK\r\n"), "\(answer)")
        #expect(scenario.exitCode() == 0)
    }

    @Test func takesTheLinkAwayWhenItIsEnded() throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Program.path)
            process.arguments = ["run", "--at", "pty=\(link)"]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            let deadline = Date(timeIntervalSinceNow: 20)
            while (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == nil, Date() < deadline {
                usleep(10_000)
            }
            #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link))?.hasPrefix("/dev/") == true)
            // The handlers are there when the port answers.
            let port = open(link, O_RDWR | O_NOCTTY)
            #expect(write(port, "AT\r", 3) == 3)
            var byte: UInt8 = 0
            #expect(read(port, &byte, 1) == 1)
            close(port)
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
            #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == nil, "signal \(signal)")
        }
    }

    /// A file that is larger than what the line holds arrives whole, also where the host reads late; a host that never
    /// reads blocks nothing.
    @Test func aHostThatReadsLate() throws {
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let live = try LiveProgram(["run", "--at", "pty=\(link)"])
        defer { live.end() }
        try #require(live.wait(for: "AT port \(link)"))
        let port = open(link, O_RDWR | O_NOCTTY | O_NONBLOCK)
        defer { close(port) }
        let size = 300_000
        #expect(Self.exchange("ATE0\rAT+UDWNFILE=\"f\",\(size)\r", until: ">", at: port).hasSuffix("\r\n>"))
        let file = String((0..<size).map { Character(Unicode.Scalar(UInt8(33 + $0 % 89))) })
        #expect(Self.exchange(file, until: "OK\r\n", at: port) == "\r\nOK\r\n")
        let command = "AT+URDFILE=\"f\"\r"
        #expect(write(port, command, command.utf8.count) == command.utf8.count)
        usleep(300_000)
        let answer = Self.exchange("", until: "OK\r\n", at: port)
        #expect(answer == "\r\n+URDFILE: \"f\",\(size),\"\(file)\"\r\nOK\r\n")
        // Asked a hundred times and never read: the console goes on.
        let commands = String(repeating: command, count: 100)
        #expect(write(port, commands, commands.utf8.count) > 0)
        try live.send("read /3/0/0\n")
        #expect(live.wait(for: "Manufacturer"))
    }

    /// Types something and reads until the answer ends as wanted, for ten seconds at most.
    private static func exchange(_ typed: String, until end: String, at port: Int32) -> String {
        var left = Array(typed.utf8)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let deadline = Date(timeIntervalSinceNow: 10)
        while !answer.suffix(end.utf8.count).elementsEqual(end.utf8), Date() < deadline {
            let sent = left.isEmpty ? 0 : write(port, left, left.count)
            if sent > 0 { left.removeFirst(sent) }
            let count = read(port, &buffer, buffer.count)
            if count > 0 { answer += buffer[..<count] } else { usleep(1000) }
        }
        return String(decoding: answer, as: UTF8.self)
    }

    @Test func servesTCP() throws {
        let live = try LiveProgram(["run", "--at", "tcp:0"])
        defer { live.end() }
        try #require(live.wait(for: "AT port 127.0.0.1:"))
        let deadline = Date(timeIntervalSinceNow: 10)
        while !live.rest.contains("\n"), Date() < deadline { usleep(10_000) }
        let port = live.rest.prefix { $0.isNumber }
        // Two at once, each with its own echo; one that goes in the middle of an upload disturbs nobody.
        let run = try Program.run(
            "/bin/bash",
            [
                "-c",
                """
                exec 3<>/dev/tcp/127.0.0.1/\(port) 4<>/dev/tcp/127.0.0.1/\(port)
                printf 'ATE0\\r' >&3; head -c 11 <&3 >/dev/null
                printf 'AT+UDWNFILE="f",100\\rabc' >&4; head -c 23 <&4 >/dev/null; exec 4>&-
                printf 'AT+CGMI\\r' >&3; head -c 16 <&3
                """,
            ])
        #expect(run.standardOutput == "\r\nu-blox\r\n\r\nOK\r\n")
    }

    @Test func leavesAFileWhereTheLinkShallBe() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("mine", to: "modem")
        let run = try Program.run(["run", "--at", "pty=\(file)"])
        #expect(run.exitCode == 3)
        #expect(run.standardError.contains("cannot make the link \(file): something else stands there"))
        #expect(try folder.read("modem") == "mine")
    }

    @Test func leavesALinkToAnotherPlace() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("mine", to: "file")
        let link = folder.path("modem")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        let run = try Program.run(["run", "--at", "pty=\(link)", "--exec", "AT"])
        #expect(run.exitCode == 3)
        #expect(
            run.standardError.contains(
                "cannot make the link \(link): a link to \(file) stands there; take another name"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    }
}
