import Foundation
import TestSupport
import Testing

/// Where keys are, and where they are not.
struct SecretTests {
    private static let among = "a key among the arguments can be seen by others until it is read, and stays in"

    @Test(arguments: [["--psk", "str:topsecret"], ["--psk=str:topsecret"]])
    func wipesAKeyFromItsArguments(_ key: [String]) throws {
        let program = try LiveProgram(
            ["server", "--port", "0", "--psk-identity", "me"] + key, environment: ["TERM": "dumb"])
        defer { program.end() }
        try #require(program.wait(for: "listening at"))
        #if os(Linux)
            let shown = try #require(program.arguments)
            #expect(shown.contains("--psk-identity") && !shown.joined().contains("topsecret"), "\(shown)")
        #endif
    }

    @Test(arguments: [
        ["server", "--port", "0", "--exec", "quit", "--psk-identity", "x"],
        ["run", "--server", "coaps://127.0.0.1:1", "--exec", "quit"],
    ]) func warnsOfAKeyAmongItsArguments(_ words: [String]) throws {
        let run = try Program.run(words + ["--psk", "hex:abcdef"])
        #expect(run.exitCode == 0 && run.standardError.contains(Self.among), "\(run.standardError)")
        #expect(!run.standardError.contains("abcdef"))
        let other = try Program.run(words + ["--psk", "env:KEY"], environment: ["KEY": "hex:abcdef"])
        #expect(other.exitCode == 0 && other.standardError.isEmpty, "\(other.standardError)")
    }

    @Test func takesAKeyFromTheEnvironment() throws {
        let words = ["psk", "--psk-identity", "x", "--psk", "env:KEY", "--json"]
        let run = try Program.run(words, environment: ["KEY": "b64:q83v"])
        #expect(run.exitCode == 0 && run.standardOutput.contains("abcdef"), "\(run)")
        let missing = try Program.run(words)
        #expect(missing.exitCode == 2)
        #expect(missing.standardError.contains("option '--psk': there is no variable KEY in the environment"))
        let chain = try Program.run(words, environment: ["KEY": "file:/etc/hostname"])
        #expect(chain.exitCode == 2 && chain.standardError.contains("only one step is taken"), "\(chain.standardError)")
        let line = try Program.run(
            [
                "at", "create", "/0/2", "uri=coaps://127.0.0.1", "mode=psk", "identity=device1", "psk=env:KEY",
                "ssid=123",
            ],
            environment: ["KEY": "hex:abcdef"])
        #expect(line.exitCode == 0 && line.standardOutput.contains("q83v"), "\(line)")
    }

    @Test func warnsOfAKeyThatOthersCanRead() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("hex:abcdef\n", to: "key")
        let words = ["psk", "--psk-identity", "x", "--psk", "file:\(path)"]
        chmod(path, 0o644)
        #expect(
            try Program.run(words).standardError
                == "xlwm2m psk: warning: \(path) holds keys, and others can read it: chmod 600 \(path) keeps them out\n"
        )
        chmod(path, 0o600)
        #expect(try Program.run(words).standardError == "")
    }

    @Test func makesFilesForTheirOwnerAlone() throws {
        let folder = try TemporaryFolder()
        let run = try Program.run(
            [
                "run", "--flash", folder.path("flash"), "--server", "coaps://127.0.0.1:1", "--psk", "env:KEY",
                "--pcap", folder.path("run.pcapng"), "--exec", "AT+CGMM",
            ], environment: ["KEY": "str:topsecret"])
        #expect(run.exitCode == 0, "\(run.standardError)")
        for name in ["flash/LWM2M/object.db", "run.pcapng"] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    #if os(Linux)
        @Test func writesNoCore() throws {
            let program = try LiveProgram(["server", "--port", "0"])
            defer { program.end() }
            try #require(program.wait(for: "listening at"))
            let limits = try #require(program.limits)
            let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
            #expect(core?.split(separator: " ").dropFirst(4).first == "0", "\(core ?? "")")
        }
    #endif
}
