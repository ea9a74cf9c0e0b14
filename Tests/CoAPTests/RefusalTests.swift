import CoAP
import Testing

/// What is refused before anyone acts on it, and what is met with silence.
@Suite struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var method = Code.get
        var options: [Option] = []
        let code: Code
        var words = ""
    }

    static let cases = [
        Case(testDescription: "unknown elective option", options: [Option(OptionNumber(65000), "x")], code: .content),
        Case(
            testDescription: "unknown critical option", options: [Option(OptionNumber(9), "x")], code: .badOption,
            words: "option 9 is not understood"),
        Case(
            testDescription: "If-Match", options: [Option(.ifMatch, "x")], code: .badOption,
            words: "option If-Match (1) is not understood"),
        Case(
            testDescription: "If-None-Match", options: [Option(.ifNoneMatch, "")], code: .badOption,
            words: "option If-None-Match (5) is not understood"),
        Case(
            testDescription: "two Accepts", options: [Option(.accept, uint: 40), Option(.accept, uint: 0)],
            code: .badOption, words: "option Accept (17) is not understood"),
        Case(
            testDescription: "an Accept of 3 bytes", options: [Option(.accept, [1, 0, 0])], code: .badOption,
            words: "option Accept (17) is not understood"),
        Case(
            testDescription: "an Accept with leading zeros", options: [Option(.accept, [0, 0, 40])], code: .content),
        Case(
            testDescription: "a path that is not UTF-8", options: [Option(.uriPath, [0xFF])], code: .badOption,
            words: "option Uri-Path (11) is not understood"),
        Case(
            testDescription: "a block of 4 bytes", options: [Option(.block2, [1, 2, 3, 4])], code: .badOption,
            words: "option Block2 (23) is not understood"),
        Case(
            testDescription: "Proxy-Uri", options: [Option(.proxyURI, "coap://x")], code: .proxyingNotSupported,
            words: "this is not a proxy"),
        Case(
            testDescription: "Uri-Host and Uri-Port", options: [Option(.uriHost, "a"), Option(.uriPort, uint: 5683)],
            code: .content),
        Case(
            testDescription: "two Content-Formats count as one",
            options: [Option(.contentFormat, uint: 0), Option(.contentFormat, uint: 1)], code: .content),
        Case(
            testDescription: "FETCH", method: Code(0, 5), code: .methodNotAllowed, words: "method 0.05 is not known"),
        Case(
            testDescription: "reserved block size", options: [Option(.block2, uint: 7)], code: .badRequest,
            words: "the block size 7 is reserved"),
    ]

    @Test(arguments: cases) func answers(_ refusal: Case) throws {
        let wire = Wire()
        let answer = try #require(wire.ask(refusal.method, ["3"], id: 1, refusal.options).first)
        #expect(answer.code == refusal.code)
        #expect(answer.type == .acknowledgement)
        if refusal.code == .content {
            #expect(wire.asked.count == 1)
        } else {
            #expect(String(decoding: answer.payload, as: UTF8.self) == refusal.words)
            #expect(wire.asked.isEmpty)
        }
    }

    @Test func unknownCriticalOptionsInNonConfirmableRequestsAreMetWithSilence() {
        let wire = Wire()
        #expect(wire.ask(.get, ["3"], id: 1, type: .nonConfirmable, [Option(OptionNumber(9), "x")]).isEmpty)
        #expect(wire.asked.isEmpty)
    }

    struct Silence: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let message: Message
    }

    static let silences = [
        Silence(testDescription: "ACK to nothing", message: .acknowledgement(of: MessageID(5))),
        Silence(testDescription: "RST to nothing", message: .reset(of: MessageID(5))),
        Silence(testDescription: "response in an ACK", message: Message(.acknowledgement, .content, id: MessageID(5))),
        Silence(testDescription: "request in an ACK", message: Message(.acknowledgement, .get, id: MessageID(5))),
        Silence(testDescription: "request in an RST", message: Message(.reset, .get, id: MessageID(5))),
        Silence(testDescription: "empty NON", message: Message(.nonConfirmable, .empty, id: MessageID(5))),
        Silence(testDescription: "unknown NON response", message: Message(.nonConfirmable, .content, id: MessageID(5))),
        Silence(
            testDescription: "NON of a reserved class", message: Message(.nonConfirmable, Code(6, 1), id: MessageID(5))),
    ]

    @Test(arguments: silences) func isSilent(_ silence: Silence) {
        let wire = Wire()
        wire.receive(silence.message)
        wire.pass(500)
        #expect(wire.take().isEmpty)
        #expect(wire.asked.isEmpty)
    }

    static let resets = [
        Silence(testDescription: "ping", message: Message(.confirmable, .empty, id: MessageID(5))),
        Silence(testDescription: "unknown response", message: Message(.confirmable, .content, id: MessageID(5))),
        Silence(testDescription: "reserved class 1", message: Message(.confirmable, Code(1, 1), id: MessageID(5))),
        Silence(testDescription: "reserved class 7", message: Message(.confirmable, Code(7, 1), id: MessageID(5))),
    ]

    @Test(arguments: resets) func isReset(_ reset: Silence) {
        let wire = Wire()
        wire.receive(reset.message)
        #expect(wire.take() == [.reset(of: MessageID(5))])
        wire.receive(reset.message)
        #expect(wire.take() == [.reset(of: MessageID(5))])
    }
}
