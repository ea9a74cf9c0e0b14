import ATInterface
import CoAP
import Emulator
import LwM2M
import LwM2MClient
import Products
import Randomness
import Storage
import TestSupport
import Testing

/// Whatever its host types, its servers answer and the time does: a module comes to rest at each moment.
struct RestTests {
    /// A module with a port, whose servers are played.
    private final class Desk {
        let module: Module
        let at: ATModule
        let session: ATSession
        let network: PlayedNetwork
        private let client: WireClient
        private(set) var log: [String] = []
        /// The most turns at one moment.
        private(set) var mostTurns = 0

        init(_ product: Product, profile: Int, seed: UInt64, isSimulated: Bool) throws {
            var configuration = ModuleConfiguration(product: product)
            configuration.profile = profile
            configuration.newModule = .desk
            module = try Module(configuration)
            at = ATModule(module)
            session = ATSession(at)
            network = PlayedNetwork(seed: seed)
            var settings = WireSettings()
            if !isSimulated {
                for id in [0, 1, 3, 100, 101, 102, 123, 721, 1000] {
                    try settings.map.add("\(id)=coap://127.0.0.1:\(5000 + id)")
                }
            }
            client = WireClient(module, settings: settings, connector: network)
            at.client = client
            module.addListener { [unowned self] event in if case .log(let line) = event { log.append(line) } }
            module.powerOn()
        }

        func send(_ line: String) {
            session.receive(Array((line + "\r").utf8), at: module.now)
            settle()
            _ = session.takeOutput()
        }

        /// Does what is due at this moment; false where it has no end.
        @discardableResult
        func settle() -> Bool {
            var turns = 0
            repeat {
                at.advance(to: module.now)
                turns += 1
            } while turns < 200 && (network.serve() || at.nextDeadline ?? .infinity <= module.now)
            mostTurns = max(mostTurns, turns)
            _ = session.takeOutput()
            return at.nextDeadline.map { $0 > module.now } ?? true
        }

        func wait(_ seconds: Double) -> Bool {
            let end = module.now + seconds
            guard settle() else { return false }
            while let due = at.nextDeadline, due <= end {
                at.advance(to: due)
                guard settle() else { return false }
            }
            at.advance(to: end)
            return settle()
        }
    }

    private static let commands = [
        "AT", "AT+CFUN=0", "AT+CFUN=1", "AT+CFUN=4", "AT+CFUN=1", "AT+CFUN=15", "AT+CFUN=16", "AT+COPS=2", "AT+COPS=0",
        "AT+COPS=0", "AT+ULWM2MREG=0", "AT+ULWM2MREG=721", "AT+ULWM2MREG=3", "AT+ULWM2MREG=123", "AT+ULWM2MREG?",
        "AT+ULWM2MDEREG=0", "AT+ULWM2MDEREG=721", "AT+ULWM2M=0", "AT+ULWM2M=1", "AT+ULWM2M=2", "AT+ULWM2M=4",
        "AT+ULWM2MSTAT=1,7", "AT+ULWM2MLIST=\"/\"", "AT+ULWM2MCONFIG=721,1,1,1,0", "AT+ULWM2MCONFIG=123,1,1,1,0",
        "AT+UFACTORY=0,2", "AT+UFACTORY=0,0", "AT+CGDCONT=1,\"IP\",\"a\"", "AT+CGDCONT=1", "AT+CGDCONT=2,\"IP\",\"b\"",
        "AT+CCLK=\"26/11/28,10:00:00+00\"", "AT+CCLK=\"99/12/31,23:59:59+00\"", "AT+CPWROFF",
        #"AT+ULWM2MWRITE="{\"bn\":\"/1/10\",\"e\":[{\"n\":\"1\",\"v\":30}]}""#,
        #"AT+ULWM2MWRITE="{\"bn\":\"/1/1\",\"e\":[{\"n\":\"1\",\"v\":1}]}""#,
        #"AT+ULWM2MWRITE="{\"bn\":\"/1/1\",\"e\":[{\"n\":\"7\",\"sv\":\"UQ\"}]}""#,
        #"AT+ULWM2MCREATE="{\"bn\":\"0/5/\",\"e\":[{\"n\":\"0\",\"sv\":\"coap://127.0.0.1:5123\"},{\"n\":\"1\",\"bv\":false},{\"n\":\"2\",\"v\":3},{\"n\":\"10\",\"v\":123}]}",123"#,
        #"AT+ULWM2MCREATE="{\"bn\":\"1/5/\",\"e\":[{\"n\":\"0\",\"v\":123},{\"n\":\"1\",\"v\":60},{\"n\":\"7\",\"sv\":\"U\"}]}",123"#,
        "AT+ULWM2MDELETE=\"/0/5\"", "AT+ULWM2MDELETE=\"/1/5\"", "AT+ULWM2MDELETE=\"/0/0\"",
        "AT+ULWM2MDELETE=\"/1/10\"", "AT+ULWM2MREMOVE=\"/4\"", "AT+ULWM2MADD=\"object_x.lua\"",
    ]

