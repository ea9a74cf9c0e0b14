import CoAP
import LwM2M
import LwM2MClient
import LwM2MOverCoAP
import Testing

/// The state of a registration, message by message.
@Suite struct RegistrationTests {
    static let content = RegistrationContent(lifetime: 300, binding: "U", objects: Array("</1/0>,</3/0>".utf8))

    /// A registration that the server acknowledged at 0.
    private func registered(_ content: RegistrationContent = content) -> Registration {
        var registration = Registration(content)
        registration.start(at: 0)
        _ = registration.next(at: 0)
        registration.answered(.created, location: ["rd", "x"], at: 0)
        return registration
    }

    private func text(_ request: CoAPRequest) -> String {
        let queries = request.queries.isEmpty ? "" : "?" + request.queries.joined(separator: "&")
        let format = request.payloadFormat.map { " \($0)" } ?? ""
        return "\(request.method)".lowercased() + " /\(request.path.joined(separator: "/"))\(queries)\(format) "
            + String(decoding: request.payload, as: UTF8.self)
    }

    @Test func registersWithAllParameters() {
        let request = Self.content.register(endpoint: "urn:imei:004999010640000", msisdn: "+441234")
        #expect(
            text(request) == "post /rd?ep=urn:imei:004999010640000&lt=300&lwm2m=1.0&b=U link-format </1/0>,</3/0>")
    }

    @Test func namesTheNumberForSMS() {
        var content = Self.content
        content.binding = "UQS"
        #expect(content.register(endpoint: "e", msisdn: "+441234").queries.last == "sms=441234")
    }

    @Test func updatesWithWhatChangedAlone() throws {
        var registration = registered()
        #expect(registration.state == .registered)
        let due = try #require(registration.nextDeadline)
        #expect(due == 210)
        guard case .update(let content, let told, let location)? = registration.next(at: due) else {
            Issue.record("no Update")
            return
        }
        #expect(registration.state == .updatePending)
        #expect(text(content.update(from: told, at: location)) == "post /rd/x ")
        registration.answered(.changed, at: due)
        #expect(registration.state == .registered)

        var changed = Self.content
        changed.lifetime = 600
        registration.change(to: changed, at: 250)
        #expect(registration.state == .updateNeeded)
        guard case .update(let content, let told, let location)? = registration.next(at: 250) else {
            Issue.record("no Update")
            return
        }
        #expect(text(content.update(from: told, at: location)) == "post /rd/x?lt=600 ")
        registration.answered(.changed, at: 250)
        #expect(registration.nextDeadline == 760)

        changed.objects = Array("</1/0>".utf8)
        changed.binding = "UQ"
        registration.change(to: changed, at: 260)
        guard case .update(let content, let told, let location)? = registration.next(at: 260) else {
            Issue.record("no Update")
            return
        }
        #expect(text(content.update(from: told, at: location)) == "post /rd/x?b=UQ link-format </1/0>")
    }

    @Test func tellsAChangeThatCameWhileAnUpdateWasUnderWay() {
        var registration = registered()
        registration.refresh(at: 10)
        _ = registration.next(at: 10)
        var changed = Self.content
        changed.lifetime = 60
        registration.change(to: changed, at: 11)
        #expect(registration.next(at: 11) == nil)
        registration.answered(.changed, at: 12)
        #expect(registration.state == .updateNeeded)
        #expect(registration.next(at: 12) == .update(changed, from: Self.content, at: ["rd", "x"]))
    }

    @Test func registersAgainWhereTheServerForgot() {
        var registration = registered()
        registration.refresh(at: 10)
        _ = registration.next(at: 10)
        registration.answered(.notFound, at: 11)
        #expect(registration.state == .fullUpdateNeeded)
        #expect(registration.next(at: 11) == .register(Self.content))
    }

    @Test func registersAgainAfterTheLifetime() {
        var registration = registered()
        #expect(registration.next(at: 300) == .register(Self.content))
    }

    @Test func triesFiveTimesThenPauses() {
        var registration = Registration(Self.content)
        registration.start(at: 0)
        var time = 0.0
        var waits: [Double] = []
        for _ in 0..<6 {
            #expect(registration.next(at: time) == .register(Self.content))
            registration.unanswered(at: time)
            #expect(registration.state == .registrationFailed)
            let due = registration.nextDeadline ?? 0
            waits.append(due - time)
            time = due
        }
        #expect(waits == [60, 120, 240, 480, 86_400, 60])
    }

    @Test(arguments: [ResponseCode.badRequest, .forbidden, .preconditionFailed])
    func doesNotHurryAfterARefusal(_ code: ResponseCode) {
        var registration = Registration(Self.content)
        registration.start(at: 0)
        _ = registration.next(at: 0)
        registration.answered(code, at: 1)
        #expect(registration.state == .registrationFailed)
        #expect(registration.hasGivenUp)
        #expect(registration.nextDeadline == 86_401)
    }

    @Test func triesAgainSoonWhereTheServerIsIll() {
        var registration = Registration(Self.content)
        registration.start(at: 0)
        _ = registration.next(at: 0)
        registration.answered(.serviceUnavailable, at: 1)
        #expect(!registration.hasGivenUp)
        #expect(registration.nextDeadline == 61)
    }

    @Test func deregisters() {
        var registration = registered()
        registration.deregister(at: 5)
        #expect(registration.state == .deregistrationNeeded)
        #expect(registration.next(at: 5) == .deregister(at: ["rd", "x"]))
        #expect(registration.state == .deregistrationPending)
        registration.unanswered(at: 98)
        #expect(registration.state == .deregistered)
        #expect(registration.nextDeadline == nil)
    }

    @Test func deregistersOnceAnAnswerIsIn() {
        var registration = Registration(Self.content)
        registration.start(at: 0)
        _ = registration.next(at: 0)
        registration.deregister(at: 1)
        registration.answered(.created, location: ["rd", "y"], at: 2)
        #expect(registration.next(at: 2) == .deregister(at: ["rd", "y"]))
    }

    @Test func comesBackAfterItWasDisabled() {
        var registration = registered()
        registration.disable(until: 700, at: 100)
        #expect(registration.next(at: 100) == .deregister(at: ["rd", "x"]))
        registration.answered(.deleted, at: 101)
        #expect(registration.state == .deregistered)
        #expect(registration.nextDeadline == 700)
        #expect(registration.next(at: 700) == .register(Self.content))
    }

    @Test func countsDownToTheRenewal() {
        let registration = registered()
        #expect(registration.secondsLeft(at: 6) == 204)
        #expect(Registration(Self.content).secondsLeft(at: 0) == nil)
    }

    struct Renewal: Sendable, CustomTestStringConvertible {
        let point: RenewalPoint
        let lifetime: Int64
        let delay: Double?
        var testDescription: String { "\(point), \(lifetime) s" }
        init(_ point: RenewalPoint, _ lifetime: Int64, _ delay: Double?) {
            (self.point, self.lifetime, self.delay) = (point, lifetime, delay)
        }
    }

    static let renewals = [
        Renewal(.nearEnd, 86_400, 86_310), Renewal(.nearEnd, 300, 210), Renewal(.nearEnd, 180, 95),
        Renewal(.nearEnd, 60, 33), Renewal(.half, 86_400, 43_205), Renewal(.half, 60, 33), Renewal(.half, 0, nil),
        Renewal(.nearEnd, 0, nil), Renewal(.nearEnd, 1, 0.55),
    ]

    @Test(arguments: renewals) func renews(_ renewal: Renewal) {
        #expect(renewal.point.delay(lifetime: renewal.lifetime) == renewal.delay)
    }

    @Test func takesOverARegistrationOfAnEarlierRun() {
        var registration = Registration(Self.content)
        registration.resume(since: -100)
        #expect(registration.state == .registered)
        #expect(registration.secondsLeft(at: 0) == 110)
        #expect(registration.next(at: 109) == nil)
        // Where it is the client does not know, so it registers.
        #expect(registration.next(at: 110) == .register(Self.content))
    }

    @Test func tellsAChangeOfARegistrationOfAnEarlierRun() {
        var registration = Registration(Self.content)
        registration.resume(since: -100)
        registration.change(to: Self.content, at: 5)
        #expect(registration.next(at: 5) == nil)
        var changed = Self.content
        changed.lifetime = 600
        registration.change(to: changed, at: 10)
        #expect(registration.next(at: 10) == .register(changed))
    }

    /// Where the registration is tells the answer to a Register, so that comes first.
    @Test func endsARegistrationOfAnEarlierRun() {
        var registration = Registration(Self.content)
        registration.resume(since: -100)
        registration.deregister(at: 10)
        #expect(registration.next(at: 10) == .register(Self.content))
        registration.answered(.created, location: ["rd", "y"], at: 11)
        #expect(registration.next(at: 11) == .deregister(at: ["rd", "y"]))
        registration.answered(.deleted, at: 12)
        #expect(registration.state == .deregistered)
        #expect(registration.nextDeadline == nil)
    }

    /// The last order counts, also where another one is under way.
    @Test(arguments: [false, true]) func registersWhereThatIsTheLastOrder(_ isUnderWay: Bool) {
        for isOfEarlierRun in [false, true] {
            var registration = isOfEarlierRun ? Registration(Self.content) : registered()
            if isOfEarlierRun { registration.resume(since: 0) }
            registration.deregister(at: 10)
            if isUnderWay { #expect(registration.next(at: 10) != nil) }
            registration.start(at: 11)
            if isUnderWay {
                registration.answered(isOfEarlierRun ? .created : .deleted, location: ["rd", "y"], at: 12)
            }
            if registration.state != .registered {
                #expect(registration.next(at: 12) == .register(Self.content))
                registration.answered(.created, location: ["rd", "z"], at: 13)
            }
            #expect(registration.state == .registered)
        }
    }

    @Test func forgetsARegistrationOfAnEarlierRunWhoseServerIsSilent() {
        var registration = Registration(Self.content)
        registration.resume(since: -100)
        registration.deregister(at: 10)
        _ = registration.next(at: 10)
        registration.unanswered(at: 100)
        #expect(registration.state == .deregistered)
        #expect(registration.nextDeadline == nil)
    }
}
