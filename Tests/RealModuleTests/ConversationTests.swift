import RealModule
import Testing

/// What a module sends, in which pieces, and what is made of it.
struct Exchange: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var request = LineRequest("AT+CGMM")
    var pieces: [String]
    var lines: [String] = []
    var result = ATAnswer.Result.ok
    var urcs: [String] = []
}

/// A conversation as a reference, because macros take no calls that change a value.
final class HostEnd {
    private var conversation = ATConversation()

    var deadline: Double? { conversation.deadline }
    var isBehind: Bool { conversation.isBehind }
    var isPrompted: Bool { conversation.isPrompted }
    func begin(_ request: LineRequest, at time: Double) { conversation.begin(request, at: time) }
    func receive(_ bytes: [UInt8], at time: Double) { conversation.receive(bytes, at: time) }
    func passTime(to time: Double) { conversation.passTime(to: time) }
    func takeOutput() -> [UInt8] { conversation.takeOutput() }
    func takeAnswer() -> ATAnswer? { conversation.takeAnswer() }
    func takeURCs() -> [String] { conversation.takeURCs() }
}

@Suite("A conversation by AT commands")
struct ConversationTests {
    static let exchanges = [
        Exchange(testDescription: "no echo", pieces: ["\r\nSARA-R510S\r\n\r\nOK\r\n"], lines: ["SARA-R510S"]),
        Exchange(testDescription: "echo", pieces: ["AT+CGMM\r\r\nSARA-R510S\r\n\r\nOK\r\n"], lines: ["SARA-R510S"]),
        Exchange(
            testDescription: "a byte at a time",
            pieces: "AT+CGMM\r\r\nSARA-R510S\r\n\r\nOK\r\n".unicodeScalars.map(String.init),
            lines: ["SARA-R510S"]),
        Exchange(
            testDescription: "a URC before the answer",
            pieces: ["\r\n+ULWM2MSTAT: 4, 0\r\n\r\nSARA-R510S\r\n\r\nOK\r\n"], lines: ["SARA-R510S"],
            urcs: ["+ULWM2MSTAT: 4, 0"]),
        Exchange(
            testDescription: "a URC within the echo",
            pieces: ["AT+C\r\n+ULWM2MSTAT: 4, 0\r\n", "GMM\r\r\nSARA-R510S\r\n\r\nOK\r\n"], lines: ["SARA-R510S"],
            urcs: ["+ULWM2MSTAT: 4, 0"]),
        Exchange(
            testDescription: "a URC between information and result, one after it",
            pieces: [
                "\r\nSARA-R510S\r\n\r\n+ULWM2MNOTIFY: all is OK\r\n\r\nOK\r\n\r\n+UFOTASTAT: 3, 1, 0\r\n"
            ], lines: ["SARA-R510S"], urcs: ["+ULWM2MNOTIFY: all is OK", "+UFOTASTAT: 3, 1, 0"]),
        Exchange(
            testDescription: "two URCs glued together",
            pieces: ["\r\n+CEREG: 1\r\n\r\n+CEREG: 5\r\n\r\nSARA-R510S\r\n\r\nOK\r\n"], lines: ["SARA-R510S"],
            urcs: ["+CEREG: 1", "+CEREG: 5"]),
        Exchange(
            testDescription: "only LF at the ends of lines", pieces: ["\nSARA-R510S\n\nOK\n"], lines: ["SARA-R510S"]),
        Exchange(testDescription: "a plain error", pieces: ["\r\nERROR\r\n"], result: .error("")),
        Exchange(
            testDescription: "an error in words", pieces: ["\r\n+CME ERROR: FILE NOT FOUND\r\n"],
            result: .error("FILE NOT FOUND")),
        Exchange(testDescription: "an error as a number", pieces: ["\r\n+CME ERROR: 1612\r\n"], result: .error("1612")),
        Exchange(
            testDescription: "information of several lines", request: LineRequest("AT+UGPIOC?"),
            pieces: ["\r\n+UGPIOC:\r\n16,255\r\n19,255\r\n\r\nOK\r\n"], lines: ["+UGPIOC:", "16,255", "19,255"]),
        Exchange(
            testDescription: "two commands in a line", request: LineRequest("AT+CGMM;+CMEE?"),
            pieces: ["\r\nSARA-R510S\r\n\r\n+CMEE: 2\r\n\r\nOK\r\n"], lines: ["SARA-R510S", "+CMEE: 2"]),
        Exchange(
            testDescription: "a name within quotes is no command", request: LineRequest("AT+ULWM2MREAD=\"+CEREG\""),
            pieces: ["\r\n+CEREG: 1\r\n\r\n+ULWM2MREAD: {}\r\n\r\nOK\r\n"], lines: ["+ULWM2MREAD: {}"],
            urcs: ["+CEREG: 1"]),
    ]

    @Test(arguments: exchanges) func understands(_ exchange: Exchange) throws {
        let conversation = HostEnd()
        conversation.begin(exchange.request, at: 0)
        #expect(conversation.takeOutput() == Array((exchange.request.line + "\r").utf8))
        for piece in exchange.pieces { conversation.receive(Array(piece.utf8), at: 1) }
        let answer = try #require(conversation.takeAnswer())
        #expect(answer.lines == exchange.lines)
        #expect(answer.result == exchange.result)
        #expect(conversation.takeURCs() == exchange.urcs)
        #expect(conversation.deadline == nil)
    }

