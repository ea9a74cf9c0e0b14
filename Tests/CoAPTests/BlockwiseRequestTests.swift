import CoAP
import Testing

/// Large requests of ours and large responses to them, with the test as the server.
@Suite struct BlockwiseRequestTests {
    private final class Heard {
        var outcomes: [ExchangeOutcome] = []
    }

    private static let list = [UInt8]((0..<150).map { UInt8($0) })

    private func register(_ wire: Wire, _ heard: Heard) {
        let request = CoAPRequest(.post, path: ["rd"], queries: ["ep=a"], contentFormat: 40, payload: Self.list)
        wire.endpoint.request(request, at: wire.time) { heard.outcomes.append($0) }
    }

    private func small(_ size: Int = 64, limit: Int = 1 << 20) -> Wire {
        var settings = EndpointSettings()
        settings.blocks.size = size
        settings.blocks.largestPayload = limit
        return Wire(settings)
    }

    private func answer(
        _ wire: Wire, _ sent: Message, _ code: Code, block1: BlockOption? = nil, block2: BlockOption? = nil,
        tag: UInt8? = nil, _ payload: [UInt8] = []
    ) {
        var options = Options()
        if let tag { options.add(Option(.etag, [tag])) }
        if let block1 { options.add(.block1, uint: block1.uint) }
        if let block2 { options.add(.block2, uint: block2.uint) }
        wire.receive(
            Message(.acknowledgement, code, id: sent.id, token: sent.token, options: options, payload: payload))
    }

    private func block(_ message: Message, _ number: OptionNumber) -> BlockOption? {
        message.options[number].flatMap { BlockOption($0) }
    }

    @Test func aLargeRegisterGoesInBlocks() throws {
        let wire = small()
        let heard = Heard()
        register(wire, heard)
        var payload: [UInt8] = []
        for number in 0..<3 {
            let sent = try #require(wire.takeOne())
            let block1 = try #require(block(sent, .block1))
            #expect("\(block1)" == "\(number)/\(number < 2 ? 1 : 0)/64")
            #expect(sent.options.uint(.size1) == (number == 0 ? 150 : nil))
            #expect(sent.options.texts(.uriQuery) == ["ep=a"])
            #expect(sent.options.uint(.contentFormat) == 40)
            payload += sent.payload
            answer(wire, sent, number < 2 ? .continue : .created, block1: block1)
        }
        #expect(payload == Self.list)
        #expect(heard.outcomes.map(\.description) == ["2.01"])
    }

    @Test func smallerBlocksAreSentWhenAskedFor() throws {
        let wire = small()
        let heard = Heard()
        register(wire, heard)
        let first = try #require(wire.takeOne())
        answer(wire, first, .continue, block1: BlockOption(number: 0, isMoreToCome: true, size: 32))
        let second = try #require(wire.takeOne())
        #expect(block(second, .block1)?.description == "2/1/32")
        #expect(second.payload == Array(Self.list[64..<96]))
    }

    @Test func tooLargeWithASmallerSizeBeginsAgain() throws {
        let wire = small()
        let heard = Heard()
        register(wire, heard)
        answer(
            wire, try #require(wire.takeOne()), .requestEntityTooLarge,
            block1: BlockOption(number: 0, isMoreToCome: true, size: 16))
        let again = try #require(wire.takeOne())
        #expect(block(again, .block1)?.description == "0/1/16")
        answer(wire, again, .requestEntityTooLarge)
        #expect(heard.outcomes.map(\.description) == ["4.13"])
    }

