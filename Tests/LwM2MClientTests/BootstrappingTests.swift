import CoAP
import LwM2M
import LwM2MClient
import Testing

/// A bootstrap on the wire, against a server that the test plays.
@Suite struct BootstrappingTests {
    /// The commands of a bootstrap that brings server 123.
    static let commands = [
        CoAPRequest(.delete, path: []),
        CoAPRequest(
            .put, path: ["0", "1"], contentFormat: 11543,
            payload: Array(
                #"{"bn":"/0/1/","e":[{"n":"0","sv":"coap://127.0.0.1:5683"},{"n":"1","bv":false},{"n":"2","v":3},{"n":"10","v":123}]}"#
                    .utf8)),
        CoAPRequest(
            .put, path: ["1", "0"], contentFormat: 11543,
            payload: Array(
                #"{"bn":"/1/0/","e":[{"n":"0","v":123},{"n":"1","v":300},{"n":"6","bv":true},{"n":"7","sv":"U"}]}"#
                    .utf8)),
        CoAPRequest(.get, path: [], accept: 40),
        CoAPRequest(.post, path: ["bs"]),
    ]

    static let answers = [
        "ACK 2.02", "ACK 2.04", "ACK 2.04",
        "ACK 2.05 link-format </>;lwm2m=1.0,</0/0>,</0/1>;ssid=123,"
            + "</1/0>;ssid=123,</2>,</3/0>,</3300>", "ACK 2.04",
    ]

    /// A client whose Bootstrap-Request was acknowledged.
    private func begun(_ model: MemoryModel = .withBootstrapServer()) -> LockstepDevice {
        let device = LockstepDevice(model)
        device.start()
        device.reply(.changed)
        return device
    }

