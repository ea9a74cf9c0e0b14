import CoAP
import Testing

/// Notifications of ours, with the test as the server.
@Suite struct NotificationTests {
    private static let token = Token([0xA])

    private func state(_ text: String) -> CoAPResponse {
        CoAPResponse(.content, contentFormat: 0, payload: Array(text.utf8))
    }

    /// Observes `/3/0/9`.
    private func observed(_ settings: EndpointSettings = EndpointSettings(), text: String = "1") throws -> Wire {
        let wire = Wire(settings)
        wire.answer = { [self] _ in .observe(state(text)) }
        let first = try #require(wire.ask(.get, ["3", "0", "9"], id: 1, [Option(.observe, uint: 0)]).first)
        #expect(first.options.uint(.observe) == 1)
        return wire
    }

    @Test func theNumberRises() throws {
        let wire = try observed()
        for number in 2...4 {
            wire.endpoint.notify(state("x"), token: Self.token, isConfirmable: false, at: wire.time)
            let sent = try #require(wire.takeOne())
            #expect(sent.type == .nonConfirmable)
            #expect(sent.token == Self.token)
            #expect(sent.options.uint(.observe) == UInt32(number))
        }
        wire.endpoint.lastObserveNumber = ObserveNumber(rawValue: 0xFF_FFFF)
        wire.endpoint.notify(state("x"), token: Self.token, isConfirmable: false, at: wire.time)
        #expect(wire.takeOne()?.options.uint(.observe) == 0)
    }

    @Test(arguments: [true, false]) func aResetIsReportedWithTheToken(_ isConfirmable: Bool) throws {
        let wire = try observed()
        wire.endpoint.notify(state("x"), token: Self.token, isConfirmable: isConfirmable, at: wire.time)
        let sent = try #require(wire.takeOne())
        wire.pass(1)
        wire.receive(.reset(of: sent.id))
        #expect(wire.outcomes.map(\.0) == [Self.token])
        #expect(wire.outcomes.map(\.1) == [.reset])
        wire.receive(.reset(of: sent.id))
        #expect(wire.outcomes.count == 1)
        #expect(wire.endpoint.isIdle)
    }

    @Test func anUnansweredOneHoldsBackNothingElse() throws {
        let wire = try observed()
        wire.endpoint.notify(state("x"), token: Self.token, isConfirmable: true, at: wire.time)
        #expect(wire.takeOne()?.type == .confirmable)
        wire.endpoint.request(CoAPRequest(.post, path: ["rd", "5"]), at: wire.time) { _ in }
        #expect(wire.takeOne()?.code == .post)
        wire.endpoint.notify(state("y"), token: Token([0xB]), isConfirmable: true, at: wire.time)
        #expect(wire.takeOne()?.token == Token([0xB]))
    }

    @Test func silenceEndsTheObservation() throws {
        let wire = try observed()
        wire.endpoint.notify(state("x"), token: Self.token, isConfirmable: true, at: wire.time)
        wire.pass(94)
        #expect(wire.take().count == 5)
        #expect(wire.outcomes.map(\.1) == [.unanswered])
    }

    @Test func theNewestStateTakesThePlaceOfARepetition() throws {
        let wire = try observed()
        wire.endpoint.notify(state("old"), token: Self.token, isConfirmable: true, at: wire.time)
        let old = try #require(wire.takeOne())
        wire.endpoint.notify(state("newer"), token: Self.token, isConfirmable: true, at: wire.time)
        wire.endpoint.notify(state("newest"), token: Self.token, isConfirmable: false, at: wire.time)
        #expect(wire.take().isEmpty)
        wire.pass(3)
        let new = try #require(wire.takeOne())
        #expect(new.payload == Array("newest".utf8))
        #expect(new.type == .confirmable)
        #expect(new.id != old.id)
        #expect(new.options.uint(.observe) == 3)
        wire.receive(.acknowledgement(of: new.id))
        #expect(wire.outcomes.map(\.1) == [.acknowledged])
        wire.pass(200)
        #expect(wire.take().isEmpty)
    }

    @Test func theNewestStateFollowsAnAcknowledgement() throws {
        let wire = try observed()
        wire.endpoint.notify(state("old"), token: Self.token, isConfirmable: true, at: wire.time)
        let old = try #require(wire.takeOne())
        wire.endpoint.notify(state("new"), token: Self.token, isConfirmable: false, at: wire.time)
        wire.receive(.acknowledgement(of: old.id))
        let new = try #require(wire.takeOne())
        #expect(new.type == .nonConfirmable)
        #expect(new.payload == Array("new".utf8))
    }

