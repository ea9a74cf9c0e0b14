import CoAP
import Testing

/// Options as a value: where their bytes lie makes no difference.
@Suite struct OptionsTests {
    private static let built = Options([
        Option(.uriQuery, "pmin=10"), Option(.uriPath, "3"), Option(.uriPath, "0"), Option(.accept, uint: 11542),
    ])

    private static var received: Options {
        get throws {
            let message = Message(.confirmable, .get, id: MessageID(7), options: built, payload: [1, 2, 3])
            return try Message(decoding: message.encoded()).options
        }
    }

    @Test func thoseOfADatagramEqualThoseThatWereBuilt() throws {
        #expect(try Self.received == Self.built)
        #expect(try Self.received.hashValue == Self.built.hashValue)
        #expect(Self.built.all.map(\.number) == [.uriPath, .uriPath, .uriQuery, .accept])
        #expect(Self.built != Options([Option(.uriPath, "3")]))
        #expect(Self.built.texts(.uriPath) == ["3", "0"] && Self.built.uint(.accept) == 11542)
    }

    @Test func aChangeOfOneLeavesTheOthers() throws {
        var options = try Self.received
        options.set(.accept, uint: 0)
        options.add(Option(.uriPath, "9"))
        options.remove(.uriQuery)
        options.set(.observe, uint: 5)
        options.set(.observe, uint: nil)
        #expect(options.texts(.uriPath) == ["3", "0", "9"] && options.uint(.accept) == 0)
        #expect(options[.uriQuery] == nil && options.uint(.observe) == nil)
        #expect(
            try Message(decoding: Message(.confirmable, .get, id: MessageID(7), options: options).encoded()).options
                == options)
        #expect(try Self.received == Self.built)
    }

    @Test func goesThroughThoseOfANumberUntilItIsEnough() {
        var seen: [[UInt8]] = []
        #expect(
            !Self.built.forEach(.uriPath) { bytes in
                seen.append(Array(bytes))
                return false
            })
        #expect(seen == [[0x33]] && Self.built.forEach(.etag) { _ in false })
    }
}