    @Test func aPeerThatGoesOnAskingIsGivenUp() throws {
        let wire = small(128)
        let heard = Heard()
        register(wire, heard)
        for _ in 0..<2 { answer(wire, try #require(wire.takeOne()), .continue) }
        #expect(heard.outcomes.map(\.description) == ["the peer asks for more blocks than there are"])
    }

    @Test func aLargeResponseIsPutTogether() throws {
        let wire = Wire()
        let heard = Heard()
        wire.endpoint.request(CoAPRequest(.get, path: ["fw"]), at: 0) { heard.outcomes.append($0) }
        for number in 0..<3 {
            let sent = try #require(wire.takeOne())
            #expect(block(sent, .block2)?.description == (number == 0 ? nil : "\(number)/0/16"))
            let start = number * 16
            answer(
                wire, sent, .content,
                block2: BlockOption(number: UInt32(number), isMoreToCome: number < 2, size: 16), tag: 7,
                Array(Self.list[start..<min(start + 16, 40)]))
        }
        #expect(heard.outcomes.map { $0.response?.payload } == [Array(Self.list[..<40])])
        #expect(heard.outcomes[0].response?.options[.block2] == nil)
    }

    @Test func aRepresentationThatChangesIsFetchedAnew() throws {
        let wire = Wire()
        let heard = Heard()
        wire.endpoint.request(CoAPRequest(.get, path: ["fw"]), at: 0) { heard.outcomes.append($0) }
        let first = BlockOption(number: 0, isMoreToCome: true, size: 16)
        let second = BlockOption(number: 1, isMoreToCome: false, size: 16)
        answer(wire, try #require(wire.takeOne()), .content, block2: first, tag: 1, Array(Self.list[..<16]))
        answer(wire, try #require(wire.takeOne()), .content, block2: second, tag: 2, [9])
        let again = try #require(wire.takeOne())
        #expect(block(again, .block2)?.number == 0)
        answer(wire, again, .content, block2: first, tag: 2, Array(Self.list[100..<116]))
        answer(wire, try #require(wire.takeOne()), .content, block2: second, tag: 2, [9])
        #expect(heard.outcomes.map { $0.response?.payload } == [Array(Self.list[100..<116]) + [9]])
    }

    struct Nonsense: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let block: BlockOption
        let count: Int
        let words: String
    }

    static let nonsense = [
        Nonsense(
            testDescription: "another block", block: BlockOption(number: 2, isMoreToCome: true, size: 16), count: 16,
            words: "block 2/1/16 came where byte 0 was asked for"),
        Nonsense(
            testDescription: "too few bytes", block: BlockOption(number: 0, isMoreToCome: true, size: 16), count: 15,
            words: "block 0/1/16 came with 15 bytes"),
        Nonsense(
            testDescription: "reserved size", block: BlockOption(number: 0, isMoreToCome: true, exponent: 7), count: 1,
            words: "the peer sent a block of the reserved size 7"),
        Nonsense(
            testDescription: "too much", block: BlockOption(number: 0, isMoreToCome: true, size: 1024), count: 1024,
            words: "the response has more than 1000 bytes, which is the limit"),
    ]

    @Test(arguments: nonsense) func nonsenseIsGivenUpInWords(_ nonsense: Nonsense) throws {
        let wire = small(1024, limit: 1000)
        let heard = Heard()
        wire.endpoint.request(CoAPRequest(.get, path: ["fw"]), at: 0) { heard.outcomes.append($0) }
        answer(
            wire, try #require(wire.takeOne()), .content, block2: nonsense.block,
            [UInt8](repeating: 0, count: nonsense.count))
        #expect(heard.outcomes == [.failed(nonsense.words)])
    }

    @Test func smallBlocksAreAskedForFromTheStart() throws {
        let wire = small()
        wire.endpoint.request(CoAPRequest(.get, path: ["fw"]), at: 0) { _ in }
        #expect(block(try #require(wire.takeOne()), .block2)?.description == "0/0/64")
    }

    @Test func aRefusalInTheMiddleIsTheOutcome() throws {
        let wire = Wire()
        let heard = Heard()
        wire.endpoint.request(CoAPRequest(.get, path: ["fw"]), at: 0) { heard.outcomes.append($0) }
        answer(
            wire, try #require(wire.takeOne()), .content, block2: BlockOption(number: 0, isMoreToCome: true, size: 16),
            [UInt8](repeating: 0, count: 16))
        answer(wire, try #require(wire.takeOne()), .notFound)
        #expect(heard.outcomes.map(\.description) == ["4.04"])
    }
}
