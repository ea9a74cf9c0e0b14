import Foundation
import TestSupport
import Testing

/// `--net`: the programs on a network that loses, doubles and delays what they send.
@Suite(.serialized) struct BadNetworkCommandTests {
    private func server(_ arguments: String...) throws -> (LiveProgram, uri: String) {
        let server = try LiveProgram(["server", "--port", "0", "--timeout", "60"] + arguments)
        let line = try #require(server.line(from: "://127.0.0.1:"))
        let port = line.dropFirst("://127.0.0.1:".count).prefix { $0.isNumber }
        return (server, "\(arguments.contains("--psk") ? "coaps" : "coap")://127.0.0.1:\(port)")
    }

    private static let bad = "loss=10%,delay=20ms±10,dup=20%,reorder=10%,mtu=576,seed=3"

    @Test(arguments: [false, true]) func registersAndAnswers(_ isSecure: Bool) throws {
        let credentials = isSecure ? ["--psk-identity", "me", "--psk", "str:secret"] : []
        let (server, uri) = try isSecure ? server("--psk-identity", "me", "--psk", "str:secret") : server()
        let module = try LiveProgram(["run", "--server", uri, "--net", Self.bad] + credentials)
        #expect(server.wait(for: "registered from"))
        // Blocks in both directions.
        try server.send("read /3\nwrite /3/0/15 \(String(repeating: "x", count: 200))\nobserve /3/0/15\n")
        #expect(
            server.wait(for: "/3/0/19 ") && server.wait(for: "2.04 Changed") && server.wait(for: "/3/0/15 Timezone"))
        module.terminate()
        // The farewell waits 3 seconds for its answer, which may be lost.
        #expect(module.exitCode() == 0)
        server.terminate()
    }

    /// The module of a scenario registers where the network carries everything, and does not where it loses everything.
    @Test(arguments: [("delay=10ms", true), ("loss=100%", false)])
    func aScenarioIsOnTheNetwork(_ conditions: String, _ registers: Bool) throws {
        let (server, uri) = try server()
        let folder = try TemporaryFolder()
        let file = try folder.write("told +NEVER within 2s", to: "x.scenario")
        let scenario = try LiveProgram(["scenario", file, "--server", uri, "--net", conditions])
        #expect(scenario.exitCode() == 1)
        try server.send("clients\n")
        #expect(server.wait(for: registers ? "registered from" : "no clients"))
        server.terminate()
    }

    /// A port that changes each second: the server finds the client at the port of its last Update.
    @Test func anUpdateTellsTheServerTheNewPort() throws {
        let (server, uri) = try server()
        let module = try LiveProgram(["run", "--server", uri, "--net", "rebind=1s"])
        let first = try #require(server.line(from: "registered from "))
        Thread.sleep(forTimeInterval: 1.1)
        try module.send("update 123\n")
        #expect(server.wait(for: "updated its registration"))
        try server.send("clients\n")
        let clients = try #require(server.line(from: "urn:imei:"))
        let port = first.dropFirst("registered from 127.0.0.1:".count).prefix { $0.isNumber }
        #expect(clients.contains("127.0.0.1:") && !clients.contains("127.0.0.1:\(port)"), "\(clients)")
        try server.send("read /3/0/0\n")
        #expect(server.wait(for: "/3/0/0 Manufacturer"))
        module.kill()
        server.kill()
    }

    /// A server finds an association by its address alone: from another port the client is silent for it, until it gives up
    /// and shakes hands anew.
    @Test func aNewPortNeedsANewHandshake() throws {
        let (server, uri) = try server("--psk-identity", "me", "--psk", "str:secret")
        let module = try LiveProgram([
            "run", "--server", uri, "--net", "rebind=5s", "--speed", "20", "--psk-identity", "me", "--psk",
            "str:secret",
        ])
        #expect(server.wait(for: "registered from"))
        Thread.sleep(forTimeInterval: 5.1)
        try module.send("update 123\n")
        #expect(server.wait(for: "registered from"))
        module.kill()
        server.kill()
    }

    @Test func aFleetRegistersOnIt() throws {
        let (server, uri) = try server("--net", "loss=10%,dup=10%,seed=5")
        let run = try Program.run([
            "fleet", "--server", uri, "--count", "20", "--ramp", "all", "--duration", "12", "--drain", "1", "--net",
            "loss=10%,delay=50ms+-50,reorder=10%",
        ])
        // Two in three requests are answered at once, and nearly all within 12 seconds.
        let registered = run.standardOutput.components(separatedBy: " once")[0].split(separator: " ").last
        #expect(Int(registered ?? "") ?? 0 >= 15, "\(run.standardOutput)\(run.standardError)")
        server.terminate()
    }

    @Test(arguments: [
        (["run", "--net", "loss=2", "--exec", "ls"], "xlwm2m run: option '--net': loss=2: loss takes 0% to 100%"),
        (["fleet", "--net", "x=1"], "xlwm2m fleet: option '--net': 'x' is not a condition of a network: loss, "),
        (
            ["server", "--net", "rebind=60s"],
            "xlwm2m server: option '--net': rebind is at the client's end: give it to xlwm2m run or xlwm2m fleet"
        ),
    ]) func refuses(_ arguments: [String], _ words: String) throws {
        let run = try Program.run(arguments)
        #expect(run.exitCode == 2 && run.standardError.hasPrefix(words), "\(run.standardError)")
    }
}
