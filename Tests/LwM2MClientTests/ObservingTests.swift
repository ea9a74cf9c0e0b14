import CoAP
import LwM2M
import LwM2MClient
import LwM2MOverCoAP
import Testing

/// Observe and notify on the wire, against a server that the test plays.
@Suite struct ObservingTests {
    private let observe = CoAPRequest(.get, path: ["3300", "0", "5700"], observe: 0)

    /// A registered client whose server observes a Resource with token 01.
    private func observed(_ settings: (inout ClientSettings) -> Void = { _ in }) -> LockstepDevice {
        let device = LockstepDevice(.withServer(), settings: settings).register()
        _ = device.asking(observe, token: 1)
        return device
    }

    private func set(_ value: Double, on device: LockstepDevice) {
        try? device.model.write(
            [Resource(id: 5700, value: .float(value))], to: Path(3300, 0, 5700), mode: .partialUpdate, from: .host)
        device.client.advance(to: device.time)
    }

    @Test func notifiesInTheFormatOfTheAnswer() {
        let device = LockstepDevice(.withServer()).register()
        #expect(device.asking(observe, token: 1) == "ACK 2.05 observe text 20")
        set(21.5, on: device)
        #expect(device.take() == "NON 2.05 observe text 21.5")
        #expect(device.takeEvents() == ["123 notify /3300/0/5700"])
        set(21.5, on: device)
        #expect(device.take() == nil)
    }

    @Test func countsUpAndKeepsTheToken() {
        let device = observed()
        var numbers: [UInt32] = []
        for value in [21, 22, 23] {
            set(Double(value), on: device)
            guard let message = device.connection?.take() else { continue }
            #expect(message.token == Token([1]))
            numbers.append(message.options.uint(.observe) ?? 0)
        }
        #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
    }

    @Test func obeysAttributesThatTheServerWrites() {
        let device = observed()
        let attributes = CoAPRequest(.put, path: ["3300", "0", "5700"], queries: ["pmin=10", "gt=25"])
        #expect(device.asking(attributes) == "ACK 2.04")
        device.advance(by: 5)
        set(24, on: device)
        #expect(device.take() == nil)
        set(26, on: device)
        #expect(device.take() == nil)
        device.advance(by: 5)
        #expect(device.take() == "NON 2.05 observe text 26")
    }

