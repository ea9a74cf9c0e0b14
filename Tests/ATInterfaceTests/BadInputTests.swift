import ATInterface
import Products
import Randomness
import TestSupport
import Testing

/// What no host should send: an error as the module gives it, and the next command works.
@Suite struct BadInputTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let typed: String
        var error = "operation not supported"
        /// What the log says.
        var log: String?

        init(_ name: String, _ typed: String, _ error: String = "operation not supported", log: String? = nil) {
            (testDescription, self.typed, self.error, self.log) = (name, typed, error, log)
        }
    }

    static let deep = String(repeating: "[", count: 100)

    static let refusals = [
        Refusal("unknown command", "AT+NOSUCH", "unknown", log: "AT+NOSUCH: no such command at column 3"),
        Refusal(
            "command of other products", "AT+ULWM2MPULSE=16,1,0,0", "unknown",
            log: "AT+ULWM2MPULSE: SARA-R510S-01B has no such command here at column 3"),
        Refusal(
            "form that is not there", "AT+ULWM2MREAD?",
            log: "AT+ULWM2MREAD: has no read form, only set, test at column 3"),
        Refusal(
            "no quote at the end", "AT+ULWM2MREAD=\"/3/0",
            log: "AT+ULWM2MREAD: the closing quote of the string is missing at column 15"),
        Refusal(
            "path without quotes", "AT+ULWM2MREAD=/3/0", log: "AT+ULWM2MREAD: <path> is not in quotes at column 15"),
        Refusal(
            "something behind the string", "AT+ULWM2MREAD=\"/3/0\"x",
            log: "AT+ULWM2MREAD: a comma is missing at column 21"),
        Refusal(
            "too many parameters", "AT+ULWM2MREAD=\"/3\",1",
            log: "AT+ULWM2MREAD: has 2 parameters, takes at most 1 at column 20"),
        Refusal("Object 0", "AT+ULWM2MREAD=\"/0/10\"", log: "AT+ULWM2MREAD: Object 0 holds keys and cannot be read"),
        Refusal("path with letters", "AT+ULWM2MREAD=\"/3/x\""),
        Refusal("path of a Resource Instance", "AT+ULWM2MREAD=\"/4/0/1/0\""),
        Refusal(
            "JSON without its brace",
            #"AT+ULWM2MCREATE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\"]",1"#,
            log: #"AT+ULWM2MCREATE: JSON: '}' is missing at column 60"#),
        Refusal("JSON nested deeply", "AT+ULWM2MWRITE=\"{\\\"bn\\\":\\\"/3/0\\\",\\\"e\\\":\(deep)\""),
        Refusal("JSON of nothing", "AT+ULWM2MWRITE=\"{}\""),
        Refusal("JSON with inner quotes as they are", #"AT+ULWM2MWRITE="{"bn":"/3/0"}""#),
        Refusal(
            "number beyond 64 bits", "AT+ULWM2MREG=99999999999999999999999999999999",
            log: "AT+ULWM2MREG: <server_id> is 999999999999999999999..., not within 0 to 65534 at column 14"),
        Refusal("negative upload", "AT+UDWNFILE=\"f\",-1"),
        Refusal("empty upload", "AT+UDWNFILE=\"f\",0"),
        Refusal("huge upload", "AT+UDWNFILE=\"f\",9223372036854775807", "NOT ENOUGH FREE SPACE"),
        Refusal("huger upload", "AT+UDWNFILE=\"f\",9223372036854775808"),
        Refusal("path as a name", "AT+UDWNFILE=\"../../etc/x\",3", "FFS invalid filename"),
        Refusal("dots as a name", "AT+URDFILE=\"..\"", "FFS invalid filename"),
        Refusal("long name", "AT+URDFILE=\"\(String(repeating: "n", count: 249))\"", "FFS invalid filename"),
        Refusal(
            "tag that is not there", "AT+ULSTFILE=0,\"NOSUCH\"",
            log: "AT+ULSTFILE: there is no tag 'NOSUCH' at column 15"),
        Refusal("offset behind the end", "AT+URDBLOCK=\"none\",0,1", "FILE NOT FOUND"),
        Refusal("adding what is not there", "AT+ULWM2MADD=\"object_none.lua\""),
        Refusal("adding a path", "AT+ULWM2MADD=\"../object_x.lua\"", "FFS invalid filename"),
        Refusal("time before 2004", "AT+CCLK=\"03/12/31,23:59:59+00\""),
        Refusal("30th of February", "AT+CCLK=\"24/02/30,00:00:00+00\""),
        Refusal("time zone", "AT+CCLK=\"24/02/20,00:00:00+97\""),
        Refusal("profile that is not there", "AT+UMNOPROF=77"),
        Refusal("profile while registered", "AT+UMNOPROF=100", "operation not allowed"),
        Refusal("context out of range", "AT+CGDCONT=99,\"IP\",\"x\"", "operation not allowed"),
        Refusal("server that is not there", "AT+ULWM2MREG=5"),
        Refusal("mask of 8", "AT+ULWM2MSTAT=1,8"),
        Refusal(
            "level that no output has", "AT+UGPIOC=16,0,2",
            log: "AT+UGPIOC: <gpio_out_val> of an output is 2, not within 0 to 1 at column 16"),
        Refusal(
            "list of a tag that is not read", "AT+ULSTFILE=0,\"PROFILE\"",
            log: "AT+ULSTFILE: files of the tag 'PROFILE' cannot be read at column 15"),
        Refusal("character that begins nothing", "AT?", log: "'?' begins no command at column 3"),
    ]

    @Test(arguments: refusals) func isRefused(_ refusal: Refusal) throws {
        let line = try Line()
        _ = line.ask("ATE0;+CMEE=2")
        #expect(line.ask(refusal.typed) == ["+CME ERROR: \(refusal.error)"])
        if let log = refusal.log { #expect(line.log.last == log) }
        #expect(line.ask("AT+CGMI") == ["u-blox", "OK"])
    }

    @Test func lineOfAMegabyte() throws {
        let line = try Line()
        _ = line.ask("ATE0;+CMEE=2")
        #expect(
            line.ask("AT+ULWM2MWRITE=\"" + String(repeating: "a", count: 1 << 20) + "\"") == [
                "+CME ERROR: Command line too long"
            ])
        #expect(line.ask(String(repeating: "a", count: 1 << 20)) == [])
        #expect(line.ask("AT") == ["OK"])
    }

    /// What a host does not take holds back its commands, and costs it its URCs; nothing grows.
    @Test func aHostThatReadsNothing() throws {
        let line = try Line()
        _ = line.ask("ATE0;+CREG=1")
        _ = line.send("AT+UDWNFILE=\"f\",30000\r")
        #expect(line.send([UInt8](repeating: 65, count: 30_000)) == Array("\r\nOK\r\n".utf8))
        line.session.receive(Array(String(repeating: "AT+URDFILE=\"f\"\r", count: 1000).utf8), at: line.module.now)
        for number in 0..<1000 { line.at.setCoverage(isOutOfReach: number % 2 == 0) }
        var files = 0
        while line.session.hasOutput {
            let output = line.session.takeOutput()
            #expect(output.count < 100_000)
            files += output.count / 30_000
            line.session.receive([], at: line.module.now)
        }
        #expect(files == 1000)
        #expect(line.ask("AT") == ["OK"])
    }

    @Test func aHostThatGoesAwayInAnUpload() throws {
        let line = try Line()
        _ = line.ask("ATE0;+CMEE=2")
        for typed in ["AT+UDWNFILE=\"f\",9\rabc", "AT+UDWNFILE=\"f\",9\r"] {
            line.session.receive(Array(typed.utf8), at: line.module.now)
            line.session.hangUp(at: line.module.now)
            _ = line.session.takeOutput()
            #expect(line.ask("AT+ULSTFILE=2,\"f\"") == ["+CME ERROR: FILE NOT FOUND"])
        }
        #expect(line.log.contains("AT+UDWNFILE: the host hung up; 3 bytes are lost"))
        // Nothing else ends.
        line.session.receive(Array("AT+COPS=?\r".utf8), at: line.module.now)
        line.session.hangUp(at: line.module.now)
        #expect(line.send([]).count > 20)
    }

    @Test func longestLine() throws {
        let line = try Line()
        _ = line.ask("ATE0;+CMEE=2")
        let frame = "AT+ULSTFILE=2,\"\""
        let longest = frame.dropLast() + String(repeating: "n", count: 1023 - frame.utf8.count) + "\""
        #expect(line.ask(String(longest)) == ["+CME ERROR: FFS invalid filename"])
        #expect(line.ask(longest + " ") == ["+CME ERROR: Command line too long"])
    }

    @Test func halfOfUTF8() throws {
        let line = try Line()
        _ = line.ask("ATE0;+CMEE=2")
        let answer = line.send(Array("AT+ULWM2MREAD=\"/3".utf8) + [0xC3] + Array("\"\rAT\r".utf8))
        #expect(String(decoding: answer, as: UTF8.self) == "\r\n+CME ERROR: operation not supported\r\n\r\nOK\r\n")
    }

    /// A session that stays at its work whatever comes; `XLWM2M_FUZZ_LINES` sets how many lines.
    @Test func fuzz() throws {
        let count = Environment.integer("XLWM2M_FUZZ_LINES") ?? 15_000
        var random = SeededSequence(seed: 5)
        for (product, profile) in [(Product.default, nil), (FramingTests.r410, 100), (FramingTests.r422, nil)]
            as [(Product, Int?)]
        {
            let line = try Line(product, profile: profile)
            var fuzzer = LineFuzzer(on: product, profile: line.module.profile, &random)
            var answered = 0
            var memory = 0
            for number in 0..<count / 3 {
                // By the middle everything has been there once.
                if number == count / 6 { memory = Environment.residentMemory }
                line.session.receive(fuzzer.next(&random), at: line.module.now)
                answered += line.session.takeOutput().count
                // Whatever it is in, time brings it out: uploads end, resets boot.
                if line.session.isWorking || !line.at.isAnswering { line.at.advance(to: line.module.now + 30) }
                if line.module.cycle.state == .off { line.module.powerOn() }
                #expect(line.session.takeOutput().count < 1 << 20)
            }
            #expect(answered > 0)
            #expect(Environment.residentMemory - memory < 64 << 20)
            // What the lines set is volatile or harmless: after a boot all is well.
            line.module.losePower()
            line.module.powerOn()
            line.at.advance(to: line.module.now + 60)
            _ = line.session.takeOutput()
            #expect(line.ask("AT") == ["OK"])
        }
    }
}
