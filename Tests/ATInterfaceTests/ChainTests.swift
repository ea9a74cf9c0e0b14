import LwM2M
import LwM2MServer
import Products
import Testing

/// From a server's request to the host's line and back.
///
/// - Source: UBX-18068860 R09, chapter 5.
@Suite struct ChainTests {
    static let endpoint = "urn:imei:004999010640000"

    /// A SARA-R510S on which the host made server 123 and gave it Object 3300, registered.
    static func registered() throws -> Line {
        let line = try Line(isOnline: true)
        _ = line.ask("ATE0")
        let security =
            #"{\"bn\":\"0/2/\",\"e\":[{\"n\":\"0\",\"sv\":\"coap://127.0.0.1:5683\"},{\"n\":\"1\",\"bv\":false},"#
            + #"{\"n\":\"2\",\"v\":3},{\"n\":\"10\",\"v\":123}]}"#
        let server =
            #"{\"bn\":\"1/2/\",\"e\":[{\"n\":\"0\",\"v\":123},{\"n\":\"1\",\"v\":300},{\"n\":\"7\",\"sv\":\"U\"}]}"#
        #expect(line.ask("AT+ULWM2MCREATE=\"\(security)\",123") == ["OK"])
        #expect(line.ask("AT+ULWM2MCREATE=\"\(server)\",123") == ["OK"])
        #expect(line.ask("AT+ULWM2MCONFIG=123,0,1,1,0") == ["OK"])
        #expect(line.ask("AT+ULWM2MSTAT=1,1") == ["OK"])
        try line.uploadSensor()
        _ = line.ask("AT+CFUN=16")
        let came = line.wait(20).map(\.line)
        #expect(came.contains("+ULWM2MSTAT: 1,123,3"), "\(came)")
        _ = line.ask("ATE0")
        #expect(
            line.ask(#"AT+ULWM2MCREATE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"Temperature\"}]}",123"#)
                == ["OK", "+ULWM2MNOTIFY: Application type changed in sensor 0"])
        _ = line.wait(2)
        return line
    }

    /// What the client answers to a request of the server, and what comes out at the port meanwhile.
    static func ask(_ line: Line, _ request: Request) throws -> (answer: String, lines: [String]) {
        var answer = "nothing"
        try #require(line.network).server.send(request, to: endpoint) { answer = $0.description }
        let lines = line.wait(2).map(\.line)
        return (answer, lines)
    }

    @Test func aWriteOfTheServerReachesTheHost() throws {
        let line = try Self.registered()
        let (answer, lines) = try Self.ask(line, .write(Path(3300, 0, 5750), Array("Humidity".utf8), as: .text))
        #expect(answer == "2.04 Changed")
        #expect(lines == ["+ULWM2MNOTIFY: Application type changed in sensor 0"])
        #expect(
            line.ask("AT+ULWM2MREAD=\"/3300/0/5750\"")
                == [#"+ULWM2MREAD: {"bn":"/3300/0/5750/","e":[{"n":"5750","sv":"Humidity"}]}"#, "OK"])
    }

    @Test func accessControlKeepsAServerOut() throws {
        let line = try Self.registered()
        // Every instance has an owner on a module with two servers; another one's is out of reach.
        let (answer, lines) = try Self.ask(line, .execute(Path(3, 0, 4)))
        #expect(answer == "4.01 Unauthorized")
        #expect(lines.isEmpty)
    }

    @Test func rightsOpenTheDeviceForAReboot() throws {
        let line = try Self.registered()
        #expect(line.ask(#"AT+ULWM2MWRITE="{\"bn\":\"2/1/\",\"e\":[{\"n\":\"2/123\",\"v\":15}]}""#) == ["OK"])
        let (answer, _) = try Self.ask(line, .execute(Path(3, 0, 4)))
        #expect(answer == "2.04 Changed")
        #expect(line.ask("AT").isEmpty, "the module resets")
        #expect(line.wait(20).map(\.line).contains("+ULWM2MSTAT: 1,123,3"))
    }

    @Test func theServerObservesWhatTheHostWrites() throws {
        let line = try Self.registered()
        let network = try #require(line.network)
        var notified: [String] = []
        network.server.onEvent = { event in
            if case .notified(_, let path, let response) = event {
                notified.append("\(path) \(String(decoding: response.payload, as: UTF8.self))")
            }
        }
        var answer = "nothing"
        try network.server.observe(Path(3300, 0, 5700), as: .text, of: Self.endpoint) { answer = $0.description }
        _ = line.wait(2)
        #expect(answer == "2.05 Content")
        #expect(line.ask(#"AT+ULWM2MWRITE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5700\",\"v\":100.5}]}""#) == ["OK"])
        let lines = line.wait(15).map(\.line)
        #expect(lines.contains("+ULWM2MSTAT: 3,123,\"/3300/0/5700/\""), "\(lines)")
        #expect(notified == ["/3300/0/5700 100.5"])
    }
}