    @Test func aResetToAReplacedOneCountsToo() throws {
        let wire = try observed()
        wire.endpoint.notify(state("old"), token: Self.token, isConfirmable: true, at: wire.time)
        let old = try #require(wire.takeOne())
        wire.endpoint.notify(state("new"), token: Self.token, isConfirmable: true, at: wire.time)
        wire.pass(3)
        wire.receive(.reset(of: old.id))
        #expect(wire.outcomes.map(\.1) == [.reset])
        _ = wire.take()
        wire.pass(100)
        #expect(wire.take().isEmpty)
    }

    @Test func aRefusalIsTheLastNotification() throws {
        let wire = try observed()
        wire.endpoint.notify(CoAPResponse(.notFound), token: Self.token, isConfirmable: true, at: wire.time)
        let sent = try #require(wire.takeOne())
        #expect(sent.options[.observe] == nil)
        wire.receive(.acknowledgement(of: sent.id))
        #expect(wire.endpoint.isIdle)
    }

    @Test func aForgottenObservationIsNotRepeated() throws {
        let wire = try observed()
        wire.endpoint.notify(state("x"), token: Self.token, isConfirmable: true, at: wire.time)
        let sent = try #require(wire.takeOne())
        wire.endpoint.forget(Self.token)
        wire.pass(100)
        wire.receive(.reset(of: sent.id))
        #expect(wire.take().isEmpty)
        #expect(wire.outcomes.isEmpty)
    }

    @Test func aLargeOneIsFetchedToItsEnd() throws {
        let text = String(repeating: "0123456789", count: 250)
        let wire = try observed()
        wire.endpoint.notify(state(text), token: Self.token, isConfirmable: false, at: wire.time)
        let first = try #require(wire.takeOne())
        var payload = first.payload
        #expect(payload.count == 1024)
        #expect(first.options.uint(.size2) == 2500)
        let tag = try #require(first.options[.etag])
        wire.answer = { [self] _ in .respond(state("another")) }
        for number in 1...2 as ClosedRange<UInt32> {
            let block = BlockOption(number: number, isMoreToCome: false, size: 1024)
            let answer = try #require(
                wire.ask(
                    .get, ["3", "0", "9"], id: UInt16(10 + number), token: Token([number == 1 ? 1 : 2]),
                    [Option(.block2, uint: block.uint)]
                ).first)
            #expect(answer.options[.observe] == nil)
            #expect(answer.options[.etag] == tag)
            payload += answer.payload
        }
        #expect(payload == Array(text.utf8))
        #expect(wire.asked.count == 1)
    }

    @Test func anAdoptedObservationCanBeLargeToo() throws {
        let wire = Wire()
        wire.endpoint.adopt(CoAPRequest(.get, path: ["3"]), token: Self.token)
        wire.endpoint.lastObserveNumber = ObserveNumber(rawValue: 41)
        wire.endpoint.notify(
            state(String(repeating: "x", count: 2000)), token: Self.token, isConfirmable: false, at: 0)
        let sent = try #require(wire.takeOne())
        #expect(sent.payload.count == 1024)
        #expect(sent.options.uint(.observe) == 42)
    }

    /// RFC 7959 §3.4: notifications come in blocks of the size that the Observe asked for.
    @Test(arguments: [16, 64, 256, 1024]) func notificationsHaveTheBlocksThatWereAskedFor(_ size: Int) throws {
        let wire = Wire()
        wire.answer = { [self] _ in .observe(state("1")) }
        let block = BlockOption(number: 0, isMoreToCome: false, size: size)
        _ = wire.ask(.get, ["3"], id: 1, [Option(.observe, uint: 0), Option(.block2, uint: block.uint)])
        let text = String(repeating: "0123456789", count: 300)
        for isConfirmable in [false, true] {
            wire.endpoint.notify(state(text), token: Self.token, isConfirmable: isConfirmable, at: wire.time)
            let sent = try #require(wire.takeOne())
            #expect(sent.payload.count == size && sent.options[.observe] != nil)
            let piece = try #require(sent.options.uint(.block2))
            #expect(piece == BlockOption(number: 0, isMoreToCome: true, size: size).uint)
            if isConfirmable { wire.receive(.acknowledgement(of: sent.id)) }
        }
        let next = BlockOption(number: 1, isMoreToCome: false, size: size)
        let rest = try #require(wire.ask(.get, ["3"], id: 2, [Option(.block2, uint: next.uint)]).first)
        #expect(rest.payload == Array(text.utf8)[size..<2 * size].map { $0 })
    }
}
