import CoAP
import Testing

/// Requests of the peer: each is handled once, whatever happens to the datagrams.
@Suite struct RequestTests {
    @Test func aResponseGoesInTheAcknowledgement() throws {
        let wire = Wire()
        let answer = try #require(wire.ask(.get, ["3", "0", "0"], id: 7).first)
        #expect(answer.type == .acknowledgement)
        #expect(answer.code == .content)
        #expect(answer.id == MessageID(7))
        #expect(answer.token == Token([0xA]))
        #expect(answer.payload == Array("42".utf8))
        #expect(wire.asked.map(\.path) == [["3", "0", "0"]])
    }

    @Test func aRepeatedExecuteRunsOnceAndIsAnsweredTheSame() {
        let wire = Wire()
        wire.answer = { _ in .respond(CoAPResponse(.changed)) }
        let first = wire.ask(.post, ["3", "0", "4"], id: 7)
        let second = wire.ask(.post, ["3", "0", "4"], id: 7)
        #expect(first == second)
        #expect(wire.asked.count == 1)
        wire.pass(248)
        _ = wire.ask(.post, ["3", "0", "4"], id: 7)
        #expect(wire.asked.count == 2)
    }

    @Test func aRepeatedNonConfirmableRequestIsIgnored() {
        let wire = Wire()
        let first = wire.ask(.post, ["3", "0", "4"], id: 7, type: .nonConfirmable)
        #expect(first.map(\.type) == [.nonConfirmable])
        #expect(first.first?.token == Token([0xA]))
        #expect(wire.ask(.post, ["3", "0", "4"], id: 7, type: .nonConfirmable).isEmpty)
        #expect(wire.asked.count == 1)
    }

    @Test func anIgnoredRequestIsHandledWhenItComesAgain() {
        let wire = Wire()
        wire.answer = { _ in .ignore }
        #expect(wire.ask(.get, ["3"], id: 7).isEmpty)
        wire.answer = { _ in .respond(CoAPResponse(.content)) }
        #expect(wire.ask(.get, ["3"], id: 7).count == 1)
    }

    @Test func aLateResponseGoesOnItsOwn() throws {
        let wire = Wire()
        var incoming: IncomingRequest?
        wire.answer = {
            incoming = $0
            return .later
        }
        #expect(wire.ask(.post, ["5", "0", "2"], id: 7).isEmpty)
        wire.pass(1)
        #expect(wire.take() == [.acknowledgement(of: MessageID(7))])
        // Again, as the peer missed the acknowledgement.
        #expect(wire.ask(.post, ["5", "0", "2"], id: 7) == [.acknowledgement(of: MessageID(7))])
        wire.endpoint.respond(to: try #require(incoming), with: CoAPResponse(.changed), at: wire.time)
        let response = try #require(wire.takeOne())
        #expect(response.type == .confirmable)
        #expect(response.token == Token([0xA]))
        wire.pass(3)
        #expect(wire.take() == [response])
        wire.receive(.acknowledgement(of: response.id))
        wire.pass(100)
        #expect(wire.take().isEmpty)
        #expect(wire.asked.count == 1)
        #expect(wire.endpoint.isIdle)
    }

    @Test func aResponseWithinASecondStillGoesInTheAcknowledgement() throws {
        let wire = Wire()
        var incoming: IncomingRequest?
        wire.answer = {
            incoming = $0
            return .later
        }
        _ = wire.ask(.post, ["5", "0", "2"], id: 7)
        wire.pass(0.5)
        wire.endpoint.respond(to: try #require(incoming), with: CoAPResponse(.changed), at: wire.time)
        #expect(wire.takeOne()?.type == .acknowledgement)
        #expect(wire.ask(.post, ["5", "0", "2"], id: 7).first?.code == .changed)
    }

    @Test func memoryOfRequestsIsBounded() {
        var settings = EndpointSettings()
        settings.mostRemembered = 16
        let wire = Wire(settings)
        for id in 0..<20 { _ = wire.ask(.post, ["1"], id: UInt16(id)) }
        #expect(wire.asked.count == 20)
        _ = wire.ask(.post, ["1"], id: 19)
        #expect(wire.asked.count == 20)
        _ = wire.ask(.post, ["1"], id: 0)
        #expect(wire.asked.count == 21)
    }
}
