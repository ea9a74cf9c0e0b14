import Foundation
import TestSupport
import Testing

/// Programs of the system that drive modems, as hosts of the AT port.
@Suite struct HostProgramTests {
    static let script = Corpus.checkout.appendingPathComponent("Tests/IntegrationTests/Peers/modem_manager.py").path
    static let hasModemManager = ["ModemManager", "mmcli", "dbus-daemon", "dbus-send"].allSatisfy {
        Peers.path(of: $0) != nil
    }

    /// A module with a port for a host.
    struct Port {
        let live: LiveProgram
        let link: String
        private let folder: TemporaryFolder

        init(_ product: String, _ options: String...) throws {
            folder = try TemporaryFolder()
            link = folder.path("modem")
            live = try LiveProgram(["run", "--product", product] + options + ["--at", "pty=\(link)"])
            try #require(live.wait(for: "AT port \(link)"))
        }
    }

    /// From the first `AT` to the radio off. Its plugin for u-blox knows SARA-R410M by name; SARA-R5 and SARA-R422 it
    /// takes for a modem of any kind.
    @Test(
        .enabled(if: hasModemManager && Peers.areInstalled),
        arguments: [
            ("SARA-R410M-02B", "u-blox", "SARA-R410M-02B"), ("SARA-R422S-01B", "generic", "SARA-R422S"),
            ("SARA-R510S-01B", "generic", "SARA-R510S"),
        ])
    func servesModemManager(_ product: String, _ plugin: String, _ model: String) throws {
        let port = try Port(product, "--speed", "10")
        defer { port.live.end() }
        let run = try Program.run(Peers.python, [Self.script, port.link, plugin])
        let lines = run.standardOutput.split(separator: "\n").map(String.init)
        for expected in [
            "manufacturer u-blox", "model \(model)", "power-state on", "enable True", "generic.state registered",
            "3gpp.registration-state home", "3gpp.operator-code 00101", "3gpp.operator-name xlwm2m",
            "disable True",
        ] {
            #expect(lines.contains(expected), "\(run.standardOutput)\(run.standardError)")
        }
        #expect(lines.contains { $0.hasPrefix("scan ") && $0.contains("00101 - xlwm2m (lte, current)") })
        // The radio off, CFUN=4, is nothing that a modem of any kind can do.
        if plugin == "u-blox" { #expect(lines.last == "low True") }
    }

    /// `chat` of ppp waits for answers word by word; there is no data mode, so the call ends with `NO CARRIER`.
    @Test(.enabled(if: Peers.path(of: "chat") != nil)) func servesChat() throws {
        let port = try Port("SARA-R410M-02B")
        defer { port.live.end() }
        let dialogue = [
            "TIMEOUT 10", "ABORT 'NO CARRIER'", "ABORT ERROR", "'' AT OK ATE0 OK AT+CPIN? READY",
            #"'AT+CGDCONT=1,"IP","internet"' OK AT+CSQ +CSQ: ATD*99***1# CONNECT"#,
        ]
        let command = "\(try #require(Peers.path(of: "chat"))) -v -s \(dialogue.joined(separator: " "))"
        let run = try Program.run("/bin/sh", ["-c", "\(command) <'\(port.link)' >'\(port.link)'"])
        // The first of its words to give up at.
        #expect(run.exitCode == 4, "\(run.standardError)")
        #expect(run.standardError.contains("send (ATD*99***1#^M)"))
    }

    @Test(.enabled(if: Peers.path(of: "gammu") != nil)) func servesGammu() throws {
        let port = try Port("SARA-R510S-01B")
        defer { port.live.end() }
        let folder = try TemporaryFolder()
        let settings = try folder.write("[gammu]\ndevice=\(port.link)\nconnection=at115200\n", to: "gammurc")
        let gammu = try #require(Peers.path(of: "gammu"))
        let run = try Program.run(gammu, ["-c", settings, "--identify"], environment: ["LC_ALL": "C"])
        #expect(run.exitCode == 0)
        for expected in ["u-blox", "(SARA-R510S)", "004999010640000", "999990000000001"] {
            #expect(run.standardOutput.contains(expected), "\(run.standardOutput)")
        }
        let network = try Program.run(gammu, ["-c", settings, "--networkinfo"], environment: ["LC_ALL": "C"])
        #expect(network.standardOutput.contains("home network"), "\(network.standardOutput)")
    }
}
