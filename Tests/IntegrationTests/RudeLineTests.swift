import Foundation
import TestSupport
import Testing

/// `--urc-chaos`, `--shape` and `--at-log` as a host meets them at an open port.
@Suite(.serialized) struct RudeLineTests {
    static let urc = "+ULWM2MNOTIFY: Application type changed in sensor 0"

    /// A module with one port, the host at the port, and all that came.
    private final class Desk {
        let program: LiveProgram
        let host: SerialPort
        private let folder: TemporaryFolder
        private(set) var text = ""

        init(isTCP: Bool = false, _ options: String...) throws {
            folder = try TemporaryFolder()
            let link = folder.path("modem")
            program = try LiveProgram(
                ["run", "--all-objects", "--at", isTCP ? "tcp:0" : "pty=\(link)"] + options)
            let line = try #require(program.line(from: "AT port "))
            if isTCP {
                let number = line.split(separator: ":").last.flatMap { UInt16($0) }
                host = try SerialPort(tcp: try #require(number))
            } else {
                host = try SerialPort(link)
            }
        }

        deinit { program.end() }

        /// Sends command lines in one piece.
        func send(_ commands: [String]) { host.send(Array(commands.map { $0 + "\r" }.joined().utf8)) }

        /// Waits until all that was asked has its result, and so many URCs are there.
        func wait(results: Int, urcs: Int) {
            let before = text
            let came = host.bytes { bytes in
                let all = before + String(decoding: bytes, as: UTF8.self)
                return Self.count("\r\nOK\r\n", all) >= results && Self.count(urc + "\r\n", all) >= urcs
            }
            text += String(decoding: came, as: UTF8.self)
        }

        static func count(_ part: String, _ text: String) -> Int { text.components(separatedBy: part).count - 1 }
    }

    private static func json(_ command: String, _ text: String) -> String {
        #"AT+ULWM2M\#(command)="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"\#(text)\"}]}""#
    }

    private static let pieces = 5
    private static let lines = 3
    /// A second command of a line, with a URC of its own.
    private static let again = json("WRITE", "again").dropFirst(2)

    /// The same seed gives the same bytes at a pseudoterminal and over TCP, another one others; whoever reads URCs
    /// anywhere between whole lines misses none.
    @Test func chaosIsThatOfItsSeedAndLosesNothing() throws {
        let desks = try [
            Desk("--urc-chaos", "7"), Desk("--urc-chaos", "7"), Desk(isTCP: true, "--urc-chaos", "7"),
            Desk("--urc-chaos", "8"),
        ]
        for desk in desks { desk.send([Self.json("CREATE", "T") + ",123"]) }
        for desk in desks { desk.wait(results: 1, urcs: 1) }
        for piece in 1...Self.pieces {
            // All lines of a piece come at one moment, so that nothing depends on how fast this machine is.
            for desk in desks {
                desk.send((1...Self.lines).map { Self.json("WRITE", "\(piece)-\($0)") + ";" + Self.again })
            }
            let results = piece * Self.lines + 1
            for desk in desks { desk.wait(results: results, urcs: 2 * results - 1) }
        }
        let results = Self.pieces * Self.lines + 1
        for desk in desks {
            // Echoes, results and URCs come whole, each on a line of its own, and nothing else does.
            var lines: [String: Int] = [:]
            for line in desk.text.split(whereSeparator: \.isNewline) where !line.hasPrefix("AT+") {
                lines[String(line), default: 0] += 1
            }
            #expect(lines == ["OK": results, Self.urc: 2 * results - 1])
            // Between a command and its answer, where the manual lets none come.
            #expect(Desk.count("\r\r\n\(Self.urc)\r\n\r\nOK\r\n", desk.text) > 0, "none comes before an answer")
            #expect(Desk.count("\(Self.urc)\r\n\r\n\(Self.urc)\r\n", desk.text) > 0, "none is glued to another")
        }
        #expect(desks[0].text == desks[1].text)
        #expect(desks[0].text == desks[2].text)
        #expect(desks[0].text != desks[3].text)
    }

    /// An entry of `--at-log`.
    private struct Entry {
        var time: Double
        var direction: String
        var text: String

        static func all(_ log: String) -> [Entry] {
            log.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
                guard words.count == 3, let time = Double(words[0]) else { return nil }
                return Entry(time: time, direction: String(words[1]), text: String(words[2]))
            }
        }
    }

    /// The bytes take their time by the module's own record, and the record has all that the host saw, in its order.
    @Test(arguments: [false, true]) func shapedBytesTakeTheirTimeAndAreWrittenDown(isTCP: Bool) throws {
        let folder = try TemporaryFolder()
        let (speed, latency) = (9600.0, 0.03)
        let desk = try Desk(
            isTCP: isTCP, "--shape", "\(Int(speed)),latency=\(Int(latency * 1000))ms", "--at-log", folder.path("log"))
        let commands = ["ATE0", "AT+CGMM", "AT+ULWM2MLIST=\"/\"", "AT+CMEE=2", "AT+NONSENSE", "AT+CGSN"]
        var answers: [[String]] = []
        for command in commands { answers.append(desk.host.ask(command)) }
        #expect(answers[0] == ["ATE0", "OK"] && answers[4] == ["+CME ERROR: unknown"])

        let log = Entry.all(try folder.read("log"))
        #expect(log.filter { $0.direction == ">" }.map(\.text) == commands)
        #expect(log.filter { $0.direction == "<" }.map(\.text) == answers.flatMap { $0 })
        #expect(log.contains { $0.direction == "#" && $0.text == "AT+NONSENSE: no such command at column 3" })
        #expect(zip(log, log.dropFirst()).allSatisfy { $0.time <= $1.time })
        // An echo goes out while the command comes in: it says nothing.
        for (number, command) in commands.enumerated().dropFirst() {
            let typed = try #require(log.firstIndex { $0.direction == ">" && $0.text == command })
            let came = log[(typed + 1)...].filter { $0.direction == "<" }.prefix(answers[number].count)
            let taken = try #require(came.last).time - log[typed].time
            // CR LF stand before and behind each line; the record has the time of the CR.
            let bytes = answers[number].reduce(0) { $0 + $1.utf8.count + 4 } - 1
            // Times are written in thousandths.
            #expect(taken >= latency + Double(bytes) * 10 / speed - 0.001, "\(command) took \(taken) s")
        }
    }

    /// Of two ports each has its own seed, its own line and its own mark in the record.
    @Test func twoPortsAreWrittenDownApart() throws {
        let folder = try TemporaryFolder()
        let links = [folder.path("a"), folder.path("b")]
        let module = try LiveProgram(
            ["run", "--at", "pty=\(links[0])", "--at", "pty=\(links[1])", "--at-log", folder.path("log")])
        defer { module.end() }
        try #require(module.wait(for: "AT port \(links[1])"))
        let hosts = try links.map { try SerialPort($0) }
        #expect(hosts[0].ask("AT+CGMI") == ["AT+CGMI", "u-blox", "OK"])
        #expect(hosts[1].ask("AT+CGMM") == ["AT+CGMM", "SARA-R510S", "OK"])
        let entries = try folder.read("log").split(separator: "\n").map(String.init)
        #expect(entries.contains { $0.hasPrefix("[2] ") && $0.hasSuffix("> AT+CGMM") })
        #expect(entries.contains { !$0.hasPrefix("[") && $0.hasSuffix("> AT+CGMI") })
        #expect(entries.filter { $0.hasSuffix("< OK") }.count == 2)
    }
}
