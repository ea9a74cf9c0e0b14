import CoAP
import Foundation
import LwM2M
import LwM2MClient
import Randomness
import Testing

/// What is due is done, whatever happens to a client and in whatever order.
@Suite struct DeadlineTests {
    /// A network that comes back while a bootstrap waits for its Finish, with a registration to be renewed.
    @Test func leavesNothingDueWhileABootstrapWaits() {
        let model = MemoryModel.withBootstrapServer()
        model.addServer(123)
        let device = LockstepDevice(model)
        device.register()
        device.client.bootstrap()
        device.client.advance(to: device.time)
        device.reply(.changed)
        device.client.register(123)
        device.client.advance(to: device.time)
        #expect(device.client.nextDeadline.map { $0 > device.time } ?? true)
        device.client.setOnline(false)
        device.client.setOnline(true)
        device.client.advance(to: device.time)
        #expect(device.client.nextDeadline.map { $0 > device.time } ?? true)
        device.advance(by: 400)
    }

    /// The bootstrap that a loss of the network ended is begun anew, and nothing of it goes out meanwhile.
    @Test func beginsTheBootstrapAnewOnceTheNetworkIsBack() {
        let device = LockstepDevice(.withBootstrapServer())
        device.start()
        device.reply(.changed)
        device.client.setOnline(false)
        device.advance(by: 1000)
        #expect(device.take() == nil)
        #expect(device.takeEvents().suffix(3) == ["100 bootstrap failing", "100 closed", "100 bootstrap failed"])
        device.client.setOnline(true)
        device.advance(by: 0)
        #expect(device.take() == "CON POST /bs?ep=urn:imei:004999010640000")
    }

    /// A server that the bootstrap knows nothing of is answered, and reports to it go on.
    @Test func goesOnWithAServerOfTheUsersDuringABootstrap() {
        let model = MemoryModel.withBootstrapServer()
        model.addServer(5)
        let device = LockstepDevice(model) { settings in
            settings.bootstrapsAtStart = true
            settings.servers[5] = ServerSettings()
            settings.servers[5]?.waitsForBootstrap = false
        }
        device.start()
        let (user, bootstrap) = (device.server.connections[0], device.server.connections[1])
        #expect(device.reply(.created, location: ["rd", "5"], on: user)?.contains("POST /rd?") == true)
        #expect(device.reply(.changed, on: bootstrap) == "CON POST /bs?ep=urn:imei:004999010640000")
        let read = CoAPRequest(.get, path: ["3", "0", "9"])
        #expect(device.asking(read, on: user)?.hasPrefix("ACK 2.05") == true)
        device.client.register(5)
        device.client.advance(to: device.time)
        #expect(device.reply(.changed, on: user) == "CON POST /rd/5")
        // The account stays, and so does its registration.
        for command in BootstrappingTests.commands.dropFirst() {
            let text = String(decoding: command.payload, as: UTF8.self)
            let moved = [["0", "1"]: ["0", "9"], ["1", "0"]: ["1", "2"]]
            let payload = Array(
                text.replacing("\"/0/1/\"", with: "\"/0/9/\"").replacing("\"/1/0/\"", with: "\"/1/2/\"").utf8)
            device.ask(
                CoAPRequest(
                    command.method, path: moved[command.path] ?? command.path, accept: command.accept,
                    contentFormat: command.contentFormat, payload: payload), on: bootstrap)
        }
        #expect(device.takeEvents().contains("100 bootstrap finished"))
        #expect(!user.isClosed)
        #expect(device.reply(.changed, on: user)?.hasPrefix("CON POST /rd/5 link-format") == true)
        #expect(device.asking(read, token: 9, on: user)?.hasPrefix("ACK 2.05") == true)
        #expect(device.client.reports.map(\.shortServerID).sorted() == [5, 123])
    }

    /// So many random lives of 150 steps; `XLWM2M_LIFE_SEEDS` sets how many.
    static let lives = ProcessInfo.processInfo.environment["XLWM2M_LIFE_SEEDS"].flatMap { UInt64($0) } ?? 60

