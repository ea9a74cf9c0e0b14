import Foundation
import TestSupport
import Testing

/// Scripts of `xlwm2m run --server` and of `xlwm2m server`, one against the other.
@Suite struct RunScriptServerTests {
    @Test func endsWhenRegisteredAndAsked() throws {
        let server = try LiveProgram(["server", "--port", "0", "--exec", "wait 30; read /3/0/0; wait deregister 30"])
        let line = try #require(server.line(from: "://127.0.0.1:"))
        let port = line.dropFirst("://127.0.0.1:".count).prefix { $0.isNumber }
        let client = try Program.run([
            "run", "--server", "coap://127.0.0.1:\(port)", "--exec", "wait registered; servers; wait 0.5; AT",
        ])
        #expect(client.exitCode == 0, "\(client.standardOutput)\(client.standardError)")
        #expect(client.standardOutput.contains("registered with server"))
        #expect(client.standardOutput.hasSuffix("0.5 s have passed\nOK\n") || client.standardOutput.contains("OK\n"))
        // It left in good order.
        #expect(server.wait(for: "registered from 127.0.0.1:"))
        #expect(server.wait(for: "/3/0/0 Manufacturer: \"u-blox\" (String)"))
        #expect(server.wait(for: "de-registered"))
        #expect(server.exitCode() == 0)
    }
}
