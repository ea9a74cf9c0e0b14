import ATInterface
import Products
import Testing

/// When URCs come out.
///
/// - Source: UBX-17003787 R13 §2.2.5.1.
@Suite struct URCTests {
    static let create = #"AT+ULWM2MCREATE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"T\"}]}",123"#

    /// A module with Object 3300.
    static func lineWithSensor() throws -> Line {
        let line = try Line(Product.named("SARA-R410M-63B-01")!, profile: 100)
        _ = line.ask("ATE0")
        _ = line.ask("AT+ULWM2MSTAT=0")
        return line
    }

    @Test func followTheFinalResultCode() throws {
        let line = try Self.lineWithSensor()
        #expect(
            line.send(Self.create + "\r") == "\r\nOK\r\n\r\n+ULWM2MNOTIFY: Application type changed in sensor 0\r\n")
    }

    @Test func waitForTheEndOfAnUpload() throws {
        let line = try Self.lineWithSensor()
        let other = ATSession(line.at)
        #expect(line.send("AT+UDWNFILE=\"f\",2\r") == "\r\n>")
        other.receive(Array("ATE0\r\(Self.create)\r".utf8), at: line.module.now)
        #expect(line.session.takeOutput().isEmpty)
        #expect(line.send("ab") == "\r\nOK\r\n\r\n+ULWM2MNOTIFY: Application type changed in sensor 0\r\n")
        #expect(other.takeOutput().contains(UInt8(ascii: "N")))
    }

    /// What a script sends comes as it is, but for what would end the line (UBX-18068860 R09 §5.4).
    @Test func carryTheBytesOfTheScript() throws {
        let line = try Line(profile: 100)
        _ = line.ask("ATE0")
        try line.uploadSensor(notifying: #""\t\27\xff\r\n\0|\xc3\xa9""#)
        let said: [UInt8] = [9, 27, 255, 32, 32, 32, 124, 0xC3, 0xA9]
        #expect(
            line.send(Array((Self.create + "\r").utf8))
                == Array("\r\nOK\r\n\r\n+ULWM2MNOTIFY: ".utf8) + said + [13, 10])
    }

    @Test func areSuppressedByQ1() throws {
        let line = try Self.lineWithSensor()
        #expect(line.send("ATQ1\r\(Self.create)\r") == "")
    }

    @Test func uploadEndsAfterTwentySecondsOfSilence() throws {
        let line = try Line()
        _ = line.ask("AT+CMEE=2")
        _ = line.send("AT+UDWNFILE=\"f\",10\r")
        _ = line.send("abc")
        #expect(line.wait(19).isEmpty)
        #expect(line.send("d") == "")
        let came = line.wait(21)
        #expect(came.map(\.line) == ["+CME ERROR: FFS TIMEOUT"])
        #expect(came.first?.after == 20)
        #expect(line.ask("AT+ULSTFILE=2,\"f\"") == ["+CME ERROR: FILE NOT FOUND"])
        #expect(line.log.contains("AT+UDWNFILE: nothing came for 20 s after 4 bytes; all are lost"))
    }

    @Test func searchForNetworksCanBeAborted() throws {
        let line = try Line()
        _ = line.ask("ATE0")
        line.session.receive(Array("AT+COPS=?\r".utf8), at: line.module.now)
        #expect(line.session.takeOutput().isEmpty)
        // What comes within 125 ms belongs to the line (V.250 §5.6.1).
        _ = line.wait(0.12)
        line.session.receive(Array(" \r".utf8), at: line.module.now)
        #expect(line.session.takeOutput().isEmpty)
        _ = line.wait(0.01)
        line.session.receive(Array(" \r".utf8), at: line.module.now)
        #expect(String(decoding: line.session.takeOutput(), as: UTF8.self) == "\r\nABORTED\r\n")
        #expect(line.ask("AT") == ["OK"])
    }

    /// The same seed gives the same bytes; every URC comes whole in the end, and every command is answered.
    @Test func chaosLosesNothing() throws {
        for seed in 1...20 {
            let line = try Self.lineWithSensor()
            line.session.chaos = URCChaos(seed: UInt64(seed))
            var out = line.send(Self.create + "\r")
            for number in 0..<30 {
                let write = #"AT+ULWM2MWRITE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"T\#(number)\"}]}""#
                out += line.send(write + "\r")
                if number % 3 == 0 { out += line.wait(0.3).map(\.line).joined() }
            }
            out += line.wait(5).map(\.line).joined()
            let flat = String(decoding: out.utf8.filter { $0 != 13 && $0 != 10 }, as: UTF8.self)
            let urc = "+ULWM2MNOTIFY: Application type changed in sensor 0"
            let rest = flat.replacing(urc, with: "")
            #expect(rest == String(repeating: "OK", count: 31), "seed \(seed)")
            #expect(flat.utf8.count == rest.utf8.count + 31 * urc.utf8.count)
        }
    }
}
