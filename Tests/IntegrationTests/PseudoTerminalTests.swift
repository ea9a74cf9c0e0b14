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
}
