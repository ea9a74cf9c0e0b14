import CoAP
import Randomness
import TestSupport
import Testing

/// Hostile datagrams by the hundred thousand: nothing traps, nothing grows, and silence is kept where it is due.
@Suite struct FuzzTests {
    /// Messages that mean something, to be bent.
    private static let corpus: [[UInt8]] = {
        let path = [Option(.uriPath, "3"), Option(.uriPath, "0"), Option(.uriPath, "9")]
        var messages = [
            Message(.confirmable, .get, id: MessageID(1), token: Token([1, 2]), options: Options(path)),
            Message(
                .confirmable, .get, id: MessageID(2), token: Token([1]),
                options: Options(path + [Option(.observe, uint: 0), Option(.accept, uint: 11543)])),
            Message(.nonConfirmable, .post, id: MessageID(3), options: Options(path), payload: [48]),
            Message(.acknowledgement, .content, id: MessageID(4), token: Token([7]), payload: [1, 2, 3]),
            Message(.reset, .empty, id: MessageID(5)),
            Message(.confirmable, .content, id: MessageID(6), token: Token([1, 2, 3, 4, 5, 6, 7, 8])),
        ]
        for number in 0..<3 as Range<UInt32> {
            let block = BlockOption(number: number, isMoreToCome: number < 2, size: 16)
            messages.append(
                Message(
                    .confirmable, .put, id: MessageID(UInt16(10 + number)),
                    options: Options(path + [Option(.block1, uint: block.uint), Option(.contentFormat, uint: 42)]),
                    payload: [UInt8](repeating: 5, count: 16)))
            messages.append(
                Message(
                    .confirmable, .get, id: MessageID(UInt16(20 + number)),
                    options: Options(path + [Option(.block2, uint: block.uint)])))
        }
        return messages.map { $0.encoded() }
    }()

    private func datagram(_ random: inout SeededSequence) -> [UInt8] {
        var bytes = Self.corpus[Int(random.next() % UInt64(Self.corpus.count))]
        switch random.next() % 6 {
        case 0: return (0..<Int(random.next() % 40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case 1: return Array(bytes.prefix(Int(random.next() % UInt64(bytes.count + 1))))
        case 2:
            bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: Int(random.next() % UInt64(bytes.count)))
        case 3: bytes.remove(at: Int(random.next() % UInt64(bytes.count)))
        default: break
        }
        for _ in 0..<random.next() % 4 {
            bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
        }
        // A message id of its own, so that few count as repetitions.
        if bytes.count >= 4 {
            bytes[2] = UInt8(truncatingIfNeeded: random.next())
            bytes[3] = UInt8(truncatingIfNeeded: random.next())
        }
        return bytes
    }

    /// Whether the specification asks for silence.
    private func isSilenceDue(_ datagram: [UInt8]) -> Bool {
        guard datagram.count >= 4, datagram[0] >> 6 == 1 else { return true }
        let type = datagram[0] >> 4 & 3
        if type >= 2 { return true }
        guard type == 1 else { return false }
        guard let message = try? Message(decoding: datagram) else { return true }
        // A notification that nobody asked for is refused all the same.
        if message.code.isResponse, message.options[.observe] != nil { return false }
        return !message.code.isRequest
    }

    @Test func randomAndBentDatagramsDoNoHarm() {
        var random = SeededSequence(seed: 0xC0A9)
        var settings = EndpointSettings()
        settings.mostRemembered = 64
        var sent = 0
        let endpoint = Endpoint(settings: settings, seed: 1)
        var waiting: [IncomingRequest] = []
        let handling = { (incoming: IncomingRequest) -> RequestHandling in
            switch incoming.request.payload.count % 4 {
            case 0: return .observe(CoAPResponse(.content, payload: [UInt8](repeating: 1, count: 1500)))
            case 1:
                waiting.append(incoming)
                return .later
            case 2: return .ignore
            default: return .respond(CoAPResponse(.changed))
            }
        }
        var answers = 0
        endpoint.send = { _ in
            sent += 1
            answers += 1
        }
        endpoint.onNotificationOutcome = { token, _ in endpoint.forget(token) }
        var time = 0.0
        for round in 0..<300_000 {
            let bytes = datagram(&random)
            answers = 0
            endpoint.receive(bytes, at: time, answering: handling)
            if isSilenceDue(bytes), answers > 0 {
                Issue.record("an answer to \(bytes) in round \(round)")
                return
            }
            if answers > 1 {
                Issue.record("\(answers) answers to \(bytes) in round \(round)")
                return
            }
            time += 0.01
            if round % 64 == 0 {
                endpoint.advance(to: time)
                for incoming in waiting { endpoint.respond(to: incoming, with: CoAPResponse(.changed), at: time) }
                waiting = []
            }
        }
        #expect(sent > 1000)
        for incoming in waiting { endpoint.respond(to: incoming, with: CoAPResponse(.changed), at: time) }
        endpoint.advance(to: time + 1000)
        while let deadline = endpoint.nextDeadline { endpoint.advance(to: deadline) }
        #expect(endpoint.isIdle)
    }

    @Test func whatDecodesEncodesToTheSameMeaning() throws {
        var random = SeededSequence(seed: 7)
        var decoded = 0
        for _ in 0..<100_000 {
            guard let message = try? Message(decoding: datagram(&random)) else { continue }
            decoded += 1
            #expect(try Message(decoding: message.encoded()) == message)
        }
        #expect(decoded > 10_000)
    }

    @Test func aClientOfOursSurvivesAHostileServer() {
        var random = SeededSequence(seed: 99)
        var sent: [[UInt8]] = []
        let endpoint = Endpoint(seed: 3) { sent.append($0) }
        var ended = 0
        var time = 0.0
        for round in 0..<20_000 {
            if endpoint.isIdle {
                let payload = [UInt8](repeating: 1, count: Int(random.next() % 3000))
                endpoint.request(CoAPRequest(.post, path: ["rd"], payload: payload), at: time) { _ in ended += 1 }
            }
            // An answer to what was sent last, with options that make no sense.
            if let last = sent.last.flatMap({ try? Message(decoding: $0) }) {
                var options = Options()
                for _ in 0..<random.next() % 4 {
                    let number = [4, 6, 12, 23, 27, 28, 60, 9][Int(random.next() % 8)] as UInt16
                    options.add(
                        OptionNumber(number), uint: UInt32(truncatingIfNeeded: random.next() >> (random.next() % 64)))
                }
                let code = [Code.continue, .content, .created, .requestEntityTooLarge, .requestEntityIncomplete]
                let answer = Message(
                    .acknowledgement, code[Int(random.next() % 5)], id: last.id, token: last.token, options: options,
                    payload: [UInt8](repeating: 2, count: Int(random.next() % 1100)))
                endpoint.receive(answer.encoded(), at: time)
            }
            sent.removeFirst(max(0, sent.count - 1))
            time += 1
            if round % 8 == 0 { endpoint.advance(to: time) }
        }
        #expect(ended > 500)
    }
}
