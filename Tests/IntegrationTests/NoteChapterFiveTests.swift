import Foundation
import TestSupport
import Testing

/// Chapter 5 of the application note, from the new server to the reset by it, over an open port and with a server that
/// shares no code with this project: a host that does what the note says gets there.
///
/// - Source: UBX-18068860 R09 §5.1 to §5.6.
@Suite(.enabled(if: Peers.areInstalled, "scripts/test installs the peers"), .serialized)
struct NoteChapterFiveTests {
    /// What differs between the products.
    struct Kind: Sendable, CustomTestStringConvertible {
        let product: String
        let reset: String
        /// `<status>` of a registration that succeeded.
        let registered: Int
        /// How event 3 spells what is observed.
        let observed: String
        /// Whether the file of the Object is in the file system, and can be deleted.
        let hasFile: Bool
        /// Whether writing the sensor value drives a pin.
        let hasPulse: Bool
        var testDescription: String { product }
    }

    static let kinds = [
        Kind(
            product: "SARA-R510S-01B", reset: "AT+CFUN=16", registered: 3, observed: "\"/3300/0/5700/\"",
            hasFile: false, hasPulse: false),
        Kind(
            product: "SARA-R410M-63B-01", reset: "AT+CFUN=15", registered: 2, observed: "\"/3300/0/5700\"",
            hasFile: true, hasPulse: true),
    ]

    /// How fast the time of the module goes: boots get short, and the 30 s after a registration not too short.
    private static let speed = 5.0

    @Test(arguments: kinds) func replays(_ kind: Kind) throws {
        let server = try ForeignServer.aiocoap()
        defer { server.stop() }
        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let module = try LiveProgram([
            "run", "--product", kind.product, "--speed", "\(Self.speed)", "--at", "pty=\(link)",
        ])
        defer { module.end() }
        try #require(module.wait(for: "AT port"))
        let host = try SerialPort(link)
        wakeUp(host)
        try addServer(host, server, kind)
        try shortenLifetime(host, server, kind)
        try uploadObject(host, server, kind)
        try observe(host, server, kind)
        try letServerReset(host, server)
    }

    /// A module that boots hears nothing, and its client takes its time then.
    private func wakeUp(_ host: SerialPort) {
        for _ in 0..<100 {
            host.type("ATE0")
            if host.line(seconds: 0.3) != nil { break }
        }
        for _ in 0..<400 {
            host.type("AT+ULWM2MLIST=\"/3\"")
            if host.line(from: "+ULWM2MLIST", seconds: 0.3) != nil { break }
        }
        while host.line(seconds: 0.3) != nil {}
    }

