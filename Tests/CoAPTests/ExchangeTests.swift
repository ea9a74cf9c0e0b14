import CoAP
import Testing

/// Requests of ours, with the test as the server, message by message.
@Suite struct ExchangeTests {
    private final class Heard {
        var outcomes: [ExchangeOutcome] = []
    }

    private func update(_ wire: Wire, _ heard: Heard, path: [String] = ["rd", "5"]) -> ExchangeID {
        wire.endpoint.request(CoAPRequest(.post, path: path), at: wire.time) { heard.outcomes.append($0) }
    }

    private func response(_ type: MessageType, _ code: Code = .changed, to sent: Message, id: UInt16) -> Message {
        Message(type, code, id: MessageID(id), token: sent.token)
    }

    @Test func theAnswerInTheAcknowledgementEndsIt() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        let sent = try #require(wire.takeOne())
        #expect(sent.type == .confirmable)
        #expect(sent.code == .post)
        #expect(sent.token.count == 8)
        wire.receive(Message(.acknowledgement, .changed, id: sent.id, token: sent.token))
        #expect(heard.outcomes == [.response(CoAPResponse(.changed))])
        #expect(wire.endpoint.nextDeadline == nil)
        #expect(wire.take().isEmpty)
    }

    @Test func silenceIsRepeatedFourTimesAndThenGivenUp() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        let first = try #require(wire.takeOne())
        let start = try #require(wire.endpoint.nextDeadline)
        #expect(start >= 2 && start < 3)
        var times: [Double] = []
        while let deadline = wire.endpoint.nextDeadline {
            wire.time = deadline
            wire.endpoint.advance(to: deadline)
            for message in wire.take() {
                #expect(message == first)
                times.append(deadline)
            }
        }
        #expect(times.count == 4)
        for (time, factor) in zip(times, [1.0, 3, 7, 15]) { #expect(abs(time - start * factor) < 1e-9) }
        #expect(abs(wire.time - start * 31) < 1e-9)
        #expect(heard.outcomes == [.timedOut])
        #expect("\(heard.outcomes[0])" == "no answer")
    }

    @Test func timersAreSettable() {
        var settings = EndpointSettings()
        settings.transmission.acknowledgementTimeout = 1
        settings.transmission.acknowledgementRandomFactor = 1
        settings.transmission.mostRetransmissions = 1
        let wire = Wire(settings)
        let heard = Heard()
        _ = update(wire, heard)
        wire.pass(2.9)
        #expect(wire.take().count == 2)
        #expect(heard.outcomes.isEmpty)
        wire.pass(0.1)
        #expect(heard.outcomes == [.timedOut])
        #expect(TransmissionParameters().transmitSpan == 45)
        #expect(TransmissionParameters().transmitWait == 93)
        #expect(TransmissionParameters().exchangeLifetime == 247)
        #expect(TransmissionParameters().nonConfirmableLifetime == 145)
    }

    @Test func aSeparateResponseIsAcknowledgedEachTimeItComes() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        let sent = try #require(wire.takeOne())
        wire.receive(.acknowledgement(of: sent.id))
        wire.pass(60)
        #expect(wire.take().isEmpty)
        #expect(heard.outcomes.isEmpty)
        let answer = response(.confirmable, to: sent, id: 900)
        wire.receive(answer)
        #expect(wire.take() == [.acknowledgement(of: MessageID(900))])
        wire.receive(answer)
        #expect(wire.take() == [.acknowledgement(of: MessageID(900))])
        #expect(heard.outcomes == [.response(CoAPResponse(.changed))])
    }

    @Test func noResponseAfterTheAcknowledgementIsGivenUp() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        wire.receive(.acknowledgement(of: try #require(wire.takeOne()).id))
        wire.pass(92)
        #expect(heard.outcomes.isEmpty)
        wire.pass(2)
        #expect(heard.outcomes == [.timedOut])
    }

    @Test func aResponseMayOvertakeItsAcknowledgement() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        let sent = try #require(wire.takeOne())
        wire.receive(response(.confirmable, to: sent, id: 900))
        #expect(wire.take() == [.acknowledgement(of: MessageID(900))])
        #expect(heard.outcomes == [.response(CoAPResponse(.changed))])
        wire.receive(.acknowledgement(of: sent.id))
        wire.pass(100)
        #expect(wire.take().isEmpty)
        #expect(heard.outcomes.count == 1)
    }

    @Test func aNonConfirmableResponseIsTaken() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        wire.receive(response(.nonConfirmable, to: try #require(wire.takeOne()), id: 900))
        #expect(wire.take().isEmpty)
        #expect(heard.outcomes == [.response(CoAPResponse(.changed))])
    }

    @Test func anAcknowledgementWithAnotherTokenIsNotTheAnswer() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        let sent = try #require(wire.takeOne())
        wire.receive(Message(.acknowledgement, .changed, id: sent.id, token: Token([9])))
        #expect(heard.outcomes.isEmpty)
        wire.pass(3)
        #expect(wire.take() == [sent])
    }

    @Test func aResetEndsIt() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        wire.receive(.reset(of: try #require(wire.takeOne()).id))
        #expect(heard.outcomes == [.reset])
        #expect("\(heard.outcomes[0])" == "the peer refused the message with RST")
    }

    @Test func aCriticalOptionThatIsUnknownSpoilsTheResponse() throws {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        let sent = try #require(wire.takeOne())
        var answer = response(.confirmable, to: sent, id: 900)
        answer.options.add(Option(OptionNumber(9), "x"))
        wire.receive(answer)
        #expect(wire.take() == [.reset(of: MessageID(900))])
        #expect(heard.outcomes == [.failed("the response has a critical option that is not understood")])
    }

    @Test func requestsTakeTurns() throws {
        let wire = Wire()
        let heard = Heard()
        for path in ["a", "b", "c"] { _ = update(wire, heard, path: [path]) }
        for path in ["a", "b", "c"] {
            let sent = try #require(wire.takeOne())
            #expect(sent.options.texts(.uriPath) == [path])
            wire.receive(Message(.acknowledgement, .changed, id: sent.id, token: sent.token))
        }
        #expect(heard.outcomes.count == 3)
        #expect(wire.endpoint.isIdle)
    }

    @Test func aCancelledRequestIsOverAndItsLateResponseRefused() throws {
        let wire = Wire()
        let heard = Heard()
        let first = update(wire, heard)
        let second = update(wire, heard, path: ["b"])
        let sent = try #require(wire.takeOne())
        wire.endpoint.cancel(second, at: 0)
        wire.endpoint.cancel(first, at: 0)
        #expect(heard.outcomes == [.cancelled, .cancelled])
        wire.receive(response(.confirmable, to: sent, id: 900))
        #expect(wire.take() == [.reset(of: MessageID(900))])
        #expect(wire.endpoint.isIdle)
    }

    @Test func theSameSeedSendsTheSameBytes() {
        let (a, b, c) = (Wire(seed: 5), Wire(seed: 5), Wire(seed: 6))
        for wire in [a, b, c] { _ = update(wire, Heard()) }
        let sent = a.take()
        #expect(sent == b.take())
        #expect(sent != c.take())
    }

    @Test func aRequestFromWithinACompletionIsSent() throws {
        let wire = Wire()
        let heard = Heard()
        wire.endpoint.request(CoAPRequest(.post, path: ["a"]), at: 0) { _ in
            _ = update(wire, heard)
        }
        let sent = try #require(wire.takeOne())
        wire.receive(Message(.acknowledgement, .changed, id: sent.id, token: sent.token))
        #expect(wire.takeOne()?.options.texts(.uriPath) == ["rd", "5"])
    }

    @Test func everythingCanBeGivenUp() {
        let wire = Wire()
        let heard = Heard()
        _ = update(wire, heard)
        _ = update(wire, heard)
        wire.endpoint.notify(CoAPResponse(.content), token: Token([1]), isConfirmable: true, at: 0)
        wire.endpoint.cancelAll()
        #expect(heard.outcomes == [.cancelled, .cancelled])
        #expect(wire.endpoint.isIdle)
        #expect(wire.endpoint.nextDeadline == nil)
    }
}