    @Test func endsWithGETAndObserve1() {
        let device = observed()
        #expect(
            device.asking(CoAPRequest(.get, path: ["3300", "0", "5700"], observe: 1), token: 1) == "ACK 2.05 text 20")
        set(21, on: device)
        #expect(device.take() == nil)
        #expect(
            device.asking(CoAPRequest(.get, path: ["3300", "0", "5700"], observe: 1), token: 9) == "ACK 2.05 text 21")
    }

    @Test func endsWithAResetOfANonConfirmable() {
        let device = observed()
        set(21, on: device)
        if let message = device.connection?.take() { device.deliver(.reset(of: message.id)) }
        set(22, on: device)
        #expect(device.take() == nil)
    }

    @Test func saysThatTheTargetIsGone() throws {
        let device = observed()
        #expect(device.asking(CoAPRequest(.delete, path: ["3300", "0"])) == "ACK 2.02")
        let lines = device.takeAll()
        #expect(lines.contains("CON 4.04"))
    }

    @Test func hearsOfChangesByAnotherServer() {
        let model = MemoryModel.withServer()
        model.addServer(5, port: 5685)
        model.accessControl.servers = [123, 5]
        model.accessControl.set(
            AccessControlEntry(object: 3, instance: 0, owner: 5, rights: [123: .read, 5: .write]))
        let device = LockstepDevice(model)
        device.start()
        let (first, second) = (device.server.connections[0], device.server.connections[1])
        device.reply(.created, location: ["rd", "1"], on: first)
        device.reply(.created, location: ["rd", "2"], on: second)
        #expect(
            device.asking(CoAPRequest(.get, path: ["3", "0", "15"], observe: 0), token: 1, on: first)
                == "ACK 2.05 observe text UTC")
        #expect(
            device.asking(
                CoAPRequest(.put, path: ["3", "0", "15"], contentFormat: 0, payload: Array("CET".utf8)), on: second)
                == "ACK 2.04")
        #expect(device.take(on: first) == "NON 2.05 observe text CET")
    }

    @Test func refusesMoreThanItCanHold() {
        let device = LockstepDevice(.withServer()).register()
        func observe(_ number: Int, id: Int) {
            device.deliver(
                Message(
                    .confirmable, self.observe.method, id: MessageID(UInt16(id)),
                    token: Token([UInt8(number >> 8), UInt8(number & 255)]), options: self.observe.options))
        }
        for number in 0..<1001 { observe(number, id: number + 1) }
        let answers = device.takeAll()
        #expect(answers.count == 1001)
        #expect(answers.filter { $0 == "ACK 2.05 observe text 20" }.count == 1000)
        #expect(answers.last == "ACK 2.05 text 20")
        // One too many ends no other, and one with a known token takes its place.
        set(21, on: device)
        #expect(device.takeAll().count == 1000)
        observe(7, id: 2000)
        #expect(device.take() == "ACK 2.05 observe text 21")
    }

    /// RFC 7641 §4.2, LwM2M 1.0.1 §5.5: what can no longer be read is told so, once.
    @Test func saysThatTheValueIsGone() {
        let device = observed()
        device.model.values[Path(3300, 0, 5700)] = .single(nil)
        device.model.onChange?(DataModelChange(.written, Path(3300, 0), by: .host))
        device.client.advance(to: device.time)
        #expect(device.take() == "CON 4.04")
        device.reply(.empty)
        set(30, on: device)
        #expect(device.take() == nil)
    }

    /// LwM2M 1.0.1 §5.4.7: attributes go with their Object Instance, whoever deletes it.
    @Test func attributesGoWithTheirInstance() {
        let device = LockstepDevice(.withServer()).register()
        _ = device.asking(CoAPRequest(.put, path: ["3300", "0"], queries: ["pmin=77"]))
        let discover = CoAPRequest(.get, path: ["3300", "0"], accept: 40)
        #expect(device.asking(discover, token: 2)?.contains("pmin=77") == true)
        try? device.model.delete(Path(3300, 0), from: .host)
        _ = try? device.model.create(Path(3300, 0), with: [], from: .host)
        device.client.advance(to: device.time)
        _ = device.takeAll()
        #expect(device.asking(discover, token: 3)?.contains("pmin") == false)
    }

    @Test func forgetsObservationsWhenItRegistersAgain() {
        let device = observed()
        device.client.register(123)
        device.client.advance(to: device.time)
        device.reply(.notFound)
        device.reply(.created, location: ["rd", "y"])
        set(21, on: device)
        #expect(device.take() == nil)
    }

    @Test func keepsNotificationsWhileItIsOffline() {
        let device = observed()
        device.client.setOnline(false)
        set(21, on: device)
        device.advance(by: 10)
        set(22, on: device)
        device.advance(by: 10)
        #expect(device.take() == nil)
        device.client.setOnline(true)
        device.client.advance(to: device.time)
        #expect(device.reply(.changed) == "CON POST /rd/x")
        #expect(device.takeAll() == ["NON 2.05 observe text 21", "NON 2.05 observe text 22"])
    }

    @Test func dropsThemWhereTheAccountSaysSo() {
        let device = observed()
        device.model.values[Path(1, 7, 6)] = .single(.boolean(false))
        device.client.changed(DataModelChange(.written, Path(1, 7, 6), by: .host))
        device.client.advance(to: device.time)
        device.client.setOnline(false)
        set(21, on: device)
        device.advance(by: 10)
        device.client.setOnline(true)
        device.client.advance(to: device.time)
        #expect(device.takeAll() == ["CON POST /rd/x"])
    }

    @Test func keepsThemWhileTheServerIsDisabled() {
        let device = observed()
        _ = device.asking(CoAPRequest(.post, path: ["1", "7", "4"]))
        device.reply(Code(2, 2))
        device.advance(by: 10)
        set(30, on: device)
        device.advance(by: 590)
        device.reply(.created, location: ["rd", "y"])
        // Its number is above that of the answer to Observe, so that it counts as newer (RFC 7641 §3.4).
        let notification = device.connection?.take()
        #expect(notification.map(LockstepDevice.text) == "NON 2.05 observe text 30")
        #expect(notification?.options.uint(.observe) == 2)
    }

    @Test func wakesUpToNotify() {
        let model = MemoryModel.withServer(lifetime: 86_400, binding: "UQ")
        let device = LockstepDevice(model).register()
        #expect(device.asking(observe, token: 1) == "ACK 2.05 observe text 20")
        device.advance(by: 93)
        #expect(device.takeEvents().contains("123 suspended"))
        device.ask(CoAPRequest(.get, path: ["3", "0"]))
        #expect(device.take() == nil)
        set(21, on: device)
        #expect(device.reply(.changed) == "CON POST /rd/x")
        #expect(device.take() == "NON 2.05 observe text 21")
        #expect(
            device.takeEvents().filter { !$0.contains("left") } == [
                "123 update pending", "123 resumed coap://127.0.0.1:5683", "123 registered",
                "123 notify /3300/0/5700",
            ])
    }

    /// A value that could not be read for a moment, before anything was sent, ends no observation.
    @Test func goesOnWhereAValueIsBackInTime() {
        let device = LockstepDevice(.withServer(lifetime: 86_400, binding: "UQ")).register()
        _ = device.asking(observe, token: 1)
        device.advance(by: 93)
        let path = Path(3300, 0, 5700)
        let value = device.model.values.removeValue(forKey: path)
        device.model.onChange?(DataModelChange(.written, path, by: .host))
        device.client.advance(to: device.time)
        device.model.values[path] = value
        set(25, on: device)
        #expect(device.reply(.changed) == "CON POST /rd/x")
        #expect(device.take() == "NON 2.05 observe text 25")
    }

    @Test func restsAsTheModuleDoes() {
        let device = LockstepDevice(.withServer(lifetime: 86_400)) { settings in
            settings.defaults.reachability = ReachabilityPolicy(afterMessage: 90, afterRegistration: 30)
        }.register()
        device.advance(by: 29)
        #expect(device.asking(CoAPRequest(.get, path: ["3", "0", "15"])) == "ACK 2.05 text UTC")
        device.advance(by: 89)
        #expect(device.asking(CoAPRequest(.get, path: ["3", "0", "15"])) == "ACK 2.05 text UTC")
        device.advance(by: 90)
        #expect(device.takeEvents().last == "123 suspended")
        device.ask(CoAPRequest(.get, path: ["3", "0", "15"]))
        #expect(device.take() == nil)
    }

    @Test func findsAnObserverThatIsGone() {
        let device = observed()
        let pmax = CoAPRequest(.put, path: ["3300", "0", "5700"], queries: ["pmax=43200"])
        #expect(device.asking(pmax) == "ACK 2.04")
        for _ in 0..<1000 where !device.takeAll().contains("CON 2.05 observe text 20") {
            device.advance(by: 100)
            if let message = device.connection?.sent.first, message.code == .post { device.reply(.changed) }
        }
        // The confirmable one gets no answer, so that an Update finds out whether the server is there at all.
        device.advance(by: 100)
        #expect(device.takeAll().contains { $0.hasPrefix("CON POST /rd") })
        #expect(device.time >= 86_400)
    }

    /// What a server asks of a client that sleeps leaves a line, once for all its repetitions.
    @Test func saysThatItSleptThroughARequest() {
        let model = MemoryModel.withServer(lifetime: 86_400, binding: "UQ")
        let device = LockstepDevice(model).register()
        device.advance(by: 200)
        #expect(device.takeEvents().contains("123 suspended"))
        let message = CoAPRequest(.get, path: ["3", "0"])
        for id in [5, 5, 6] as [UInt16] {
            device.deliver(
                Message(
                    .confirmable, message.method, id: MessageID(id), token: Token([1]), options: message.options,
                    payload: []))
        }
        #expect(device.take() == nil)
        let line = "<- GET /3/0 -> not heard: the client sleeps until its next message"
        #expect(device.log.filter { $0 == line }.count == 2, "\(device.log)")
    }

    @Test func showsWhatAServerSaysToARefusal() throws {
        let device = LockstepDevice(.withServer())
        device.start()
        let register = try #require(device.connection?.take())
        device.deliver(
            Message(
                .acknowledgement, .badRequest, id: register.id, token: register.token,
                payload: Array("endpoint not\nknown here".utf8)))
        #expect(device.log.contains { $0.contains("-> 4.00 endpoint not\\u{a}known here ") }, "\(device.log)")
    }

    @Test func showsTheWholeOfADiscover() {
        let text = PayloadText { _ in nil }
        let links = (0..<500).map { "</0/\($0)>;ssid=1" }.joined(separator: ",")
        for path in [Path(0), Path.root, Path(3300)] {
            #expect(text.lines(of: Array(links.utf8), as: .linkFormat, at: path) == [links])
        }
        #expect(text.lines(of: [1, 2], as: .tlv, at: Path(0, 1)) == ["(2 B that may hold keys)"])
    }
}
