import CoAP
import Emulator
import LwM2M
import LwM2MClient
import Products
import Testing
import Wires

/// The client of a module on the wire: whom it contacts, and what it says of it.
@Suite struct WireClientTests {
    /// A module with its client, over connections that the test sees.
    private final class Connected {
        let run: ModuleRun
        let client: WireClient
        let wire = Wire()
        private(set) var events: [String] = []
        private(set) var log: [String] = []

        init(
            _ product: String = "SARA-R510S-01B", profile: Int? = nil,
            _ change: (inout WireSettings) throws -> Void = { _ in }
        ) throws {
            run = try ModuleRun(product) { configuration in
                configuration.newModule = .desk
                configuration.profile = profile
            }
            var settings = WireSettings()
            try change(&settings)
            client = WireClient(run.module, settings: settings, connector: wire)
            run.module.addListener { [unowned self] event in
                if case .log(let line) = event { log.append(line) }
                guard case .server(let event) = event else { return }
                switch event {
                case .state(let server, let state): events.append("\(server) \(state)")
                case .connection(let server, .created(let uri)): events.append("\(server) created \(uri)")
                case .connection(let server, .closed): events.append("\(server) closed")
                case .log(let line): log.append(line.text)
                default: break
                }
            }
        }

        /// The events since the last call, without those that no URC has.
        func taken() -> [String] {
            defer { events = [] }
            return events.filter { !$0.hasSuffix("pending") || $0.contains("bootstrap") }
        }
    }

    /// Opens connections on which nobody answers, and notes where they lead.
    private final class Wire: Connector {
        private(set) var opened: [String] = []

