import CoAP
import Testing

/// Responses that are fetched in blocks, with the test as the server that reads.
@Suite struct DownloadTests {
    private static func text(_ letter: String, _ count: Int = 2500) -> [UInt8] {
        Array(String(repeating: letter, count: count).utf8)
    }

    private func wire() -> Wire {
        let wire = Wire()
        wire.answer = { request in
            .respond(
                CoAPResponse(.content, contentFormat: 11543, payload: Self.text(request.request.path.first ?? "-")))
        }
        return wire
    }

    private func get(
        _ wire: Wire, _ path: String, _ number: UInt32?, id: UInt16, size: Int = 1024, accept: UInt32? = nil
    ) -> Message? {
        var options: [Option] = []
        if let number {
            options.append(Option(.block2, uint: BlockOption(number: number, isMoreToCome: false, size: size).uint))
        }
        if let accept { options.append(Option(.accept, uint: accept)) }
        return wire.ask(.get, [path], id: id, token: Token([UInt8(id)]), options).first
    }

    private func block(_ message: Message?) -> String? {
        message?.options[.block2].flatMap { BlockOption($0) }?.description
    }

    @Test func whatFitsIsNotCut() {
        let wire = Wire()
        wire.answer = { _ in .respond(CoAPResponse(.content, payload: Self.text("x", 1024))) }
        let answer = get(wire, "3", nil, id: 1)
        #expect(answer?.payload.count == 1024)
        #expect(answer?.options[.block2] == nil)
        #expect(block(get(wire, "3", 0, id: 2)) == "0/0/1024")
    }

    @Test func theRepresentationStaysWhatItWas() throws {
        let wire = wire()
        let first = try #require(get(wire, "a", nil, id: 1))
        #expect(block(first) == "0/1/1024")
        #expect(first.options.uint(.size2) == 2500)
        #expect(first.options.uint(.contentFormat) == 11543)
        wire.answer = { _ in .respond(CoAPResponse(.content, payload: Self.text("z"))) }
        let second = try #require(get(wire, "a", 1, id: 2))
        let third = try #require(get(wire, "a", 2, id: 3))
        #expect(block(third) == "2/0/1024")
        #expect(first.payload + second.payload + third.payload == Self.text("a"))
        #expect(Set([first, second, third].map { $0.options[.etag] }).count == 1)
        #expect(wire.asked.count == 1)
        // A new read is another representation.
        #expect(get(wire, "a", nil, id: 4)?.options[.etag] != first.options[.etag])
    }

    /// What was read meanwhile as a whole, or was refused, is no longer what the next block continues.
    @Test(arguments: [CoAPResponse(.content, payload: [0x7A]), CoAPResponse(.notFound)])
    func aShorterAnswerEndsTheRepresentation(_ answer: CoAPResponse) {
        let wire = wire()
        #expect(block(get(wire, "a", nil, id: 1)) == "0/1/1024")
        wire.answer = { _ in .respond(answer) }
        #expect(get(wire, "a", nil, id: 2)?.code == answer.code)
        let rest = get(wire, "a", 1, id: 3)
        #expect(rest?.payload.count ?? 0 < 1000 && rest?.code.isSuccess == false)
    }

    @Test func interleavedReadsDoNotMix() {
        let wire = wire()
        var a: [UInt8] = []
        var b: [UInt8] = []
        for number in 0..<3 as Range<UInt32> {
            a += get(wire, "a", number, id: UInt16(number))?.payload ?? []
            b += get(wire, "b", number, id: UInt16(10 + number))?.payload ?? []
        }
        #expect(a == Self.text("a"))
        #expect(b == Self.text("b"))
    }

    @Test func formatsAreRepresentationsOfTheirOwn() {
        let wire = wire()
        _ = get(wire, "a", nil, id: 1, accept: 11542)
        wire.answer = { _ in .respond(CoAPResponse(.content, payload: Self.text("j"))) }
        _ = get(wire, "a", nil, id: 2, accept: 11543)
        #expect(get(wire, "a", 1, id: 3, accept: 11542)?.payload.first == UInt8(ascii: "a"))
        #expect(get(wire, "a", 1, id: 4, accept: 11543)?.payload.first == UInt8(ascii: "j"))
    }

    @Test func theSmallerSizeIsUsed() {
        let wire = wire()
        #expect(block(get(wire, "a", 0, id: 1, size: 64)) == "0/1/64")
        #expect(block(get(wire, "a", 39, id: 2, size: 64)) == "39/0/64")
        var settings = EndpointSettings()
        settings.blocks.size = 64
        let small = Wire(settings)
        small.answer = { _ in .respond(CoAPResponse(.content, payload: Self.text("a"))) }
        #expect(block(get(small, "a", 0, id: 1, size: 1024)) == "0/1/64")
        #expect(block(get(small, "a", 1, id: 2, size: 1024)) == "16/1/64")
    }

    @Test func aBlockBeyondTheEndIsBad() {
        let wire = wire()
        _ = get(wire, "a", nil, id: 1)
        #expect(get(wire, "a", 3, id: 2)?.code == .badRequest)
    }

    @Test func aBlockInTheMiddleWithoutTheFirstIsReadAnew() {
        let wire = wire()
        #expect(block(get(wire, "a", 2, id: 1)) == "2/0/1024")
        #expect(wire.asked.count == 1)
    }

    @Test func aLargeResponseToAnUploadIsFetchedToo() throws {
        let wire = wire()
        let half = [UInt8](repeating: 1, count: 16)
        let ask = { (id: UInt16, block: BlockOption, payload: [UInt8]) in
            wire.ask(.post, ["a"], id: id, payload: payload, [Option(.block1, uint: block.uint)]).first
        }
        #expect(ask(1, BlockOption(number: 0, isMoreToCome: true, size: 16), half)?.code == .continue)
        let first = try #require(ask(2, BlockOption(number: 1, isMoreToCome: false, size: 16), half))
        #expect(block(first) == "0/1/1024")
        #expect(first.options.uint(.block1) == 16)
        let rest = wire.ask(.post, ["a"], id: 3, [Option(.block2, uint: 16 + 6)]).first
        #expect(block(rest) == "1/1/1024")
        #expect(wire.asked.map(\.payload) == [half + half])
        #expect(wire.ask(.post, ["b"], id: 4, [Option(.block2, uint: 16 + 6)]).first?.code == .requestEntityIncomplete)
    }

    @Test func keptRepresentationsAreBoundedAndForgotten() {
        let wire = wire()
        for id in 0..<40 as Range<UInt16> { _ = get(wire, "\(id)", nil, id: id) }
        #expect(wire.endpoint.nextDeadline == 247)
        wire.pass(248)
        #expect(wire.endpoint.nextDeadline == nil)
    }
}
