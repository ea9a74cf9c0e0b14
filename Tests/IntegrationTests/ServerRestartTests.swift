import Foundation
import TestSupport
import Testing

/// A server that loses everything it knew. The device notices by silence alone, after the retransmissions of CoAP: a minute
/// and a half, which other tests use.
@Suite(.enabled(if: Peers.areInstalled, "scripts/test installs the peers"))
struct ServerRestartTests {
    @Test func registersAgainAfterTheServerWasRestarted() throws {
        let first = try ForeignServer.mbedTLS(identity: "dev", key: "abcdef")
        let uri = "coaps://127.0.0.1:\(first.port)"
        let device = try LiveProgram([
            "run", "--server", uri, "--endpoint", "dev", "--psk", "abcdef", "--lifetime", "20",
        ])
        _ = try first.event("register")
        first.stop()
        let second = try ForeignServer.mbedTLS(identity: "dev", key: "abcdef", port: first.port)
        // The Update that is due finds nobody who knows the association.
        #expect(try second.event("handshake", seconds: 200)["cipher"] is String)
        #expect(try second.event("register")["query"] as? [String] == ["ep=dev", "lt=20", "lwm2m=1.0", "b=U"])
        device.terminate()
        _ = try second.event("deregister")
        #expect(device.exitCode() == 0)
        second.stop()
    }
}