        func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
            opened.append("\(host):\(port)")
            return MemoryLink { 0 }.near
        }
    }

    @Test func registersWithASimulatedServerAtBoot() throws {
        let module = try Connected()
        module.run.boot()
        module.run.wait(10)
        #expect(
            module.taken() == ["721 created coaps://ucsplwm2m.services.u-blox.com:5684", "721 registered"])
        #expect(module.wire.opened.isEmpty)
        #expect(module.client.reports.map(\.shortServerID) == [721])
        #expect(module.client.reports.first?.secondsLeft == 86_300)
    }

    @Test func countsWhatItSendsOnceStarted() throws {
        let module = try Connected()
        module.run.boot()
        module.run.wait(10)
        try module.client.renew(nil)
        module.run.wait(10)
        #expect(module.run.value(Path(7, 0, 4)) == .integer(0))
        try module.run.module.dataModel.execute(Path(7, 0, 6), arguments: "", from: .host)
        module.run.wait(0)
        try module.client.renew(nil)
        module.run.wait(10)
        guard case .integer(let largest)? = module.run.value(Path(7, 0, 4)) else {
            Issue.record("there is no largest message")
            return
        }
        #expect(largest > 100)
    }

    @Test func bootstrapsAsVerizonDoes() throws {
        let module = try Connected(profile: 3)
        module.run.boot()
        module.run.wait(5)
        let events = module.taken()
        // The sequence of appendix C; the u-blox server is there beforehand.
        let sequence = events.filter { $0.hasPrefix("100 ") }
        #expect(module.log.filter { $0.contains(" 4.") || $0.contains(" 5.") } == [])
        #expect(
            sequence == [
                "100 created coaps://server-100.profile-3.invalid:5684", "100 bootstrap initiated",
                "100 bootstrap pending", "100 bootstrap finishing", "100 closed", "100 bootstrap finished",
            ])
        for server in ["101", "102", "1000", "721"] { #expect(events.contains("\(server) registered")) }
        #expect(module.wire.opened.isEmpty)
    }

    @Test func connectsAtEachBootWhereTheProfileSaysSo() throws {
        let module = try Connected(profile: 3)
        module.run.boot()
        module.run.wait(5)
        _ = module.taken()
        module.run.module.reset()
        module.run.module.finishBoot()
        module.run.wait(5)
        let events = module.taken()
        #expect(events.contains("102 registered"))
        #expect(events.contains("101 registered"))
        // The registrations of the others hold on.
        #expect(!events.contains("721 registered"))
        #expect(module.client.reports.first { $0.shortServerID == 721 }?.state == .registered)
    }

    /// Servers remember messages by port and id for minutes: a boot that began with the ids of the one before had its
    /// Register taken for a repetition where it got the same port, and was registered nowhere.
    @Test func eachBootBeginsWithOtherMessageIDs() throws {
        final class Recorder: Connector {
            var wires: [Wires.Wire] = []
            func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
                let wire = Wires.Wire(peer: "\(host):\(port)")
                wires.append(wire)
                return wire
            }
        }
        let run = try ModuleRun { $0.newModule = .desk }
        var settings = WireSettings()
        try settings.map.add("721=coap://127.0.0.1:5683")
        let recorder = Recorder()
        let client = WireClient(run.module, settings: settings, connector: recorder)
        run.boot()
        run.wait(1)
        for _ in 0..<3 {
            run.module.reset()
            run.module.finishBoot()
            run.wait(1)
        }
        let registers = try recorder.wires.map { try Message(decoding: #require($0.sent.first)) }
        #expect(registers.count == 4 && registers.allSatisfy { $0.code == .post })
        #expect(Set(registers.map(\.id)).count == 4 && Set(registers.map(\.token)).count == 4)
        withExtendedLifetime(client) {}
    }

    @Test func leadsAccountsElsewhere() throws {
        let module = try Connected { settings in
            try settings.map.add("721=coap://127.0.0.1:5683")
        }
        module.run.boot()
        module.run.wait(1)
        #expect(module.wire.opened == ["127.0.0.1:5683"])
    }

    @Test func makesAServerUnreachable() throws {
        let module = try Connected { settings in try settings.map.add("721=off") }
        module.run.boot()
        module.run.wait(200)
        #expect(module.wire.opened.isEmpty)
        #expect(module.taken().contains("721 registration failed"))
    }

    private static func account(_ uri: String) throws -> DeskAccount {
        DeskAccount(address: try ServerURI(parsing: uri), shortServerID: 123)
    }

    @Test func makesAnAccountOfOneOption() throws {
        let module = try Connected { $0.account = try Self.account("coap://127.0.0.1:5683") }
        module.run.boot()
        module.run.wait(1)
        #expect(module.wire.opened == ["127.0.0.1:5683"])
        let model = module.run.module.dataModel
        let account = ServerAccounts(of: model)[123]
        #expect(account?.lifetime == 300)
        #expect(account?.uri == "coap://127.0.0.1:5683")
        // It may do everything, beside the server of the profile.
        #expect(throws: Never.self) { try model.read(Path(3, 0), from: .server(123)) }
        #expect(throws: Never.self) { try model.authorize(.create, at: Path(11), from: .server(123)) }
        #expect(throws: Never.self) { try model.read(Path(3, 0), from: .server(721)) }
    }

    @Test func refusesAnotherMachineWithoutBeingTold() throws {
        let module = try Connected { $0.account = try Self.account("coap://192.0.2.1:5683") }
        module.run.boot()
        module.run.wait(1)
        #expect(module.wire.opened.isEmpty)
        #expect(
            module.log.contains(
                "server 123: coap://192.0.2.1:5683 is not on this machine: --network any lets the emulator contact it, "
                    + "--map coap://192.0.2.1:5683=coap://127.0.0.1:5683 leads it elsewhere"))
        // Nor by a detour.
        for entry in ["123=coap://192.0.2.2:5683", "coap://127.0.0.1:5683=coap://192.0.2.2:5683"] {
            let mapped = try Connected { settings in
                settings.account = try Self.account("coap://127.0.0.1:5683")
                try settings.map.add(entry)
            }
            mapped.run.boot()
            mapped.run.wait(1)
            #expect(mapped.wire.opened.isEmpty)
            #expect(mapped.log.contains { $0.contains("coap://192.0.2.2:5683 is not on this machine") })
        }
        let open = try Connected { settings in
            settings.account = try Self.account("coap://192.0.2.1:5683")
            settings.map.reachesOtherMachines = true
        }
        open.run.boot()
        open.run.wait(1)
        #expect(open.wire.opened == ["192.0.2.1:5683"])
    }

    @Test func leavesAServerAloneWhileItRoams() throws {
        let module = try Connected(profile: 3)
        module.run.boot()
        module.run.wait(5)
        module.client.service = .roaming
        _ = module.taken()
        module.run.wait(100_000)
        #expect(!module.taken().contains { $0.hasSuffix("registered") && !$0.hasSuffix("deregistered") })
        module.client.service = .home
        module.run.wait(5)
        #expect(module.taken().contains("102 registered"))
    }

    @Test func wantsAResetAfterItWasLeftOnR4() throws {
        let module = try Connected("SARA-R410M-02B")
        module.run.boot()
        module.run.wait(5)
        module.client.deregister(nil)
        module.run.wait(1)
        #expect(module.taken().suffix(2) == ["721 deregistered", "721 closed"])
        let refusal = #expect(throws: LwM2MError.self) { try module.client.register(721) }
        #expect(refusal?.code == .methodNotAllowed)
        module.run.module.reset()
        module.run.module.finishBoot()
        #expect(throws: Never.self) { try module.client.register(721) }
    }

    struct Entry: Sendable, CustomTestStringConvertible {
        let text: String
        let message: String
        var testDescription: String { text }
    }

    static let badEntries = [
        Entry(text: "721", message: "'721' maps nothing: write 721=coap://127.0.0.1:5683, 721=off or URI=URI"),
        Entry(text: "70000=off", message: "'70000' is not a Short Server ID: 0 to 65535"),
        Entry(text: "721=http://h", message: "'http://h' is not the URI of a server: the scheme is coap or coaps"),
    ]

    @Test(arguments: badEntries) func refusesAnEntryOfTheMap(_ entry: Entry) {
        var map = ServerMap()
        let error = #expect(throws: ServerAccountError.self) { try map.add(entry.text) }
        #expect(error?.message == entry.message)
    }

    @Test func theServerOfTheOptionMayDoEverything() throws {
        let module = try Connected("SARA-R422S-01B") { settings in
            settings.account = DeskAccount(address: try ServerURI(parsing: "coap://127.0.0.1:5683"), shortServerID: 99)
        }
        module.run.boot()
        module.run.wait(1)
        let model = module.run.module.dataModel
        // An instance that the host makes; and Objects with one instance.
        let many = try #require(model.objectIDs.first { $0 > 2 && model.definition(of: $0)?.isMultiple == true })
        let made = try model.create(Path(many), with: [], from: .host)
        module.run.wait(0)
        #expect(throws: Never.self) {
            try model.authorize([.read, .write, .delete], at: Path(many, made), from: .server(99))
        }
        for id in model.objectIDs where id > 2 {
            #expect(throws: Never.self, "/\(id)") { try model.authorize(.create, at: Path(id), from: .server(99)) }
        }
        #expect(throws: LwM2MError.self) { try model.authorize(.write, at: Path(many, made), from: .server(721)) }
        // What the host gives to another server is that one's.
        let other = try model.create(Path(many), with: [], from: .host)
        try module.run.module.host.grant(Path(many, other), to: 721)
        module.run.wait(0)
        #expect(throws: LwM2MError.self) { try model.authorize(.write, at: Path(many, other), from: .server(99)) }
    }

    static let wrongAccountValues: [(ResourceID, ResourceValue)] = [
        (7, .string("X")), (7, .string("UQSQ")), (7, .string("")), (1, .integer(0)), (1, .integer(-1)),
    ]
    @Test(arguments: wrongAccountValues)
    func bindingAndLifetimeAreCheckedWhoeverWrites(_ resource: ResourceID, _ value: ResourceValue) throws {
        let module = try Connected()
        module.run.boot()
        let model = module.run.module.dataModel
        let instance = try #require(model.instances(of: 1).first)
        let write = [Resource(id: resource, value: value)]
        for requester in [Requester.host, .server(721)] {
            for (path, mode) in [(Path(1, instance, resource), WriteMode.replace), (Path(1, instance), .partialUpdate)]
            {
                let error = #expect(throws: LwM2MError.self) {
                    try model.write(write, to: path, mode: mode, from: requester)
                }
                #expect(error?.code == .badRequest)
            }
        }
        let error = #expect(throws: LwM2MError.self) { try model.create(Path(1), with: write, from: .host) }
        #expect(error?.code == .badRequest)
    }
}
