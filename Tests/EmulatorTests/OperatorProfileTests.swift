import CoAP
import Emulator
import LwM2M
import LwM2MClient
import Products
import Testing

/// Every operator profile on every product: boot, bootstrap where there is one, registered.
struct OperatorProfileTests {
    /// Opens connections on which nobody answers.
    final class Silence: Connector {
        func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
            MemoryLink { 0 }.near
        }
    }

    /// A module with its client, the servers of its profile simulated.
    final class Served {
        let run: ModuleRun
        let client: WireClient
        /// How often a registration with 721 began.
        private(set) var registrations = 0
        private let silence = Silence()

        init(
            _ product: String, profile: Int, _ configure: (inout ModuleConfiguration) -> Void = { _ in },
            _ change: (inout WireSettings) throws -> Void = { _ in }
        ) throws {
            run = try ModuleRun(product) { configuration in
                configuration.profile = profile
                configuration.newModule = .desk
                configure(&configuration)
            }
            var settings = WireSettings()
            try change(&settings)
            client = WireClient(run.module, settings: settings, connector: silence)
            run.module.addListener { [unowned self] event in
                if case .server(.state(721, .registered)) = event { registrations += 1 }
            }
            run.boot()
            // DoCoMo's waits for a command.
            if run.module.cycle.state == .stopped(.disabled) {
                run.module.enableClient()
                run.module.reset()
                run.module.finishBoot()
            }
        }

        /// Whether the client is registered with all servers of a profile but one that is disabled there (UBX-18068860 R09
        /// §3.7).
        func registersWhatIsEnabled(_ profile: MNOProfile, besides own: Int? = nil) -> Bool {
            profile.servers(on: run.module.product).filter { $0.shortServerID != own }.allSatisfy { server in
                let isDisabled = server.shortServerID == 721 && profile.isUFOTADisabled
                return states[ShortServerID(server.shortServerID)] == (isDisabled ? .deregistered : .registered)
            }
        }

        var states: [ShortServerID: ServerState] {
            Dictionary(uniqueKeysWithValues: client.reports.map { ($0.shortServerID, $0.state) })
        }
    }

    @Test(arguments: Product.all.map(\.name)) func registersOnEveryProfile(_ name: String) throws {
        let product = try #require(Product.named(name))
        for profile in MNOProfile.all where profile.number != 1 {
            let served = try Served(name, profile: profile.number)
            served.run.wait(20)
            guard profile.start(on: product) != .never else {
                #expect(served.run.module.cycle.state == .stopped(.profile), "profile \(profile.number)")
                continue
            }
            let expected = Set(profile.servers(on: product).map { ShortServerID($0.shortServerID) })
            #expect(!expected.isEmpty && Set(served.states.keys) == expected, "profile \(profile.number)")
            #expect(served.registersWhatIsEnabled(profile), "profile \(profile.number): \(served.states)")
            let log = served.run.taken().filter { $0.contains("bootstrap") }
            #expect(log == [], "profile \(profile.number)")
        }
    }

    /// AT&T's bootstrap, step by step.
    @Test(arguments: [2, 198, 206]) func endsTheBootstrapOfATT(_ profile: Int) throws {
        let run = try ModuleRun("SARA-R510S-01B") {
            $0.profile = profile
            $0.newModule = .desk
        }
        let silence = Silence()
        let client = WireClient(run.module, settings: WireSettings(), connector: silence)
        var states: [String] = []
        run.module.addListener { event in
            if case .server(.state(let id, let state)) = event { states.append("\(id) \(state)") }
        }
        run.boot().wait(2)
        #expect(
            states.prefix(4) == [
                "1 bootstrap initiated", "1 bootstrap pending", "1 bootstrap finishing", "1 bootstrap finished",
            ])
        #expect(client.reports.map(\.shortServerID).sorted() == [3, 721])
        #expect(client.reports.allSatisfy { $0.state == .registered })
    }

    struct Account: Sendable, CustomTestStringConvertible {
        var testDescription: String { "\(product) under \(profile), server \(server)" }
        let product: String
        let profile: Int
        let server: ShortServerID
    }

    static let accounts = [
        Account(product: "SARA-R510S-01B", profile: 2, server: 123),
        Account(product: "SARA-R510S-01B", profile: 3, server: 123),
        Account(product: "SARA-R510S-01B", profile: 5, server: 123),
        Account(product: "SARA-R410M-02B", profile: 3, server: 123),
        Account(product: "SARA-R422S-01B", profile: 206, server: 123),
        // The Short Server ID of a server of the operator.
        Account(product: "SARA-R510S-01B", profile: 2, server: 3),
        Account(product: "SARA-R510S-01B", profile: 3, server: 102),
    ]

    /// The account of `--server` is as it was, and the operator's are beside it.
    @Test(arguments: accounts) func leavesTheAccountOfTheUser(_ account: Account) throws {
        let served = try Served(account.product, profile: account.profile) { _ in
        } _: {
            $0.account = DeskAccount(
                address: try ServerURI(parsing: "coap://127.0.0.1:5683"), shortServerID: account.server)
        }
        served.run.wait(60)
        let known = ServerAccounts(of: served.run.module.dataModel)
        #expect(known[account.server]?.uri == "coap://127.0.0.1:5683")
        let profile = try #require(MNOProfile.numbered(account.profile))
        #expect(served.registersWhatIsEnabled(profile, besides: Int(account.server)))
        // A second start finds the same.
        let instance = known[account.server]?.securityInstance
        served.run.module.reset()
        served.run.module.finishBoot()
        served.run.wait(60)
        let again = ServerAccounts(of: served.run.module.dataModel)
        #expect(again[account.server]?.uri == "coap://127.0.0.1:5683")
        #expect(again[account.server]?.securityInstance == instance)
    }

    /// What the host made by command where the operator's account would come to stand.
    @Test func bringsTheOperatorsAccountsBesideThoseOfCommands() throws {
        let served = try Served("SARA-R510S-01B", profile: 3)
        let model = served.run.module.dataModel
        try model.delete(Path(0, 1), from: .host)
        try model.delete(Path(1, 1), from: .host)
        try model.create(
            Path(0, 1),
            with: [
                Resource(id: 0, value: .string("coap://127.0.0.1:5683")), Resource(id: 1, value: .boolean(false)),
                Resource(id: 2, value: .integer(3)), Resource(id: 10, value: .integer(123)),
            ], from: .host)
        try model.create(Path(1, 1), with: [Resource(id: 0, value: .integer(123))], from: .host)
        served.run.wait(1)
        try served.client.bootstrap()
        served.run.wait(60)
        let known = ServerAccounts(of: model)
        #expect(known[123]?.securityInstance == 1)
        for server in [101, 102, 1000] as [ShortServerID] {
            #expect(known[server]?.uri.contains("profile-3") == true, "\(server)")
            #expect(served.states[server] == .registered)
        }
    }

    // MARK: - De-registered

    /// After a de-registration and a reset nobody believes in a registration.
    @Test(arguments: ["SARA-R410M-02B", "SARA-R410M-63B-01", "SARA-R422S-01B", "LEXI-R422-01B", "SARA-R510S-01B"])
    func registersAfterItWasLeftAndReset(_ product: String) throws {
        let served = try Served(product, profile: 100)
        served.run.wait(10)
        #expect(served.registrations == 1)
        // A registration that goes on outlasts a reset without a word.
        served.run.module.reset()
        served.run.module.finishBoot()
        served.run.wait(10)
        #expect(served.registrations == 1)
        served.client.deregister(nil)
        served.run.wait(10)
        #expect(served.states[721] == .deregistered)
        served.run.module.reset()
        served.run.module.finishBoot()
        served.run.wait(10)
        #expect(served.registrations == 2)
        #expect(served.states[721] == .registered)
    }

    /// The order counts, be there a network to carry it out or not.
    @Test func forgetsWhatItLeftWithoutANetwork() throws {
        let served = try Served("SARA-R510S-01B", profile: 100)
        served.run.wait(10)
        served.client.service = .none
        served.client.deregister(721)
        served.run.wait(1)
        served.run.module.reset()
        served.run.module.finishBoot()
        served.client.service = .home
        served.run.wait(10)
        #expect(served.registrations == 2)
    }

    @Test func registersWithNoneAtOnceOnR4() throws {
        let served = try Served("SARA-R410M-02B", profile: 3)
        served.run.wait(10)
        served.client.deregister(102)
        served.run.wait(1)
        // The others register; the one that was left waits for the reset, and so does a bootstrap.
        try served.client.registerAll()
        served.run.wait(300)
        #expect(served.states[102] == .deregistered)
        #expect(served.states[101] == .registered)
        served.client.deregister(nil)
        served.run.wait(1)
        let refusal = #expect(throws: LwM2MError.self) { try served.client.registerAll() }
        #expect(refusal?.code == .methodNotAllowed)
        served.run.wait(1000)
        #expect(served.states.values.allSatisfy { $0 == .deregistered })
        served.run.module.reset()
        served.run.module.finishBoot()
        served.run.wait(10)
        #expect(served.states.values.allSatisfy { $0 == .registered })
    }

    @Test func registersWithAllAtOnceOnR5() throws {
        let served = try Served("SARA-R510S-01B", profile: 100)
        served.run.wait(10)
        served.client.deregister(nil)
        served.run.wait(1)
        try served.client.registerAll()
        served.run.wait(10)
        #expect(served.states[721] == .registered)
    }
}
