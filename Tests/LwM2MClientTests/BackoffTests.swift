import CoAP
import LwM2M
import LwM2MClient
import Testing

/// Whatever a server answers and wherever a path ends, the client tries again later and later.
@Suite struct BackoffTests {
    /// Where the server is as it should not be.
    enum Stage: String, CaseIterable, Sendable {
        case register, update, bootstrapRequest, registerAfterBootstrap, updateTrigger, secondServer
    }

    /// All codes of answers that there can be.
    static let codes: [Code] = [2, 4, 5].flatMap { codeClass in (0..<32).map { Code(codeClass, $0) } }

    /// In an hour: five attempts of up to five messages each, with and without a bootstrap and its answers, and what a
    /// lifetime of five minutes costs.
    static let mostMessages = 150

    /// A device with a bootstrap account and a server, and a server that does well but for one stage.
    static func device(_ stage: Stage, _ reply: @escaping () -> PlayedServers.Reply) -> PlayedDevice {
        let model = MemoryModel.withBootstrapServer()
        if stage != .bootstrapRequest, stage != .registerAfterBootstrap { model.addServer(123) }
        if stage == .secondServer { model.addServer(5, port: 5685) }
        let device = PlayedDevice(model) { settings in
            settings.servers[5] = ServerSettings()
            settings.servers[5]?.bootstrapsOnFailure = true
        }
        var bootstraps = 0
        device.servers.onRequest = { message in
            let words = LockstepDevice.text(message)
            if words.contains(" POST /bs") {
                bootstraps += 1
                if stage == .bootstrapRequest { return reply() }
                return .code(.changed)
            }
            if words.contains(" POST /rd?") {
                switch stage {
                case .register, .registerAfterBootstrap: return reply()
                case .secondServer where bootstraps > 0 || device.servers.connections.count > 1: return reply()
                default: return .code(.created, location: ["rd", "1"])
                }
            }
            if words.contains(" POST /rd/"), stage == .update || stage == .updateTrigger { return reply() }
            return words.contains(" DELETE ") ? .code(Code(2, 2)) : .code(.changed)
        }
        return device
    }

    /// Lets an hour pass; whenever a bootstrap waits for commands the server brings its account.
    static func anHour(_ device: PlayedDevice, triggers: Bool = false) {
        var id: UInt16 = 100
        device.client.start()
        for minute in 0..<60 {
            for _ in 0..<4 {
                device.advance(by: 15)
                guard let connection = device.servers.connections.last else { continue }
                // What is no bootstrap does not take it.
                for command in BootstrappingTests.commands {
                    id &+= 1
                    device.servers.ask(command, id: id, on: connection)
                }
                device.settle()
            }
            if triggers, minute < 10, let connection = device.servers.connections.first {
                id &+= 1
                device.servers.ask(CoAPRequest(.post, path: ["1", "7", "8"]), id: id, on: connection)
            }
        }
    }

    @Test(arguments: Stage.allCases) func boundsTheMessagesOfAnHour(_ stage: Stage) {
        for code in Self.codes {
            let device = Self.device(stage) { .code(code, location: ["rd", "1"]) }
            device.client.start()
            device.advance(by: 3600)
            #expect(device.servers.messages <= Self.mostMessages, "\(code): \(device.servers.messages)")
            #expect(device.mostTurns < 40, "\(code): \(device.mostTurns) turns")
            #expect(!device.hasLeftSomething, "\(code)")
        }
    }

    /// The bootstrap goes well each time, and what it brings is refused.
    @Test(arguments: [Code(4, 0), Code(4, 3), Code(4, 12), Code(5, 0)])
    func boundsBootstrapsThatHelpNothing(_ code: Code) {
        let device = Self.device(.registerAfterBootstrap) { .code(code) }
        Self.anHour(device)
        // The answers to the commands are messages of the client too: five each 15 s where it takes them.
        #expect(device.servers.messages <= 400, "\(device.servers.messages)")
        #expect(!device.hasLeftSomething)
    }

    @Test(arguments: Stage.allCases) func boundsSilence(_ stage: Stage) {
        let device = Self.device(stage) { .silence }
        device.client.start()
        device.advance(by: 3600)
        #expect(device.servers.messages <= Self.mostMessages, "\(device.servers.messages)")
        #expect(!device.hasLeftSomething)
    }

    @Test(arguments: Stage.allCases) func boundsGarbage(_ stage: Stage) {
        let device = Self.device(stage) { .garbage([0x40, 0x45, 1, 2, 0xFF]) }
        device.client.start()
        device.advance(by: 3600)
        #expect(device.servers.messages <= Self.mostMessages, "\(device.servers.messages)")
    }

    @Test(arguments: Stage.allCases) func boundsLostConnections(_ stage: Stage) {
        for loss in [PlayedServers.Reply.loss, .codeAndLoss(.created, location: ["rd", "1"])] {
            let device = Self.device(stage) { loss }
            device.client.start()
            device.advance(by: 3600)
            #expect(device.servers.messages <= Self.mostMessages, "\(loss): \(device.servers.messages)")
            #expect(device.mostTurns < 40)
        }
    }

    @Test func boundsConnectionsThatNeverComeAbout() {
        for error in [ServerAccountError("the name is unknown"), nil] {
            let device = Self.device(.register) { .silence }
            device.servers.error = error
            device.servers.refusesConnections = true
            device.client.start()
            device.advance(by: 3600)
            #expect(device.servers.messages <= 20, "\(device.servers.messages)")
            #expect(!device.hasLeftSomething)
        }
    }

    /// Register answered 4.00 and 4.03 with a bootstrap account at hand: each round waits twice as long.
    @Test(arguments: [Code(4, 0), Code(4, 3)]) func spacesTheBootstrapsAfterRefusals(_ code: Code) {
        let device = LockstepDevice(.withBootstrapServer())
        device.start()
        var begun: [Double] = []
        for _ in 0..<6 {
            while device.take() != "CON POST /bs?ep=urn:imei:004999010640000" {
                guard let next = device.client.nextDeadline else { return }
                device.advance(by: max(0, next - device.time))
            }
            begun.append(device.time)
            let bootstrap = device.connection
            for command in BootstrappingTests.commands { device.ask(command, on: bootstrap) }
            // The connection to the server that the bootstrap brought.
            #expect(device.reply(code)?.contains("POST /rd") == true)
        }
        #expect(zip(begun, begun.dropFirst()).map { $1 - $0 } == [60, 120, 240, 480, 86_400])
    }

    /// A server that takes each Register and refuses each Update at once.
    @Test func spacesRegistrationsThatDoNotLast() {
        var registration = Registration(RegistrationTests.content)
        registration.start(at: 0)
        var time = 0.0
        var waits: [Double] = []
        for _ in 0..<7 {
            _ = registration.next(at: time)
            registration.answered(.created, location: ["rd", "x"], at: time)
            registration.refresh(at: time)
            _ = registration.next(at: time)
            registration.answered(.notFound, at: time)
            waits.append((registration.nextDeadline ?? 0) - time)
            time += waits.last ?? 0
        }
        #expect(waits == [0, 60, 120, 240, 480, 480, 480])
        // One that has lasted is made anew at once.
        _ = registration.next(at: time)
        registration.answered(.created, location: ["rd", "x"], at: time)
        registration.lose(at: time + 500)
        #expect(registration.nextDeadline == time + 500)
    }
}