    private static let requests: [CoAPRequest] = [
        CoAPRequest(Code(0, 1), path: ["3", "0"]), CoAPRequest(.delete, path: ["0"]), CoAPRequest(.delete, path: ["1"]),
        CoAPRequest(.delete, path: []), CoAPRequest(.post, path: ["bs"]), CoAPRequest(.post, path: ["bs"]),
        CoAPRequest(.post, path: ["1", "10", "8"]), CoAPRequest(.post, path: ["1", "1", "8"]),
        CoAPRequest(.post, path: ["1", "10", "4"]), CoAPRequest(.post, path: ["3", "0", "4"]),
        CoAPRequest(.put, path: ["4", "0"], queries: ["pmin=1", "pmax=1"]),
        CoAPRequest(.put, path: ["3", "0"], queries: ["pmin=0", "pmax=3"]), observe(["4", "0", "2"]),
        observe(["3", "0", "13"]), observe(["3"]), observe(["1"]),
        json(
            ["0", "8"],
            #"{"bn":"/0/8/","e":[{"n":"0","sv":"coap://127.0.0.1:5123"},{"n":"1","bv":false},{"n":"2","v":3},{"n":"10","v":124}]}"#
        ),
        json(
            ["1", "8"],
            #"{"bn":"/1/8/","e":[{"n":"0","v":124},{"n":"1","v":30},{"n":"6","bv":true},{"n":"7","sv":"U"}]}"#),
        json(["5", "0", "1"], "coap://127.0.0.1/f", format: 0), CoAPRequest(.post, path: ["5", "0", "2"]),
    ]

    private static func observe(_ path: [String]) -> CoAPRequest {
        var request = CoAPRequest(Code(0, 1), path: path)
        request.options.set(.observe, uint: 0)
        return request
    }

    private static func json(_ path: [String], _ text: String, format: UInt16 = 11543) -> CoAPRequest {
        CoAPRequest(.put, path: path, contentFormat: format, payload: Array(text.utf8))
    }

    /// So many random lives, each of 60 steps; `XLWM2M_LIFE_SEEDS` sets how many.
    static let lives = Environment.integer("XLWM2M_LIFE_SEEDS") ?? 64

    /// Each life has a product and a profile of its own, all in turn: never many turns at one moment, nothing left due.
    @Test(arguments: 0..<8) func comesToRestWhateverHappens(_ share: Int) throws {
        let profiles = MNOProfile.all.filter { $0.number != 1 }
        for life in stride(from: share, to: Self.lives, by: 8) {
            // Each profile in turn, and the products in steps that reach each with each.
            let product = Product.all[(life * 7 + life / Product.all.count) % Product.all.count]
            let profile = profiles[life % profiles.count]
            let name = "life \(life), \(product.name), profile \(profile.number)"
            var random = SeededSequence(seed: UInt64(life))
            let desk = try Desk(
                product, profile: profile.number, seed: UInt64(life), isSimulated: Bool.random(using: &random))
            #expect(desk.wait(30), "\(name)")
            for step in 0..<60 {
                var act = ""
                switch Int.random(in: 0..<5, using: &random) {
                case 0...2:
                    act = Self.commands.randomElement(using: &random) ?? "AT"
                    desk.send(act)
                case 3:
                    act = "a request"
                    desk.network.ask(Self.requests)
                default: break
                }
                if desk.module.cycle.state == .off { desk.module.powerOn() }
                let seconds: Double = [0, 0, 0.5, 0.75, 5, 20, 70, 300, 4000].randomElement(using: &random) ?? 0
                let hasRested = desk.wait(seconds)
                #expect(hasRested, "\(name), step \(step), \(act), \(seconds) s")
                #expect(desk.mostTurns < 60, "\(name), step \(step), \(act), \(seconds) s: \(desk.mostTurns) turns")
                guard hasRested, desk.mostTurns < 60 else { break }
            }
            #expect(!desk.log.contains { $0.contains("at one moment") }, "\(name)")
        }
    }

    struct Flight: Sendable, CustomTestStringConvertible {
        var testDescription: String { "profile \(profile), \(commands)" }
        let profile: Int
        let commands: [String]
    }

    /// What turned a module's loop for ever.
    static let flights = [2, 3, 5, 206].flatMap { profile in
        [["AT+CFUN=4", "AT+CFUN=1"], ["AT+COPS=2", "AT+COPS=0"]].map { Flight(profile: profile, commands: $0) }
    }

    @Test(arguments: flights) func outlastsAFlightDuringABootstrap(_ flight: Flight) throws {
        for product in [Product.default, FramingTests.r410, FramingTests.r422] {
            for isSimulated in [true, false] {
                let desk = try Desk(product, profile: flight.profile, seed: 1, isSimulated: isSimulated)
                #expect(desk.wait(17))
                for command in flight.commands {
                    desk.send(command)
                    #expect(desk.wait(0.75))
                }
                #expect(desk.wait(5000))
                #expect(desk.mostTurns < 60)
            }
        }
    }

    /// A client that has always more to do.
    private final class Restless: ModuleClient {
        var calls = 0
        func start(at time: Double) {}
        func stop(at time: Double, isSudden: Bool) {}
        var nextDeadline: Double? { 0 }
        func advance(to time: Double) { calls += 1 }
        func changed(_ change: DataModelChange) {}
    }

    /// What was written before a client had to be stopped is there after the reset.
    @Test func savesBeforeAClientThatIsNeverDoneIsStopped() throws {
        let module = try Module(ModuleConfiguration())
        module.enableClient()
        module.powerOn()
        module.finishBoot()
        try module.dataModel.create(Path(1, 4), with: [], from: .host)
        module.advance(to: module.now)
        let lifetime = Path(1, 4, 1)
        try module.dataModel.write(
            [Resource(id: 1, value: .integer(180))], to: lifetime, mode: .partialUpdate, from: .host)
        module.advance(to: module.now)
        module.client = Restless()
        module.advance(to: module.now + 1)
        #expect(module.cycle.state == .stopped(.restless))
        module.client = nil
        module.reset()
        module.finishBoot()
        #expect(
            try module.dataModel.read(lifetime, from: .host) == .resource(Resource(id: 1, value: .integer(180))))
    }

    /// A client that is never done is stopped, and the log says so.
    @Test func stopsAClientThatIsNeverDone() throws {
        let restless = Restless()
        let module = try Module(ModuleConfiguration())
        var log: [String] = []
        module.addListener { event in if case .log(let line) = event { log.append(line) } }
        module.enableClient()
        module.client = restless
        module.powerOn()
        module.advance(to: 100)
        #expect(restless.calls <= 1000)
        #expect(log.contains { $0.contains("things at one moment") }, "\(log)")
        #expect(module.cycle.state == .stopped(.restless))
        #expect(module.nextDeadline == nil)
        // A reset begins anew.
        module.client = nil
        module.reset()
        module.finishBoot()
        #expect(module.isRunning)
    }
}