    @Test func asksThenTakesTheAccountsThenRegisters() {
        let device = LockstepDevice(.withBootstrapServer())
        device.start()
        #expect(device.reply(.changed) == "CON POST /bs?ep=urn:imei:004999010640000")
        #expect(
            device.takeEvents() == [
                "100 created coap://127.0.0.1:5693", "100 bootstrap initiated", "100 bootstrap pending",
            ])
        let server = device.connection
        for (command, answer) in zip(Self.commands, Self.answers) {
            #expect(device.asking(command, on: server) == answer)
        }
        #expect(
            device.takeEvents() == [
                "100 bootstrap finishing", "100 closed", "100 bootstrap finished", "bootstrapped",
                "123 registration pending", "123 created coap://127.0.0.1:5683",
            ])
        // The server may begin again over the same connection.
        #expect(server?.isClosed == false)
        #expect(device.reply(.created, location: ["rd", "1"])?.hasPrefix("CON POST /rd?ep=") == true)
    }

    @Test(arguments: 1...5) func endsWhereItIsCutOff(_ count: Int) {
        let device = begun()
        for command in Self.commands.prefix(count - 1) { _ = device.asking(command) }
        device.advance(by: 246.5)
        #expect(!device.takeEvents().contains("100 bootstrap failed"))
        device.advance(by: 1)
        #expect(device.takeEvents().contains("100 bootstrap failed"))
        #expect(device.log.contains("the bootstrap failed: the server sent nothing for 247 s and no Finish"))
        #expect(ServerAccounts(of: device.model).bootstrap?.uri == "coap://127.0.0.1:5693")
        device.advance(by: 61)
        #expect(device.server.connections.count == 2)
        // With an account of a server it registers there, without one it begins again a minute after the failure.
        let first = count > 3 ? "CON POST /rd?ep=" : "CON POST /bs?ep="
        #expect(device.take()?.hasPrefix(first) == true)
    }

    @Test func waitsForTheNetwork() {
        let device = LockstepDevice(.withBootstrapServer()) { $0.bootstrapsAtStart = true }
        device.client.setOnline(false)
        device.start()
        device.advance(by: 1000)
        #expect(device.server.connections.isEmpty)
        device.client.setOnline(true)
        device.client.advance(to: device.time)
        #expect(device.take() == "CON POST /bs?ep=urn:imei:004999010640000")
    }

    @Test func beginsAgainWhereTheServerDoesNotAnswer() {
        let device = LockstepDevice(.withBootstrapServer())
        device.start()
        device.advance(by: 94)
        #expect(device.log.contains("the bootstrap failed: the server does not answer"))
        device.advance(by: 60)
        #expect(device.server.connections.count == 2)
        #expect(device.take() == "CON POST /bs?ep=urn:imei:004999010640000")
    }

    @Test func putsTheAccountOfTheBootstrapServerBack() {
        let device = begun()
        let write = CoAPRequest(
            .put, path: ["0", "0", "0"], contentFormat: 0, payload: Array("coap://10.1.1.1:5683".utf8))
        #expect(device.asking(write) == "ACK 2.04")
        #expect(ServerAccounts(of: device.model).bootstrap?.uri == "coap://10.1.1.1:5683")
        device.advance(by: 247)
        #expect(ServerAccounts(of: device.model).bootstrap?.uri == "coap://127.0.0.1:5693")
        #expect(device.log.last == "the account of the bootstrap server, /0/0, is as it was before")
        #expect(device.takeEvents().suffix(3) == ["100 bootstrap failing", "100 closed", "100 bootstrap failed"])
    }

    @Test func refusesToFinishWhatIsNotConsistent() {
        let device = begun()
        let server = device.connection
        _ = device.asking(Self.commands[1])
        #expect(device.asking(Self.commands[4]) == "ACK 4.06")
        #expect(device.asking(Self.commands[2]) == "ACK 2.04")
        #expect(device.asking(Self.commands[4], on: server) == "ACK 2.04")
        #expect(device.takeEvents().contains("100 bootstrap finished"))
    }

    @Test func letsTheServerBeginDuringTheHoldOff() {
        let device = LockstepDevice(.withBootstrapServer(holdOff: 60))
        device.start()
        #expect(device.takeEvents() == ["100 created coap://127.0.0.1:5693", "100 bootstrap hold off"])
        #expect(device.take() == nil)
        device.advance(by: 30)
        let server = device.connection
        for (command, answer) in zip(Self.commands, Self.answers) {
            #expect(device.asking(command, on: server) == answer)
        }
        #expect(device.takeEvents().prefix(2) == ["100 bootstrap pending", "100 bootstrap finishing"])
    }

    @Test func asksAfterTheHoldOff() {
        let device = LockstepDevice(.withBootstrapServer(holdOff: 60))
        device.start()
        device.advance(by: 59)
        #expect(device.take() == nil)
        device.advance(by: 1)
        #expect(device.take() == "CON POST /bs?ep=urn:imei:004999010640000")
    }

    @Test func failsWhereTheServerDoesNotKnowIt() {
        let device = LockstepDevice(.withBootstrapServer())
        device.start()
        device.reply(.badRequest)
        #expect(device.log.contains("the bootstrap failed: the server answered 4.00 to the Bootstrap-Request"))
        #expect(device.takeEvents().last == "100 bootstrap failed")
    }

    @Test func removesTheAccountOnceItsTimeIsOver() {
        let model = MemoryModel.withBootstrapServer()
        model.set(0, 0, [12: .integer(100)])
        let device = begun(model)
        for command in Self.commands.dropFirst() { _ = device.asking(command, on: device.server.connections[0]) }
        device.reply(.created, location: ["rd", "1"])
        device.advance(by: 99)
        #expect(ServerAccounts(of: device.model).bootstrap != nil)
        device.advance(by: 1)
        #expect(ServerAccounts(of: device.model).bootstrap == nil)
        #expect(ServerAccounts(of: device.model)[123] != nil)
    }

    /// The time is that of the account as the bootstrap leaves it, whatever it was before.
    @Test(arguments: [(before: Int64?.none, after: Int64(3), stays: false), (3, 0, true)])
    func keepsTheAccountForTheTimeThatTheBootstrapSays(_ before: Int64?, _ after: Int64, _ stays: Bool) {
        let model = MemoryModel.withBootstrapServer()
        if let before { model.set(0, 0, [12: .integer(before)]) }
        let device = begun(model)
        let time = CoAPRequest(.put, path: ["0", "0", "12"], contentFormat: 0, payload: Array("\(after)".utf8))
        for command in [time] + Self.commands.dropFirst() {
            #expect(device.asking(command, on: device.server.connections[0])?.hasPrefix("ACK 2.0") == true)
        }
        device.reply(.created, location: ["rd", "1"])
        device.advance(by: 100)
        #expect((ServerAccounts(of: device.model).bootstrap != nil) == stays)
    }

    /// While the accounts and the rights are not whole, a server that they belong to is not heard.
    @Test func isSilentForServersWhoseAccountsItChanges() {
        let model = MemoryModel.withBootstrapServer()
        model.addServer(5)
        let device = LockstepDevice(model) { settings in
            settings.servers[5] = ServerSettings()
            settings.servers[5]?.waitsForBootstrap = false
        }
        device.register(at: ["rd", "5"])
        let server = device.connection
        device.client.bootstrap()
        device.client.advance(to: device.time)
        let bootstrap = device.server.connections.last
        device.reply(.changed, on: bootstrap)
        let write = CoAPRequest(.put, path: ["3", "0", "15"], contentFormat: 0, payload: Array("CET".utf8))
        #expect(device.asking(write, on: server) == "ACK 2.04")
        #expect(device.asking(Self.commands[0], on: bootstrap) == "ACK 2.02")
        #expect(device.asking(write, token: 2, on: server) == nil)
    }

    @Test func takesBackAnAccountThatItBrought() {
        let device = begun()
        let server = device.connection
        let second = CoAPRequest(
            .put, path: ["0", "8"], contentFormat: 11543,
            payload: Array(
                #"{"bn":"/0/8/","e":[{"n":"0","sv":"coap://127.0.0.1:5699"},{"n":"1","bv":true},{"n":"2","v":3}]}"#.utf8
            ))
        let third = CoAPRequest(
            .put, path: ["0", "9"], contentFormat: 11543,
            payload: Array(String(decoding: second.payload, as: UTF8.self).replacing("/0/8/", with: "/0/9/").utf8))
        for command in Self.commands[0...2] + [second, third] { _ = device.asking(command, on: server) }
        #expect(device.asking(Self.commands[4], on: server)?.hasPrefix("ACK 4.06") == true)
        #expect(device.asking(CoAPRequest(.delete, path: ["0", "8"]), on: server) == "ACK 2.02")
        #expect(device.asking(CoAPRequest(.delete, path: ["0", "9"]), on: server) == "ACK 2.02")
        #expect(device.asking(CoAPRequest(.delete, path: ["0", "0"]), on: server)?.hasPrefix("ACK 4.00") == true)
        #expect(device.asking(Self.commands[4], on: server) == "ACK 2.04")
    }

    @Test func bootstrapsOnceAllServersFailed() {
        let model = MemoryModel.withBootstrapServer()
        model.addServer(123)
        let device = LockstepDevice(model)
        device.start()
        #expect(device.server.connections.count == 1)
        device.reply(Code(4, 3))
        #expect(device.take() == "CON POST /bs?ep=urn:imei:004999010640000")
    }

    @Test func bootstrapsOnTheFailureOfOneServerWhereToldSo() {
        let model = MemoryModel.withBootstrapServer()
        model.addServer(123)
        model.addServer(5, port: 5685)
        let device = LockstepDevice(model) { settings in
            settings.servers[5] = ServerSettings()
            settings.servers[5]?.bootstrapsOnFailure = true
        }
        device.start()
        device.reply(.created, location: ["rd", "1"], on: device.server.connections[0])
        device.reply(Code(4, 3), on: device.server.connections[1])
        #expect(device.take() == "CON POST /bs?ep=urn:imei:004999010640000")
    }

    /// Every order of three commands, legal or not, ends in a state that the specification knows.
    @Test func staysInOrderWhateverTheServerSends() {
        for order in 0..<125 {
            let device = begun()
            let server = device.connection
            var rest = order
            for _ in 0..<3 {
                device.ask(Self.commands[rest % 5], token: UInt8(rest & 0xFF), on: server)
                rest /= 5
            }
            let answers = device.takeAll(on: server)
            let isFinished = device.takeEvents().contains("100 bootstrap finished")
            let accounts = ServerAccounts(of: device.model)
            #expect(accounts.bootstrap != nil && server?.isClosed == false)
            // A Finish that nothing preceded is not heard.
            if !isFinished { #expect(answers.count == 3) }
            device.server.connections.last?.drop()
            device.advance(by: 300)
            #expect(isFinished || device.log.contains { $0.hasPrefix("the bootstrap failed: ") })
        }
    }

    /// LwM2M 1.0.1 §5.2.4: the bootstrap server may begin at any time while its account is kept.
    @Test func letsTheServerBeginAtAnyTime() {
        let device = begun()
        let bootstrapServer = device.connection
        for command in Self.commands { _ = device.asking(command, on: bootstrapServer) }
        device.reply(.created, location: ["rd", "1"])
        _ = device.takeEvents()
        for _ in 0..<2 {
            device.advance(by: 100)
            _ = device.takeAll()
            for (command, answer) in zip(Self.commands, Self.answers) {
                #expect(device.asking(command, on: bootstrapServer) == answer)
            }
            let events = device.takeEvents()
            #expect(events.contains("100 bootstrap pending") && events.contains("bootstrapped"), "\(events)")
            #expect(device.reply(.created, location: ["rd", "2"])?.hasPrefix("CON POST /rd?ep=") == true)
        }
        // Without the account nobody is listened to.
        try? device.model.delete(Path(0, 0), from: .host)
        device.client.advance(to: device.time)
        #expect(bootstrapServer?.isClosed == true)
    }

    /// A server that is both may begin a bootstrap over the connection of the registration; one that is not may not.
    @Test(arguments: [5693, 5683]) func letsAServerThatIsBothBeginAtAnyTime(_ port: Int) {
        let model = MemoryModel.withBootstrapServer()
        model.addServer(123, port: port)
        let device = LockstepDevice(model)
        device.register(at: ["rd", "1"])
        let server = device.connection
        let answers = Self.commands.map { device.asking($0, on: server) }
        if port == 5693 {
            #expect(answers.first == "ACK 2.02" && answers.last == "ACK 2.04")
            #expect(device.takeEvents().contains("bootstrapped"))
            #expect(device.reply(.created, location: ["rd", "2"])?.hasPrefix("CON POST /rd?ep=") == true)
        } else {
            #expect(answers.allSatisfy { $0?.hasPrefix("ACK 4.0") == true }, "\(answers)")
            #expect(ServerAccounts(of: device.model)[123] != nil)
        }
    }

    @Test func takesTheBootstrapAccountWhereItMovedTo() {
        let device = begun()
        let move = CoAPRequest(
            .put, path: ["0", "7"], contentFormat: 11543,
            payload: Array(
                #"{"bn":"/0/7/","e":[{"n":"0","sv":"coap://127.0.0.1:5699"},{"n":"1","bv":true},{"n":"2","v":3}]}"#.utf8
            ))
        let server = device.connection
        for command in [CoAPRequest(.delete, path: ["0"]), move] + Self.commands[1...2] {
            #expect(device.asking(command, on: server)?.hasPrefix("ACK 2.0") == true)
        }
        #expect(device.asking(Self.commands[4], on: server) == "ACK 2.04")
        let account = ServerAccounts(of: device.model).bootstrap
        #expect(account?.securityInstance == 7 && account?.uri == "coap://127.0.0.1:5699")
        // The older address has nothing to say any more.
        #expect(server?.isClosed == true)
    }
}