    /// Random orders, answers, requests and times: never many calls at one moment, and nothing left due.
    @Test(arguments: 1...max(1, lives)) func leavesNothingDueWhateverHappens(_ seed: UInt64) {
        var random = SeededSequence(seed: seed)
        let model = MemoryModel.withBootstrapServer(holdOff: Int64.random(in: 0...1, using: &random) * 30)
        model.set(3300, 0, [5700: .float(20), 5701: .string("Cel"), 5750: .string("indoors")])
        if Bool.random(using: &random) {
            model.addServer(123, binding: ["U", "UQ"].randomElement(using: &random) ?? "U")
        }
        if Bool.random(using: &random) { model.addServer(5, lifetime: 40, port: 5685) }
        let device = PlayedDevice(model) { settings in
            settings.bootstrapsAtStart = Bool.random(using: &random)
            settings.servers[5] = ServerSettings()
            settings.servers[5]?.waitsForBootstrap = false
            settings.servers[5]?.bootstrapsOnFailure = true
        }
        var replies = SeededSequence(seed: seed &+ 1000)
        device.servers.onRequest = { message in Self.reply(to: message, &replies) }
        device.client.start()
        for step in 0..<150 {
            Self.act(on: device, UInt16(step) &* 16, &random)
            device.settle()
            #expect(device.client.nextDeadline.map { $0 > device.time } ?? true, "step \(step)")
            device.advance(by: [0, 0, 0.5, 3, 70, 300, 4000].randomElement(using: &random) ?? 0)
            #expect(device.mostTurns < 60 && !device.hasLeftSomething, "step \(step)")
            if device.hasLeftSomething { return }
        }
    }

    private static func reply(to message: Message, _ random: inout SeededSequence) -> PlayedServers.Reply {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .silence
        case 1: return .loss
        case 2: return .garbage((0..<9).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 3: return .code(BackoffTests.codes.randomElement(using: &random) ?? .created)
        case 4: return .codeAndLoss(.created, location: ["rd", "1"])
        default:
            let isRegister = LockstepDevice.text(message).contains(" POST /rd?")
            return isRegister ? .code(.created, location: ["rd", "1"]) : .code(.changed)
        }
    }

    private static func act(on device: PlayedDevice, _ id: UInt16, _ random: inout SeededSequence) {
        let client = device.client!
        let server = ([5, 123] as [ShortServerID]).randomElement(using: &random) ?? 5
        switch Int.random(in: 0..<18, using: &random) {
        case 0: client.setOnline(false)
        case 1, 2: client.setOnline(true)
        case 3: client.register(server)
        case 4: client.deregister(server)
        case 5: client.registerAll()
        case 6: client.bootstrap()
        case 7:
            client.settings.servers[server, default: ServerSettings()].isDisabled.toggle()
            client.applyAvailability()
        case 8: client.rereadObserved()
        case 9: client.renew(server)
        case 10:
            device.model.set(3300, 0, [5700: .float(Double.random(in: 0...40, using: &random))])
            client.changed(DataModelChange(.written, Path(3300, 0), by: .host))
        case 11:
            client.end()
            client.start(registrations: [server: device.time - 10])
        default:
            guard let connection = device.servers.connections.randomElement(using: &random) else { return }
            let requests =
                BootstrappingTests.commands + [
                    CoAPRequest(.get, path: ["3300", "0", "5700"], observe: 0),
                    CoAPRequest(.get, path: ["3300"], observe: 0),
                    CoAPRequest(.put, path: ["3300", "0", "5700"], queries: ["pmin=5", "pmax=20"]),
                    CoAPRequest(.put, path: ["3300"], queries: ["pmin=0", "pmax=1"]),
                    CoAPRequest(.post, path: ["1", "7", "8"]), CoAPRequest(.post, path: ["1", "7", "4"]),
                    CoAPRequest(.post, path: ["1", "7", "9"]), CoAPRequest(.delete, path: ["0"]),
                    CoAPRequest(.delete, path: ["1"]),
                    CoAPRequest(
                        .put, path: ["1", "7", "1"], contentFormat: 0,
                        payload: Array((["1", "30", "86400"].randomElement(using: &random) ?? "1").utf8)),
                ]
            guard let request = requests.randomElement(using: &random) else { return }
            device.servers.ask(request, id: id, on: connection)
        }
    }
}
