import CoAP
import LwM2M
import LwM2MClient
import Testing

/// Register, Update and De-register on the wire, against a server that the test plays.
@Suite struct RegisteringTests {
    static let list = #"</>;rt="oma.lwm2m";ct=11543,</1/7>,</2>,</3/0>,</3300/0>"#

    @Test func registers() {
        let device = LockstepDevice(.withServer())
        device.start()
        #expect(
            device.reply(.created, location: ["rd", "x"])
                == "CON POST /rd?ep=urn:imei:004999010640000&lt=300&lwm2m=1.0&b=U link-format " + Self.list)
        #expect(
            device.takeEvents() == [
                "123 registration pending", "123 created coap://127.0.0.1:5683", "123 registered",
            ])
        device.advance(by: 70)
        #expect(device.takeEvents() == ["123 left 205", "123 left 145"])
        device.advance(by: 140)
        #expect(device.reply(.changed) == "CON POST /rd/x")
        #expect(
            device.takeEvents() == ["123 left 85", "123 left 25", "123 update pending", "123 registered"])
    }

    @Test func updatesWhatWasWrittenOnceItIsAnswered() {
        let device = LockstepDevice(.withServer()).register()
        let write = CoAPRequest(.put, path: ["1", "7", "1"], contentFormat: 0, payload: Array("60".utf8))
        #expect(device.asking(write) == "ACK 2.04")
        #expect(device.reply(.changed) == "CON POST /rd/x?lt=60")
        #expect(device.asking(write) == "ACK 2.04")
        #expect(device.take() == nil)
    }

    @Test func tellsTheWholeListWhenItChanged() {
        let device = LockstepDevice(.withServer()).register()
        #expect(device.asking(CoAPRequest(.delete, path: ["3300", "0"])) == "ACK 2.02")
        #expect(
            device.reply(.changed)
                == #"CON POST /rd/x link-format </>;rt="oma.lwm2m";ct=11543,</1/7>,</2>,</3/0>,</3300>"#)
    }

    @Test func updatesOnTrigger() {
        let device = LockstepDevice(.withServer()).register()
        #expect(device.asking(CoAPRequest(.post, path: ["1", "7", "8"])) == "ACK 2.04")
        #expect(device.reply(.changed) == "CON POST /rd/x")
    }

    @Test func answersDisableBeforeItLeaves() {
        let device = LockstepDevice(.withServer()).register()
        #expect(device.asking(CoAPRequest(.post, path: ["1", "7", "4"])) == "ACK 2.04")
        #expect(device.reply(Code(2, 2)) == "CON DELETE /rd/x")
        #expect(
            device.takeEvents() == [
                "123 deregistration needed", "123 deregistration pending", "123 deregistered", "123 closed",
            ])
        device.ask(CoAPRequest(.get, path: ["3", "0"]))
        #expect(device.take() == nil)
        device.advance(by: 599)
        #expect(device.take() == nil)
        device.advance(by: 1)
        #expect(device.server.connections.count == 2)
        #expect(device.reply(.created, location: ["rd", "y"])?.hasPrefix("CON POST /rd?ep=") == true)
    }

    @Test func deregistersWhenItStops() {
        let device = LockstepDevice(.withServer()).register()
        device.client.stop()
        device.client.advance(to: device.time)
        #expect(!device.client.isStopped)
        #expect(device.reply(Code(2, 2)) == "CON DELETE /rd/x")
        #expect(device.client.isStopped)
    }

    @Test func ignoresRequestsBeforeItIsRegistered() {
        let device = LockstepDevice(.withServer())
        device.start()
        let register = device.connection?.take()
        device.ask(CoAPRequest(.get, path: ["3", "0"]))
        #expect(device.take() == nil)
        if let register {
            device.deliver(
                Message(.acknowledgement, .created, id: register.id, token: register.token))
        }
        #expect(device.asking(CoAPRequest(.get, path: ["3", "0", "9"]))?.hasPrefix("ACK 2.05") == true)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let code: Code
        let delay: Double
        var testDescription: String { "\(code)" }
    }

    static let refusals = [
        Refusal(code: .badRequest, delay: 86_400), Refusal(code: Code(4, 3), delay: 86_400),
        Refusal(code: Code(4, 12), delay: 86_400), Refusal(code: .internalServerError, delay: 60),
    ]

    @Test(arguments: refusals) func waitsAfterARefusal(_ refusal: Refusal) {
        let device = LockstepDevice(.withServer())
        device.start()
        device.reply(refusal.code)
        #expect(device.takeEvents().last == "123 registration failed")
        device.advance(by: refusal.delay - 1)
        #expect(device.take() == nil)
        device.advance(by: 1)
        #expect(device.take()?.hasPrefix("CON POST /rd?") == true)
    }

    @Test func registersAgainAfterTheServerForgot() {
        let device = LockstepDevice(.withServer()).register()
        device.client.register(123)
        device.client.advance(to: device.time)
        #expect(device.reply(.notFound) == "CON POST /rd/x")
        #expect(device.reply(.created, location: ["rd", "z"])?.hasPrefix("CON POST /rd?ep=") == true)
        device.client.register(123)
        device.client.advance(to: device.time)
        #expect(device.take() == "CON POST /rd/z")
    }

    @Test func takesANewConnectionWhereNothingAnswers() {
        let device = LockstepDevice(.withServer()).register()
        device.client.register(123)
        device.client.advance(to: device.time)
        device.advance(by: 100)
        // Five times the Update, in vain; then a Register over a connection of its own.
        #expect(device.server.connections.count == 2)
        #expect(device.server.connections[0].isClosed)
        #expect(device.reply(.created, location: ["rd", "y"])?.hasPrefix("CON POST /rd?ep=") == true)
        #expect(device.takeEvents().last == "123 registered")
    }

    @Test func saysWhyAConnectionFailed() {
        let device = LockstepDevice(.withServer())
        device.start()
        device.connection?.fail("127.0.0.1:5683 refuses: nothing listens there")
        device.client.advance(to: device.time)
        #expect(device.log.last == "server 123: 127.0.0.1:5683 refuses: nothing listens there")
        #expect(device.takeEvents().suffix(2) == ["123 closed", "123 registration failed"])
        device.advance(by: 60)
        #expect(device.server.connections.count == 2)
    }

    @Test func registersWithSeveralServersSideBySide() {
        let model = MemoryModel.withServer()
        model.addServer(5, lifetime: 60, port: 5685)
        model.accessControl.servers = [123, 5]
        model.accessControl.set(AccessControlEntry(object: 3, instance: 0, owner: 5))
        let device = LockstepDevice(model)
        device.start()
        let (first, second) = (device.server.connections[0], device.server.connections[1])
        #expect(device.reply(.created, location: ["rd", "1"], on: first)?.contains("&lt=300&") == true)
        #expect(device.reply(.created, location: ["rd", "2"], on: second)?.contains("&lt=60&") == true)
        let read = CoAPRequest(.get, path: ["3", "0", "15"])
        #expect(device.asking(read, on: first) == "ACK 4.01")
        #expect(device.asking(read, on: second) == "ACK 2.05 text UTC")
    }

    @Test func renewsARegistrationOfAnEarlierRunWhenThatIsDue() {
        let device = LockstepDevice(.withServer()) { $0.defaults.registersAtStart = false }
        device.start(registrations: [123: -100])
        #expect(device.server.connections.isEmpty)
        device.advance(by: 109)
        #expect(device.server.connections.isEmpty)
        device.advance(by: 1)
        #expect(device.take()?.hasPrefix("CON POST /rd?ep=") == true)
    }

    @Test func leavesADisabledServerAlone() {
        let device = LockstepDevice(.withServer()) { $0.defaults.isDisabled = true }
        device.start()
        #expect(device.server.connections.isEmpty)
        #expect(!device.client.register(123))
    }
}
