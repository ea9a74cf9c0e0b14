import Foundation
import TestSupport
import Testing
import XLwM2M

/// The hosts and servers of a device.
struct DevicePortTests {
    @Test func answersAHost() throws {
        let device = try DeviceTests.sensor()
        let port = device.attachATPort()
        try device.create("/3300", [5750: "Oven"])
        let lines = port.send(#"AT+ULWM2MREAD="/3300/0/5750""#)
        #expect(lines.suffix(2) == [#"+ULWM2MREAD: {"bn":"/3300/0/5750/","e":[{"n":"5750","sv":"Oven"}]}"#, "OK"])
        try device.write("/3300/0/5750", "Fridge", by: 123)
        #expect(port.takeLines() == ["+ULWM2MNOTIFY: Application type changed in sensor 0"])
        #expect(port.send("AT+NOSUCH").last == "ERROR")
    }

    @Test func takesAFileFromAHost() throws {
        let folder = try TemporaryFolder()
        let device = try Device(objects: DeviceTests.sensorFile, flash: folder.path("flash"))
        let port = device.attachATPort()
        #expect(port.send(#"AT+UDWNFILE="a.txt",5"#).last == ">")
        #expect(port.send(data: Array("hello".utf8)).last == "OK")
        #expect(port.send(#"AT+URDFILE="a.txt""#) == [#"+URDFILE: "a.txt",5,"hello""#, "OK"])
    }

    @Test func registersWithAServer() throws {
        let server = try LiveProgram(["server", "--port", "0"])
        defer { server.kill() }
        let address = try #require(server.line(from: "coap://"))
        let device = try Device(objects: DeviceTests.sensorFile, server: Server(address))
        try device.create("/3300", [5750: "Oven"])
        var messages: [String] = []
        device.onEvent = { event in
            guard case .message(let line) = event else { return }
            messages.append(line)
            if line.contains("2.05") { device.stop() }
        }
        try server.send("wait 20\nread /3300/0/5750\n")
        try device.run(seconds: 20)
        #expect(server.wait(for: "\"Oven\""), "\(messages)")
        device.close()
        #expect(server.wait(for: " de-registered"))
    }

    @Test func opensAPortForAHostProgram() throws {
        let device = try DeviceTests.sensor()
        let name = try device.openATPort("pty")
        #expect(name.hasPrefix("/dev/"))
        try device.run(seconds: 0.01)
        device.close()
        let error = #expect(throws: DeviceError.self) { try device.openATPort("stdio") }
        #expect(error?.message == "'stdio' is no AT port: pty, pty=LINK, tcp:PORT or tcp:ADDRESS:PORT")
    }

    static let servers: [(String, [UInt8], String)] = [
        ("coaps://127.0.0.1", [], "a pre-shared key goes with coaps, and coaps with a key"),
        ("coap://127.0.0.1", [1, 2, 3], "a pre-shared key goes with coaps, and coaps with a key"),
        ("http://127.0.0.1", [], "http"),
    ]
    @Test(arguments: servers) func refusesServers(_ uri: String, _ key: [UInt8], _ words: String) throws {
        let error = #expect(throws: DeviceError.self) {
            _ = try Device(objects: DeviceTests.sensorFile, server: Server(uri, key: key))
        }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
}
