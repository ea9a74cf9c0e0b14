import Foundation
import TestSupport
import Testing

/// `xlwm2m server` as its user runs it, with clients that share no code with it.
@Suite(.enabled(if: Peers.areInstalled, "scripts/test installs the peers"), .serialized)
struct ServerCommandTests {
    /// A server at a free port, and the port.
    private func start(_ arguments: String...) throws -> (LiveProgram, UInt16) {
        let server = try LiveProgram(["server", "--port", "0"] + arguments)
        let line = try #require(server.line(from: "://127.0.0.1:"))
        let port = try #require(UInt16(line.dropFirst("://127.0.0.1:".count).prefix { $0.isNumber }))
        return (server, port)
    }

    @Test func asksEveryOperationOfAForeignClient() throws {
        let commands = """
            wait; read /3/0/0; read /3/0; read /3; discover /3/0; write /3/0/0 x; write /3300/0/5700 22.5;
            write /3300/0 5701=Cel; replace /3300/0 5700=1 5701=C; attr /3/0/9 pmin=1 pmax; exec /3/0/4;
            exec /3/0/4 0='a'; create /3300 5750=Temp; create /3300/7 5750=Temp; delete /3300/0; read /9/9; quit
            """
        let (server, port) = try start("--exec", commands)
        let client = try Peers.start("aiocoap_client.py", "\(port)")
        #expect(server.exitCode() == 1)
        let seen = server.rest.split(separator: "\n").map(String.init)
        #expect(seen.first?.hasPrefix("! aio registered from 127.0.0.1:") == true)
        #expect(
            seen.dropFirst() == [
                "/3/0/0 Manufacturer: \"Acme\" (String)",
                "path       name           value   type",
                "/3/0/0     Manufacturer   \"Acme\"  String",
                "/3/0/9     Battery Level  50      Integer",
                "/3/0/11/0  Error Code     0       Integer",
                "path    name           value   type",
                "/3/0/0  Manufacturer   \"Acme\"  String",
                "/3/0/9  Battery Level  50      Integer",
                "</3/0>;pmin=5", "</3/0/0>", "</3/0/9>",
                "4.05 Method Not Allowed", "2.04 Changed", "2.04 Changed", "2.04 Changed", "2.04 Changed",
                "2.04 Changed", "2.04 Changed", "2.01 Created /3300/1", "2.01 Created /3300/2", "2.02 Deleted",
                "4.04 Not Found",
            ])
        try client.endInput()
        #expect(client.exitCode() == 0)
        let tlv = "<ContentFormat 11542, media_type='application/vnd.oma.lwm2m+tlv'>"
        #expect(
            client.rest.split(separator: "\n").dropFirst().map(String.init) == [
                "GET /3/0/0  None ", "GET /3/0  None ", "GET /3  None ", "GET /3/0  None ", "PUT /3/0/0  TEXT 78",
                "PUT /3300/0/5700  TEXT 32322e35", "POST /3300/0  \(tlv) e3164543656c",
                "PUT /3300/0  \(tlv) e416443f800000e1164543", "PUT /3/0/9 pmin=1&pmax None ", "POST /3/0/4  None ",
                "POST /3/0/4  TEXT 303d276127", "POST /3300  \(tlv) e4167654656d70",
                "POST /3300  \(tlv) 0707e4167654656d70", "DELETE /3300/0  None ", "GET /9/9  None ",
            ])
    }

    @Test func followsObservationsAndRegistrations() throws {
        let (server, port) = try start()
        let client = try Peers.start("aiocoap_client.py", "\(port)")
        #expect(server.wait(for: "! aio registered"))
        try server.send("observe /3/0/9\n")
        #expect(server.wait(for: "/3/0/9 Battery Level: 50 (Integer)"))
        try client.send("battery 49\n")
        #expect(server.wait(for: "! notified by aio: /3/0/9 Battery Level: 49 (Integer)"))
        try server.send("cancel /3/0/9; wait notify 0.2\n")
        #expect(server.wait(for: "/3/0/9 Battery Level: 49 (Integer)"))
        try client.send("update lt=60\n")
        #expect(server.wait(for: "! aio updated its registration: lifetime 60 s, 3 Objects and instances"))
        try client.send("deregister\n")
        #expect(server.wait(for: "! aio de-registered"))
        try server.send("clients\n")
        #expect(server.wait(for: "no clients"))
        try server.endInput()
        // The notification was waited for by nobody, so that the wait had it.
        #expect(server.exitCode() == 0)
        try client.endInput()
        #expect(client.exitCode() == 0)
    }

    @Test func speaksJSON() throws {
        let (server, port) = try start("--json", "--exec", "wait; read /3/0/9; wait update 0.1")
        let client = try Peers.start("aiocoap_client.py", "\(port)")
        #expect(server.exitCode() == 1)
        try client.endInput()
        let objects = try server.rest.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(objects.compactMap { $0["event"] as? String } == ["register"])
        let answer = try #require(objects.first { $0["code"] != nil })
        #expect(answer["command"] as? String == "read /3/0/9" && answer["client"] as? String == "aio")
        #expect(answer["value"] as? Int == 50 && (answer["seconds"] as? Double ?? 9) < 5)
        #expect(objects.last?["error"] as? String == "nothing came to wait for (update) in 0.1 s")
    }

    @Test func bootstraps() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            """
            client urn:*
            delete /0
            client a*   # this one
            delete /
            write /0/1 0=coap://127.0.0.1:5683 1=false 2=3 10=123
            write /1/1 0=123 1=300 6=true 7=U
            finish
            """, to: "bootstrap.txt")
        let (server, port) = try start("--bootstrap", path, "--exec", "wait bootstrap")
        let client = try Peers.start("aiocoap_client.py", "\(port)", "bootstrap")
        #expect(server.exitCode() == 0)
        #expect(
            server.rest.split(separator: "\n").dropFirst().map(String.init) == [
                "! bootstrap of aio: DELETE / -> 2.02 Deleted", "! bootstrap of aio: PUT /0/1 -> 2.04 Changed",
                "! bootstrap of aio: PUT /1/1 -> 2.04 Changed", "! bootstrap of aio: POST /bs -> 2.04 Changed",
                "! bootstrap of aio is done",
            ])
        try client.endInput()
        #expect(client.exitCode() == 0)
    }

    @Test func servesDTLSAndRecordsIt() throws {
        let program = try #require(Peers.path(of: "coap-client-openssl"))
        let folder = try TemporaryFolder()
        let recording = folder.path("run.pcapng")
        let (server, port) = try start(
            "--psk-identity", "me", "--psk", "str:secret", "--pcap", recording, "--exec", "wait; wait register")
        let links = "</1/0>,</3/0>"
        let uri = "coaps://127.0.0.1:\(port)/rd?ep=lib&lt=60&lwm2m=1.0"
        let client = ["-m", "post", "-B", "5", "-t", "40", "-u", "me", "-k", "secret", "-e", links, uri]
        try Program.run(program, client)
        #expect(server.exitCode() == 0)
        #expect(server.rest.contains("! lib registered from 127.0.0.1:"))
        let seen = try Dissection.of(recording, port: port, isSecure: true)
        #expect(seen.malformed.isEmpty, "\(seen.malformed)")
        #expect(seen.packets.contains { $0.hasPrefix("DTLS") && $0.contains("Client Hello") })
        #expect(
            seen.packets.contains { $0.hasPrefix("CoAP") && $0.contains("POST") && $0.contains("/rd?ep=lib") },
            "\(seen.packets)")
    }

    @Test func takesTheKeyAsOpenSSLIsToldToGiveIt() throws {
        try #require(Peers.path(of: "openssl") != nil)
        let (server, port) = try start("--psk-identity", "it's me", "--psk", "00ff10")
        let shown = try Program.run([
            "psk", "--psk-identity", "it's me", "--psk", "00ff10", "coaps://127.0.0.1:\(port)",
        ]).standardOutput
        let line = try #require(shown.split(separator: "\n").first { $0.hasPrefix("  openssl s_client") })
        let run = try Program.run("/bin/sh", ["-c", "timeout 5" + line.dropFirst(1) + " </dev/null"])
        #expect(run.standardOutput.contains("Cipher    : PSK-AES128-CCM8"), "\(run.standardOutput)")
        server.terminate()
        #expect(server.exitCode() == 0)
    }

    @Test func saysWhoIsNotLetIn() throws {
        let program = try #require(Peers.path(of: "coap-client-openssl"))
        let (server, port) = try start("--psk-identity", "me", "--psk", "str:secret")
        try Program.run(program, ["-B", "1", "-u", "you", "-k", "secret", "coaps://127.0.0.1:\(port)/"])
        #expect(server.wait(for: "calls itself 'you', an identity that is not known here"))
        server.terminate()
        #expect(server.exitCode() == 0)
    }

    @Test func servesUntilASignalWithoutInput() throws {
        let (server, _) = try start()
        try server.endInput()
        #expect(!server.wait(for: "nothing at all", seconds: 0.3))
        server.terminate()
        #expect(server.exitCode() == 0)
    }

    static let refusals: [([String], Int32, String)] = [
        (["--psk-identity", "me"], 2, "--psk and --psk-identity belong together: 0 and 1 were given"),
        (["--exec", "clients", "--file", "x"], 2, "give --exec or --file, not both"),
        (["clients"], 2, "unexpected argument 'clients': commands go into --exec"),
        (["--listen", "nowhere"], 3, "'nowhere' is not an address to listen on: write 127.0.0.1 or ::1"),
        (["--bootstrap", "/nowhere/b"], 3, "/nowhere/b: cannot read: No such file or directory"),
        (["--file", "LICENSE"], 3, "LICENSE:2: column 34: unknown command 'Apache'; help lists all"),
        (["--file", "/nowhere/f"], 3, "/nowhere/f: cannot read: No such file or directory"),
    ]
    @Test(arguments: refusals) func refuses(_ arguments: [String], _ code: Int32, _ message: String) throws {
        let run = try Program.run(["server", "--port", "0"] + arguments)
        #expect(run.exitCode == code && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m server: \(message)\n"), "\(run.standardError)")
    }

    static let badLines: [(String, String)] = [
        ("reed /3", "column 1: unknown command 'reed'; did you mean 'read'? help lists all"),
        ("read", "column 5: something is missing: read PATH [as FORMAT]"),
        ("read /3/0 as xml", "column 14: 'xml' is not a format: text, opaque, tlv, json or a number"),
        ("read /3/0 now", "column 11: unexpected argument 'now': read PATH [as FORMAT]"),
        (
            "wait for",
            "column 6: 'for' is not one of register, update, deregister, expire, notify, bootstrap, nor a number of seconds"
        ),
        ("read /3/0", "no client is registered; wait waits for one"),
        ("use x", "no client 'x' is registered"),
        ("wait 0.01", "no client registered in 0.01 s"),
        ("help rd", "there is no command 'rd'"),
    ]
    @Test(arguments: badLines) func refuses(_ line: String, _ message: String) throws {
        // With security there is nothing to warn of.
        let key = ["--psk-identity", "x", "--psk", "env:XLWM2M_TEST_KEY"]
        let run = try Program.run(
            ["server", "--port", "0", "--exec", line] + key, environment: ["XLWM2M_TEST_KEY": "hex:AB"])
        #expect(run.exitCode == 1 && run.standardError.isEmpty)
        #expect(run.standardOutput.split(separator: "\n").dropFirst().joined(separator: "\n") == message)
    }

    /// Commands that cannot be read end it, as they end `run`.
    @Test(arguments: ["server --port 0", "run"]) func endsWhereItsInputIsUnreadable(_ command: String) throws {
        let run = try Program.run("/bin/sh", ["-c", "exec timeout 30 '\(Program.path)' \(command) < /"])
        #expect(run.exitCode == 3 && run.standardError.contains("standard input cannot be read to its end"))
    }

    @Test func saysWhereABootstrapFileIsWrong() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("delete /\nwrite /1/0 1=soon\n", to: "b.txt")
        let run = try Program.run(["server", "--bootstrap", path])
        #expect(run.exitCode == 3)
        #expect(
            run.standardError.hasPrefix(
                "xlwm2m server: \(path):2: column 14: 'soon' does not fit the type Integer: a whole number"))
    }
}
