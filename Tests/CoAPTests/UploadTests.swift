import CoAP
import Testing

/// Payloads that come in blocks, with the test as the server that writes.
@Suite struct UploadTests {
    private static let package = [UInt8]((0..<200).map { UInt8($0) })

    private func wire(limit: Int = 1 << 20, size: Int = 1024) -> Wire {
        var settings = EndpointSettings()
        settings.blocks.largestPayload = limit
        settings.blocks.size = size
        let wire = Wire(settings)
        wire.answer = { _ in .respond(CoAPResponse(.changed)) }
        return wire
    }

    /// Sends one block of the package.
    private func put(
        _ wire: Wire, _ number: UInt32, id: UInt16, size: Int = 64, path: [String] = ["5", "0", "0"],
        format: UInt32 = 42, announced: UInt32? = nil, cut: Int = 0
    ) -> Message? {
        let start = Int(number) * size
        let end = min(start + size, Self.package.count)
        let block = BlockOption(number: number, isMoreToCome: end < Self.package.count, size: size)
        var options = [Option(.contentFormat, uint: format), Option(.block1, uint: block.uint)]
        if let announced { options.append(Option(.size1, uint: announced)) }
        return wire.ask(
            .put, path, id: id, token: Token([UInt8(truncatingIfNeeded: id)]),
            payload: Array(Self.package[start..<end - cut]), options
        ).first
    }

    @Test(arguments: [200, nil] as [UInt32?]) func theOperationHappensOnceAfterTheLastBlock(_ size1: UInt32?) throws {
        let wire = wire()
        for number in 0..<3 as Range<UInt32> {
            let answer = try #require(put(wire, number, id: UInt16(number), announced: number == 0 ? size1 : nil))
            #expect(answer.code == .continue)
            #expect(answer.options.uint(.block1) == BlockOption(number: number, isMoreToCome: true, size: 64).uint)
        }
        #expect(wire.asked.isEmpty)
        let last = try #require(put(wire, 3, id: 3))
        #expect(last.code == .changed)
        #expect(last.options.uint(.block1) == BlockOption(number: 3, isMoreToCome: false, size: 64).uint)
        #expect(wire.asked.map(\.payload) == [Self.package])
        #expect(wire.asked.map(\.contentFormat) == [42])
        #expect(wire.asked.map { $0.options[.block1] } == [nil])
        #expect(put(wire, 3, id: 3) == last)
        #expect(wire.asked.count == 1)
    }

    @Test func aSecondUploadStartsClean() {
        let wire = wire()
        for id in 0..<8 as Range<UInt16> { _ = put(wire, UInt32(id % 4), id: id) }
        #expect(wire.asked.map(\.payload) == [Self.package, Self.package])
    }

    @Test func aRestartedUploadStartsClean() {
        let wire = wire()
        for (id, number) in ([0, 1, 0, 1, 2, 3] as [UInt32]).enumerated() { _ = put(wire, number, id: UInt16(id)) }
        #expect(wire.asked.map(\.payload) == [Self.package])
    }

    @Test func interleavedUploadsDoNotMix() {
        let wire = wire()
        for number in 0..<4 as Range<UInt32> {
            _ = put(wire, number, id: UInt16(number), path: ["5", "0", "0"])
            _ = put(wire, number, id: UInt16(100 + number), path: ["9", "0", "2"], format: 11542)
        }
        #expect(wire.asked.map(\.payload) == [Self.package, Self.package])
        #expect(wire.asked.map(\.path) == [["5", "0", "0"], ["9", "0", "2"]])
    }

    @Test func aBlockThatComesAgainAsANewMessageCountsOnce() {
        let wire = wire()
        for (id, number) in ([0, 0, 1, 1, 2, 3] as [UInt32]).enumerated() {
            #expect(put(wire, number, id: UInt16(id))?.code == (number == 3 ? .changed : .continue))
        }
        #expect(wire.asked.map(\.payload) == [Self.package])
    }

    @Test func gapsAreIncomplete() {
        let wire = wire()
        #expect(put(wire, 1, id: 0)?.code == .requestEntityIncomplete)
        #expect(put(wire, 0, id: 1)?.code == .continue)
        #expect(put(wire, 2, id: 2)?.code == .requestEntityIncomplete)
        #expect(put(wire, 3, id: 3)?.code == .requestEntityIncomplete)
        #expect(wire.asked.isEmpty)
    }

    @Test func anotherFormatIsIncomplete() {
        let wire = wire()
        _ = put(wire, 0, id: 0)
        #expect(put(wire, 1, id: 1, format: 0)?.code == .requestEntityIncomplete)
    }

    @Test func aBlockOfAnotherLengthThanItsSizeIsBad() throws {
        let wire = wire()
        let answer = try #require(put(wire, 0, id: 0, cut: 1))
        #expect(answer.code == .badRequest)
        #expect(String(decoding: answer.payload, as: UTF8.self) == "block 0/1/64 with 63 bytes, more to come")
    }

    @Test func tooMuchIsRefusedAtOnceWhereItIsAnnounced() throws {
        let wire = wire(limit: 150)
        let early = try #require(put(wire, 0, id: 0, announced: 200))
        #expect(early.code == .requestEntityTooLarge)
        #expect(early.options.uint(.size1) == 150)
        #expect(put(wire, 0, id: 1)?.code == .continue)
        #expect(put(wire, 1, id: 2)?.code == .continue)
        let late = try #require(put(wire, 2, id: 3))
        #expect(late.code == .requestEntityTooLarge)
        #expect(String(decoding: late.payload, as: UTF8.self) == "more than 150 bytes")
        #expect(put(wire, 3, id: 4)?.code == .requestEntityIncomplete)
        #expect(wire.asked.isEmpty)
    }

    @Test func smallerBlocksAreAskedForAndTaken() throws {
        let wire = wire(size: 32)
        let answer = try #require(put(wire, 0, id: 0))
        #expect(answer.options.uint(.block1).map { $0 & 7 } == 1)
        for number in 2...6 as ClosedRange<UInt32> { _ = put(wire, number, id: UInt16(number), size: 32) }
        #expect(wire.asked.map(\.payload) == [Self.package])
    }

    @Test func unfinishedUploadsAreForgotten() {
        let wire = wire()
        _ = put(wire, 0, id: 0)
        #expect(wire.endpoint.nextDeadline == 247)
        wire.pass(248)
        #expect(wire.endpoint.nextDeadline == nil)
        #expect(put(wire, 1, id: 1)?.code == .requestEntityIncomplete)
    }

    @Test func uploadsThatNobodyEndsGiveWayToYoungerOnes() {
        let wire = wire()
        for id in 0..<9 as Range<UInt16> {
            wire.time = Double(id)
            _ = put(wire, 0, id: id, path: ["\(id)"])
        }
        #expect(put(wire, 1, id: 100, path: ["0"])?.code == .requestEntityIncomplete)
        #expect(put(wire, 1, id: 101, path: ["1"])?.code == .continue)
        #expect(put(wire, 1, id: 102, path: ["8"])?.code == .continue)
    }
}
