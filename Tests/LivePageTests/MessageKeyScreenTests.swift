import CoAP
import LivePage
import Testing

/// Messages as a page shows them: nothing of Object 0.
struct MessageKeyScreenTests {
    private static let secret = Array("secret".utf8)

    private static func message(
        _ code: Code, _ path: String = "", token: UInt8 = 1, payload: [UInt8] = secret
    ) -> [UInt8] {
        var options = Options()
        for part in path.split(separator: "/") { options.add(Option(.uriPath, String(part))) }
        return Message(.confirmable, code, id: MessageID(7), token: Token([token]), options: options, payload: payload)
            .encoded()
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let datagram: [UInt8]
        var isSent = false
        let isHidden: Bool
    }

    static let cases = [
        Case(testDescription: "a write of another Object", datagram: message(.put, "/3/0/14"), isHidden: false),
        Case(testDescription: "a write of a key", datagram: message(.put, "/0/1/5"), isHidden: true),
        Case(testDescription: "a write of an instance", datagram: message(.put, "/0/1"), isHidden: true),
        Case(testDescription: "a write of the Object", datagram: message(.put, "/0"), isHidden: true),
        Case(testDescription: "a write of everything", datagram: message(.put), isHidden: true),
        Case(testDescription: "a path with leading zeros", datagram: message(.put, "/00/1/5"), isHidden: true),
        Case(testDescription: "a registration", datagram: message(.post, "/rd"), isSent: true, isHidden: false),
        Case(testDescription: "an answer to nobody", datagram: message(.content), isSent: true, isHidden: false),
        Case(testDescription: "no message", datagram: [0x44, 0x02, 0, 7] + secret, isHidden: true),
    ]

    @Test(arguments: cases) func hidesWhatGoesToObject0(_ c: Case) {
        var screen = MessageKeyScreen()
        let shown = screen.shown(c.datagram, of: "a", isSent: c.isSent)
        let text = String(decoding: shown.bytes, as: UTF8.self)
        #expect(text.contains("secret") == !c.isHidden)
        #expect((shown.hidden > 0) == c.isHidden && c.datagram.starts(with: shown.bytes))
    }

    @Test func hidesTheAnswerToo() {
        var screen = MessageKeyScreen()
        _ = screen.shown(Self.message(.get, "/0/1", token: 9, payload: []), of: "a", isSent: false)
        func isHidden(peer: String = "a", token: UInt8 = 9, isSent: Bool = true) -> Bool {
            screen.shown(Self.message(.content, token: token), of: peer, isSent: isSent).hidden > 0
        }
        #expect(isHidden())
        #expect(!isHidden(token: 8) && !isHidden(peer: "b") && !isHidden(isSent: false))
        // The token begins another exchange.
        _ = screen.shown(Self.message(.get, "/3/0", token: 9, payload: []), of: "a", isSent: false)
        #expect(!isHidden())
    }
}