    private func addServer(_ host: SerialPort, _ server: ForeignServer, _ kind: Kind) throws {
        let security =
            #"{\"bn\":\"0/2/\",\"e\":[{\"n\":\"0\",\"sv\":\"coap://127.0.0.1:\#(server.port)\"},"#
            + #"{\"n\":\"1\",\"bv\":false},{\"n\":\"2\",\"v\":3},{\"n\":\"10\",\"v\":123}]}"#
        let account =
            #"{\"bn\": \"1/2/\", \"e\": [{\"n\": \"0\", \"v\": 123}, {\"n\": \"1\", \"v\": 300}, "#
            + #"{\"n\": \"2\", \"v\": 10}, {\"n\": \"3\", \"v\": 60}, {\"n\": \"5\", \"v\": 86400}, "#
            + #"{\"n\": \"6\", \"bv\": false}, {\"n\": \"7\", \"sv\": \"UQ\"}]}"#
        #expect(answer(host, "AT+ULWM2MCREATE=\"\(security)\",123") == ["OK"])
        #expect(answer(host, "AT+ULWM2MCREATE=\"\(account)\", 123") == ["OK"])
        #expect(answer(host, "AT+ULWM2MCONFIG=123,0,1,1,0") == ["OK"])
        #expect(answer(host, "AT+ULWM2MSTAT=1") == ["OK"])
        #expect(answer(host, kind.reset) == ["OK"])
        #expect(host.line(from: "+ULWM2MSTAT: 1,123,") == "+ULWM2MSTAT: 1,123,\(kind.registered)")
        let registration = try server.event("register")
        #expect(
            registration["query"] as? [String] == ["ep=urn:imei:004999010640000", "lt=300", "lwm2m=1.0", "b=UQ"])
        let links = registration["payload"] as? String ?? ""
        #expect(links.contains("</1/2>") && !links.contains("</0/"), "\(links)")
        // Five seconds after the registration, and 90 s are left of the 300 when it is renewed.
        #expect(host.line(from: "+ULWM2MSTAT: 2,123,") == "+ULWM2MSTAT: 2,123,205")
        wakeUp(host)
    }

    private func shortenLifetime(_ host: SerialPort, _ server: ForeignServer, _ kind: Kind) throws {
        #expect(answer(host, #"AT+ULWM2MWRITE="{\"bn\":\"/1/2/\",\"e\":[{\"n\": \"1\", \"v\":180}]}""#) == ["OK"])
        #expect(try server.event("update")["query"] as? [String] == ["lt=180"])
        #expect(host.line(from: "+ULWM2MSTAT: 1,123,") == "+ULWM2MSTAT: 1,123,\(kind.registered)")
        #expect(host.line(from: "+ULWM2MSTAT: 2,123,") == "+ULWM2MSTAT: 2,123,90")
    }

    private func uploadObject(_ host: SerialPort, _ server: ForeignServer, _ kind: Kind) throws {
        // Only the module that has the Object has one to remove.
        #expect(answer(host, "AT+ULWM2MREMOVE=\"/3300\"") == [kind.hasFile ? "OK" : "ERROR"])
        if kind.hasFile { #expect((try server.event("update")["payload"] as? String)?.contains("3300") == false) }
        let name = "object_generic_sensor.lua"
        #expect(answer(host, "AT+UDELFILE=\"\(name)\",\"XLWM2M\"") == [kind.hasFile ? "OK" : "ERROR"])
        let source = try Data(contentsOf: Corpus.checkout.appendingPathComponent("objects/\(name)"))
        host.type("AT+UDWNFILE=\"\(name)\", \(source.count),\"XLWM2M\"")
        #expect(host.bytes { $0.last == UInt8(ascii: ">") }.last == UInt8(ascii: ">"))
        host.send([UInt8](source))
        #expect(host.answer().last == "OK")
        #expect(answer(host, "AT+ULSTFILE=2,\"\(name)\",\"XLWM2M\"") == ["+ULSTFILE: \(source.count)", "OK"])
        #expect(answer(host, "AT+ULWM2MADD=\"\(name)\"") == ["OK"])
        #expect((try server.event("update")["payload"] as? String)?.contains("</3300>") == true)
        let create = #"AT+ULWM2MCREATE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"Temperature\"}]}",123"#
        #expect(answer(host, create) == ["OK"])
        #expect(host.line(from: "+ULWM2MNOTIFY") == "+ULWM2MNOTIFY: Application type changed in sensor 0")
        #expect((try server.event("update")["payload"] as? String)?.contains("</3300/0>") == true)
        #expect(answer(host, "AT+ULWM2MLIST=\"/3300\"") == ["+ULWM2MLIST: \"/3300/0\"", "OK"])
    }

    private func observe(_ host: SerialPort, _ server: ForeignServer, _ kind: Kind) throws {
        if kind.hasPulse {
            #expect(answer(host, "AT+UGPIOC=16,25") == ["OK"])
            #expect(answer(host, "AT+ULWM2MPULSE=?") == ["+ULWM2MPULSE: 16,25,0,0,0", "OK"])
            #expect(answer(host, "AT+ULWM2MPULSE=16,1,3000,1") == ["OK"])
        }
        let first = try server.ask(["method": "GET", "path": "3300/0/5700", "accept": 0, "observe": 0])
        #expect(first["code"] as? String == "2.05" && first["payload"] as? String == "30", "\(first)")
        let write = #"AT+ULWM2MWRITE="{\"bn\":\"/3300/0\", \"e\": [{\"n\": \"5700\", \"v\": 100.5}]}""#
        #expect(answer(host, write) == ["OK"])
        #expect(host.line(from: "+ULWM2MSTAT: 3,") == "+ULWM2MSTAT: 3,123,\(kind.observed)")
        let notified = try server.event("notification")
        #expect(notified["payload"] as? String == "3130302e35", "100.5: \(notified)")
        #expect(
            answer(host, "AT+ULWM2MREAD=\"/3300/0\"") == [
                #"+ULWM2MREAD: {"bn":"/3300/0/","e":[{"n":"5601","v":100.5},{"n":"5602","v":100.5},"#
                    + #"{"n":"5603","v":0},{"n":"5700","v":100.5},{"n":"5701","sv":""},"#
                    + #"{"n":"5750","sv":"Temperature"},{"n":"5751","sv":""},{"n":"5604","v":0}]}"#, "OK",
            ])
        let whole = try server.ask(["method": "GET", "path": "3300/0", "accept": 11543])
        #expect(whole["code"] as? String == "2.05" && whole["format"] as? Int == 11543)
    }

    private func letServerReset(_ host: SerialPort, _ server: ForeignServer) throws {
        let reboot: [String: Any] = ["method": "POST", "path": "3/0/4"]
        #expect(try server.ask(reboot)["code"] as? String == "4.01")
        let ofDevice = #""e":[{"n":"0","v":3},{"n":"1","v":0}"#
        let rights = answer(host, "AT+ULWM2MLIST=\"/2\"").first?.split(separator: "\"").first { path in
            path.hasPrefix("/2/") && answer(host, "AT+ULWM2MREAD=\"\(path)\"").first?.contains(ofDevice) == true
        }
        let instance = try #require(rights)
        let write = #"AT+ULWM2MWRITE="{\"bn\": \"\#(instance)/\", \"e\": [{\"n\": \"2/123\", \"v\": 15}]}""#
        #expect(answer(host, write) == ["OK"])
        #expect(try server.ask(reboot)["code"] as? String == "2.04")
        // After the reset the client registers anew, and the instance that the server owns is still there.
        let registration = try server.event("register", seconds: 40)
        #expect((registration["payload"] as? String)?.contains("</3300/0>") == true)
    }

    /// The lines of an answer, without the URCs that come in front of it as the module's time goes on.
    private func answer(_ host: SerialPort, _ command: String) -> [String] {
        host.ask(command).filter { !$0.hasPrefix("+ULWM2MSTAT: ") }
    }
}
