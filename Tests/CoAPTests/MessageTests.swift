import CoAP
import Testing

/// Messages as bytes, and what is no message.
@Suite struct MessageTests {
    struct Malformed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let reason: String
        var isReset = true
    }

    static let malformed = [
        Malformed(
            testDescription: "nothing", bytes: [], reason: "0 bytes are not a message: the header has 4", isReset: false
        ),
        Malformed(
            testDescription: "three bytes", bytes: [0x40, 1, 0],
            reason: "3 bytes are not a message: the header has 4", isReset: false),
        Malformed(
            testDescription: "version 2", bytes: [0x80, 1, 0, 1], reason: "version 2 is not known, only 1 is",
            isReset: false),
        Malformed(
            testDescription: "version 0", bytes: [0, 1, 0, 1], reason: "version 0 is not known, only 1 is",
            isReset: false),
        Malformed(
            testDescription: "token of 9 bytes", bytes: [0x49, 1, 0, 1] + [UInt8](repeating: 1, count: 9),
            reason: "a token of 9 bytes, 8 are the most"),
        Malformed(testDescription: "cut token", bytes: [0x44, 1, 0, 1, 1], reason: "the token is cut off"),
        Malformed(
            testDescription: "ping with a token", bytes: [0x41, 0, 0, 1, 0xAA],
            reason: "code 0.00 with something after the message id"),
        Malformed(
            testDescription: "ping with a payload", bytes: [0x40, 0, 0, 1, 0xFF, 1],
            reason: "code 0.00 with something after the message id"),
        Malformed(
            testDescription: "marker alone", bytes: [0x40, 1, 0, 1, 0xFF], reason: "a payload marker without a payload"
        ),
        Malformed(
            testDescription: "value cut", bytes: [0x40, 1, 0, 1, 0xB5, 0x33, 0x30],
            reason: "option 11 runs past the end"
        ),
        Malformed(testDescription: "delta cut", bytes: [0x40, 1, 0, 1, 0xD1], reason: "an option is cut off"),
        Malformed(testDescription: "long delta cut", bytes: [0x40, 1, 0, 1, 0xE1, 0], reason: "an option is cut off"),
        Malformed(testDescription: "length cut", bytes: [0x40, 1, 0, 1, 0xBD], reason: "an option is cut off"),
        Malformed(
            testDescription: "delta 15", bytes: [0x40, 1, 0, 1, 0xF1, 0x33],
            reason: "an option with the reserved delta or length 15"),
        Malformed(
            testDescription: "length 15", bytes: [0x40, 1, 0, 1, 0xBF, 0x33],
            reason: "an option with the reserved delta or length 15"),
        Malformed(
            testDescription: "numbers above 65535", bytes: [0x40, 1, 0, 1, 0xE0, 0xFF, 0xFF, 0xE0, 0xFF, 0xFF],
            reason: "an option number above 65535"),
        Malformed(
            testDescription: "NON", bytes: [0x50, 1, 0, 1, 0xF1, 0x33],
            reason: "an option with the reserved delta or length 15", isReset: false),
        Malformed(
            testDescription: "ACK", bytes: [0x60, 0x45, 0, 1, 0xFF], reason: "a payload marker without a payload",
            isReset: false),
    ]

    @Test(arguments: malformed) func refusesInWords(_ malformed: Malformed) {
        let refusal = #expect(throws: MalformedMessage.self) { _ = try Message(decoding: malformed.bytes) }
        #expect(refusal?.reason == malformed.reason)
        #expect(refusal?.reaction == (malformed.isReset ? .reset(MessageID(1)) : .silence))
        let wire = Wire()
        wire.endpoint.receive(malformed.bytes, at: 0)
        #expect(wire.take() == (malformed.isReset ? [.reset(of: MessageID(1))] : []))
    }

    @Test func everyOptionLengthAndDeltaComesBack() throws {
        for length in [0, 1, 12, 13, 14, 268, 269, 270, 1034] {
            for number in [0, 1, 12, 13, 14, 268, 269, 270, 65535] as [UInt16] {
                let value = [UInt8](repeating: 0xA5, count: length)[...]
                let message = Message(
                    .confirmable, .get, id: MessageID(0xABCD), token: Token([0, 1, 2]),
                    options: Options([Option(OptionNumber(number), value), Option(OptionNumber(number), value)]),
                    payload: [0xFF, 0])
                #expect(try Message(decoding: message.encoded()) == message)
            }
        }
    }

    @Test func optionsStandInOrderWhateverTheOrderInWhichTheyCame() {
        var options = Options()
        options.add(Option(.uriQuery, "b=U"))
        options.add(Option(.uriPath, "rd"))
        options.add(Option(.uriPath, "5"))
        options.add(.observe, uint: 0)
        #expect(options.all.map(\.number) == [.observe, .uriPath, .uriPath, .uriQuery])
        #expect(options.texts(.uriPath) == ["rd", "5"])
        options.set(.observe, uint: 1)
        #expect(options.uint(.observe) == 1)
        options.set(.observe, uint: nil)
        #expect(options[.observe] == nil)
    }

    @Test func tokensKeepLeadingZeros() {
        #expect(Token([0, 0]) != Token([0]))
        #expect(Token([0, 7]).bytes == [0, 7])
        #expect(Token([]) == .empty)
        #expect(Token([1, 2, 3, 4, 5, 6, 7, 8]).description == "0102030405060708")
    }

    @Test func anEmptySegmentIsTheRoot() {
        #expect(CoAPRequest(.delete, options: Options([Option(.uriPath, "")])).path == [])
        #expect(CoAPRequest(.get, path: ["3", "0"]).path == ["3", "0"])
        #expect(CoAPRequest(.get, path: [], accept: 0).accept == 0)
        #expect(CoAPRequest(.get, path: []).accept == nil)
    }

    @Test func numbersOfNotificationsGoRound() {
        let last = ObserveNumber(rawValue: 0xFF_FFFF)
        #expect(last.next == ObserveNumber(rawValue: 0))
        #expect(last.next.isNewer(than: last, at: 1, earlier: 0))
        #expect(!last.isNewer(than: last.next, at: 1, earlier: 0))
        #expect(last.isNewer(than: last.next, at: 129, earlier: 0))
    }

    @Test func blocksHaveTheLargestSizeThatFits() {
        #expect(BlockOption(number: 0, isMoreToCome: false, size: 1024).exponent == 6)
        #expect(BlockOption(number: 0, isMoreToCome: false, size: 5000).exponent == 6)
        #expect(BlockOption(number: 0, isMoreToCome: false, size: 1023).exponent == 5)
        #expect(BlockOption(number: 0, isMoreToCome: false, size: 3).exponent == 0)
        #expect(BlockOption(Option(.block1, [0, 0, 0, 1])) == nil)
    }
}
