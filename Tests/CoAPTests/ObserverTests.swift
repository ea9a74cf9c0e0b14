import CoAP
import Testing

/// Observations of ours, with the test as the client that notifies.
@Suite struct ObserverTests {
    private final class Heard {
        var outcomes: [ExchangeOutcome] = []
        var payloads: [String] {
            outcomes.map { $0.response.map { String(decoding: $0.payload, as: UTF8.self) } ?? "\($0)" }
        }
    }

    private func notification(
        _ type: MessageType, _ number: UInt32?, _ text: String, id: UInt16, token: Token, _ options: [Option] = []
    ) -> Message {
        var all = Options(options)
        if let number { all.add(.observe, uint: number) }
        return Message(type, .content, id: MessageID(id), token: token, options: all, payload: Array(text.utf8))
    }

    private func observing(_ wire: Wire, _ heard: Heard) throws -> (ExchangeID, Token) {
        let id = wire.endpoint.observe(CoAPRequest(.get, path: ["3", "0", "9"]), at: 0) { heard.outcomes.append($0) }
        let sent = try #require(wire.takeOne())
        #expect(sent.options.uint(.observe) == 0)
        var answer = notification(.acknowledgement, 10, "a", id: 0, token: sent.token)
        answer.id = sent.id
        wire.receive(answer)
        #expect(heard.payloads == ["a"])
        return (id, sent.token)
    }

    @Test func olderNotificationsAreLeftOut() throws {
        let wire = Wire()
        let heard = Heard()
        let (_, token) = try observing(wire, heard)
        wire.receive(notification(.confirmable, 12, "c", id: 1, token: token))
        #expect(wire.take() == [.acknowledgement(of: MessageID(1))])
        wire.receive(notification(.nonConfirmable, 11, "b", id: 2, token: token))
        wire.receive(notification(.nonConfirmable, 12, "c", id: 3, token: token))
        wire.receive(notification(.confirmable, 12, "c", id: 1, token: token))
        #expect(wire.take() == [.acknowledgement(of: MessageID(1))])
        wire.pass(130)
        wire.receive(notification(.nonConfirmable, 2, "d", id: 4, token: token))
        #expect(heard.payloads == ["a", "c", "d"])
    }

    @Test func aCancelledOneIsRefused() throws {
        let wire = Wire()
        let heard = Heard()
        let (id, token) = try observing(wire, heard)
        wire.endpoint.cancel(id, at: 0)
        wire.receive(notification(.confirmable, 12, "c", id: 1, token: token))
        #expect(wire.take() == [.reset(of: MessageID(1))])
        #expect(heard.payloads == ["a"])
    }

    @Test func anEndedOneIsAcknowledgedUntilTheAnswer() throws {
        let wire = Wire()
        let heard = Heard()
        let (id, token) = try observing(wire, heard)
        let end = Heard()
        #expect(wire.endpoint.endObservation(id, at: 0) { end.outcomes.append($0) })
        let sent = try #require(wire.takeOne())
        #expect(sent.options.uint(.observe) == 1)
        #expect(sent.token == token)
        wire.receive(notification(.confirmable, 12, "c", id: 1, token: token))
        #expect(wire.take() == [.acknowledgement(of: MessageID(1))])
        #expect(end.outcomes.isEmpty)
        var answer = notification(.acknowledgement, nil, "e", id: 0, token: token)
        answer.id = sent.id
        wire.receive(answer)
        #expect(end.payloads == ["e"])
        #expect(heard.payloads == ["a"])
        wire.receive(notification(.confirmable, 13, "d", id: 2, token: token))
        #expect(wire.take() == [.reset(of: MessageID(2))])
        #expect(!wire.endpoint.endObservation(id, at: 0) { _ in })
    }

    @Test func aRefusalIsTheLastOne() throws {
        let wire = Wire()
        let heard = Heard()
        let (_, token) = try observing(wire, heard)
        wire.receive(Message(.confirmable, .notFound, id: MessageID(1), token: token))
        wire.receive(notification(.confirmable, 13, "d", id: 2, token: token))
        #expect(wire.take() == [.acknowledgement(of: MessageID(1)), .reset(of: MessageID(2))])
        #expect(heard.outcomes.last == .response(CoAPResponse(.notFound)))
    }

    @Test func theRestOfALargeOneIsFetched() throws {
        let wire = Wire()
        let heard = Heard()
        let (_, token) = try observing(wire, heard)
        let tag = Option(.etag, [1])
        let half = String(repeating: "x", count: 16)
        wire.receive(
            notification(
                .nonConfirmable, 11, half, id: 1, token: token,
                [tag, Option(.block2, uint: BlockOption(number: 0, isMoreToCome: true, size: 16).uint)]))
        let fetch = try #require(wire.takeOne())
        #expect(fetch.options[.observe] == nil)
        #expect(fetch.options.uint(.block2) == 16)
        #expect(fetch.token != token)
        var rest = notification(
            .acknowledgement, nil, "yz", id: 0, token: fetch.token, [tag, Option(.block2, uint: 16)])
        rest.id = fetch.id
        wire.receive(rest)
        #expect(heard.payloads == ["a", half + "yz"])
    }

    @Test func aNewerOneEndsTheFetchOfAnOlderOne() throws {
        let wire = Wire()
        let heard = Heard()
        let (_, token) = try observing(wire, heard)
        let block = Option(.block2, uint: BlockOption(number: 0, isMoreToCome: true, size: 16).uint)
        let half = String(repeating: "x", count: 16)
        wire.receive(notification(.nonConfirmable, 11, half, id: 1, token: token, [block]))
        _ = wire.take()
        wire.receive(notification(.nonConfirmable, 12, "small", id: 2, token: token))
        #expect(heard.payloads == ["a", "small"])
        wire.pass(100)
        #expect(wire.take().isEmpty)
        #expect(wire.endpoint.isIdle)
    }

    @Test func aPeerThatDoesNotNotifyJustAnswers() throws {
        let wire = Wire()
        let heard = Heard()
        wire.endpoint.observe(CoAPRequest(.get, path: ["3"]), at: 0) { heard.outcomes.append($0) }
        let sent = try #require(wire.takeOne())
        wire.receive(Message(.acknowledgement, .content, id: sent.id, token: sent.token, payload: [0x61]))
        #expect(heard.payloads == ["a"])
        #expect(heard.outcomes[0].response?.observe == nil)
        wire.receive(notification(.confirmable, 1, "b", id: 1, token: sent.token))
        #expect(wire.take() == [.reset(of: MessageID(1))])
    }
}