    @Test(arguments: ["\r\n", "\n"]) func readsTheBytesOfAFile(lead: String) throws {
        let bytes: [UInt8] = Array("a\"\r\nOK\r\n\r\nERROR\r\n>".utf8) + [0, 255]
        let sent =
            Array("\(lead)+URDFILE: \"object_x.lua\",\(bytes.count),\"".utf8) + bytes
            + Array("\"\r\n\r\nOK\r\n".utf8)
        for size in [1, 7, sent.count] {
            let conversation = HostEnd()
            conversation.begin(.read("object_x.lua", tag: "XLWM2M"), at: 0)
            var rest = sent[...]
            while !rest.isEmpty {
                conversation.receive(Array(rest.prefix(size)), at: 1)
                rest = rest.dropFirst(size)
            }
            let answer = try #require(conversation.takeAnswer())
            #expect(answer.bytes == bytes)
            #expect(answer.isOK)
        }
    }

    @Test func aFileThatComesSlowlyIsNotLate() throws {
        let conversation = HostEnd()
        conversation.begin(.read("x", tag: "USER"), at: 0)
        conversation.receive(Array("\r\n+URDFILE: \"x\",30,\"".utf8), at: 5)
        for second in 0..<30 {
            conversation.passTime(to: Double(6 + second))
            conversation.receive([65], at: Double(6 + second))
        }
        conversation.receive(Array("\"\r\nOK\r\n".utf8), at: 36)
        #expect(conversation.takeAnswer()?.bytes == [UInt8](repeating: 65, count: 30))
    }

    @Test(arguments: [">", "@"]) func sendsTheBytesAfterThePrompt(prompt: String) throws {
        let conversation = HostEnd()
        conversation.begin(.write([1, 2, 3], to: "x", tag: "USER", over: LineSettings()), at: 0)
        #expect(conversation.takeOutput() == Array("AT+UDWNFILE=\"x\",3,\"USER\"\r".utf8))
        conversation.receive(Array("\r\n+CEREG: 1\r\n\r\n\(prompt)".utf8), at: 1)
        #expect(conversation.takeOutput() == [])
        let moment = try #require(conversation.deadline)
        #expect(moment == 1 + ATTimes.promptPause)
        conversation.passTime(to: moment)
        #expect(conversation.takeOutput() == [1, 2, 3])
        conversation.receive(Array("\r\nOK\r\n".utf8), at: 2)
        #expect(conversation.takeAnswer()?.isOK == true)
        #expect(conversation.takeURCs() == ["+CEREG: 1"])
    }

    @Test func sendsNothingAfterARefusal() {
        let conversation = HostEnd()
        conversation.begin(.write([1, 2, 3], to: "x", tag: "USER", over: LineSettings()), at: 0)
        _ = conversation.takeOutput()
        conversation.receive(Array("\r\n+CME ERROR: NOT ENOUGH FREE SPACE\r\n".utf8), at: 1)
        conversation.passTime(to: 100)
        #expect(conversation.takeOutput() == [])
        #expect(conversation.takeAnswer()?.result == .error("NOT ENOUGH FREE SPACE"))
    }

    @Test func aLateAnswerIsNotTakenForTheNextOne() throws {
        let conversation = HostEnd()
        conversation.begin(LineRequest("AT+ULWM2MADD=\"object_x.lua\"", timeout: 60), at: 0)
        conversation.passTime(to: 59)
        #expect(conversation.takeAnswer() == nil)
        conversation.passTime(to: 60)
        #expect(conversation.takeAnswer()?.result == .timedOut)
        #expect(conversation.isBehind)
        conversation.begin(.synchronization, at: 61)
        conversation.receive(Array("\r\nERROR\r\n\r\nOK\r\n".utf8), at: 62)
        #expect(conversation.takeAnswer() == nil)
        conversation.receive(Array("\r\n+CMEE: 2\r\n\r\nOK\r\n".utf8), at: 63)
        #expect(conversation.takeAnswer()?.lines == ["+CMEE: 2"])
        #expect(!conversation.isBehind)
    }

    @Test func aLatePromptIsNoticed() {
        let conversation = HostEnd()
        conversation.begin(.write([1, 2, 3], to: "x", tag: "USER", over: LineSettings()), at: 0)
        conversation.passTime(to: 1000)
        #expect(conversation.takeAnswer()?.result == .timedOut)
        conversation.receive(Array("\r\n>".utf8), at: 1001)
        #expect(conversation.isPrompted)
        conversation.receive(Array("\r\n+CME ERROR: FFS TIMEOUT\r\n".utf8), at: 1021)
        #expect(!conversation.isPrompted)
    }

    @Test(arguments: [
        ("/dev/ttyUSB0", PortAddress.device("/dev/ttyUSB0")), ("tcp:4000", .tcp(host: "127.0.0.1", port: 4000)),
        ("tcp:bench:4000", .tcp(host: "bench", port: 4000)), ("tcp:[::1]:4000", .tcp(host: "::1", port: 4000)),
        ("tcp:", nil), ("tcp:bench", nil), ("tcp::4000", nil), ("tcp:bench:70000", nil), ("", nil),
    ]) func readsAnAddress(text: String, address: PortAddress?) {
        #expect(PortAddress(text) == address)
    }
}
