import ATInterface
import CoAP
import Emulator
import Lua
import LwM2M
import LwM2MServer
import Products
import Randomness
import Storage

/// A whole module for many days of its own time: three servers that observe, read and write, a host that writes, and
/// resets.
final class Soak {
    /// What happened so far.
    struct Counts {
        var requests = 0, answered = 0, notifications = 0, registrations = 0, updates = 0, lines = 0, resets = 0
    }

    private(set) var counts = Counts()
    private let module: Module
    private let at: ATModule
    private let session: ATSession
    private let network: SoakNetwork
    private let client: WireClient
    private let endpoint = "urn:imei:004999010640000"
    private let trace: (String) -> Void
    private var random: SeededSequence

    /// Boots, and lets the host make the accounts and an instance for each server.
    ///
    /// - Parameters:
    ///   - folder: a folder for the flash, which is empty.
    ///   - trace: takes a line for each thing that happens.
    init(seed: UInt64, flash folder: String, trace: @escaping (String) -> Void) throws {
        self.trace = trace
        random = SeededSequence(seed: seed)
        var configuration = ModuleConfiguration(product: .default)
        configuration.flash = try Flash(folder)
        configuration.newModule = .desk
        configuration.builtIns = .all
        configuration.limits.seed = seed
        module = try Module(configuration)
        at = ATModule(module)
        session = ATSession(at)
        let bad = LinkConditions(loss: 0.02, duplication: 0.02, reordering: 0.02, delay: 0.05...0.25)
        network = SoakNetwork(bad, seed: seed) { [unowned module] in module.now }
        var settings = WireSettings()
        settings.seed = seed
        client = WireClient(module, settings: settings, connector: network)
        at.client = client
        for (number, server) in network.servers.enumerated() {
            server.onEvent = { [unowned self] in heard($0, by: number) }
        }
        module.powerOn()
        wait(20)
        for number in 0..<3 { makeAccount(number) }
        reset()
        for number in 0..<3 {
            type(
                "AT+ULWM2MCREATE=\"{\\\"bn\\\":\\\"/3300/\(number)\\\",\\\"e\\\":[{\\\"n\\\":\\\"5750\\\",\\\"sv\\\":\\\"T\\\"}]}\",\(Self.first + number)"
            )
        }
        wait(60)
        for (number, server) in network.servers.enumerated() {
            for path in [Path(3300, ObjectInstanceID(number), 5700), Path(3300, ObjectInstanceID(number), 5750)] {
                try? server.observe(path, of: endpoint) { [unowned self] in answered("observe \(path)", $0, number) }
            }
        }
        wait(60)
    }

    private static let first = 123

    private func makeAccount(_ number: Int) {
        let id = Self.first + number
        let security =
            #"{\"bn\":\"0/\#(number + 2)/\",\"e\":[{\"n\":\"0\",\"sv\":\"coap://127.0.0.1:\#(5683 + number)\"},"#
            + #"{\"n\":\"1\",\"bv\":false},{\"n\":\"2\",\"v\":3},{\"n\":\"10\",\"v\":\#(id)}]}"#
        let server =
            #"{\"bn\":\"1/\#(number + 2)/\",\"e\":[{\"n\":\"0\",\"v\":\#(id)},{\"n\":\"1\",\"v\":3600},"#
            + #"{\"n\":\"7\",\"sv\":\"U\"}]}"#
        type("AT+ULWM2MCREATE=\"\(security)\",\(id)")
        type("AT+ULWM2MCREATE=\"\(server)\",\(id)")
        type("AT+ULWM2MCONFIG=\(id),0,1,1,0")
    }

    // MARK: - Time

    /// A day: every ten minutes the host does something, every two hours it resets the module. Servers ask when the module
    /// registers or updates: half a minute later it rests.
    func day() {
        for hour in 0..<24 {
            for _ in 0..<6 {
                hostTurn()
                wait(590)
            }
            if hour % 2 == 1 { reset() }
        }
    }

    private func wait(_ seconds: Double) {
        let end = module.now + seconds
        while let next = [at.nextDeadline, network.nextDeadline].compactMap({ $0 }).min(), next <= end {
            advance(to: next)
        }
        advance(to: end)
    }

    private func advance(to time: Double) {
        at.advance(to: time)
        network.advance(to: module.now)
        at.advance(to: module.now)
        let out = session.takeOutput()
        guard !out.isEmpty else { return }
        for line in out.split(whereSeparator: { $0 == 13 || $0 == 10 }) {
            note("< " + String(decoding: line, as: UTF8.self))
        }
    }

    private func note(_ words: String) { trace("\((module.now * 1000).rounded() / 1000) \(words)") }

    // MARK: - What is done

    private func number(below limit: UInt64) -> Int { Int(random.next() % limit) }

    private func type(_ line: String) {
        counts.lines += 1
        note("> " + line)
        session.receive(Array((line + "\r").utf8), at: module.now)
        wait(2)
    }

    private func hostTurn() {
        let place = number(below: 3)
        switch number(below: 6) {
        case 0: type("AT+ULWM2MREAD=\"/3300/\(place)\"")
        case 1: type("AT+ULWM2MLIST=\"/\"")
        case 2, 3: type("AT+ULWM2MREG=\(Self.first + place)")
        default:
            let value = Double(number(below: 1000)) / 8
            type(
                "AT+ULWM2MWRITE=\"{\\\"bn\\\":\\\"/3300/\(place)/\\\",\\\"e\\\":[{\\\"n\\\":\\\"5700\\\",\\\"v\\\":\(value)}]}\""
            )
        }
    }

    private func reset() {
        counts.resets += 1
        type("AT+CFUN=16")
        wait(30)
    }

    private func serverTurn(_ place: Int) {
        let instance = ObjectInstanceID(place)
        let request: Request =
            switch number(below: 6) {
            case 0: .read(Path(3300, instance))
            case 1: .read(Path(3, 0))
            case 2: .write(Path(3300, instance, 5750), Array("T\(number(below: 100))".utf8), as: .text)
            case 3: .discover(Path(3300, instance))
            case 4: .execute(Path(3300, instance, 5605))
            default: .writeAttributes(Path(3300, instance, 5700), ["pmin=\(number(below: 60))"])
            }
        counts.requests += 1
        do throws(LwM2MError) {
            try network.servers[place].send(request, to: endpoint) { [unowned self] answer in
                answered("\(request.operation) \(request.path)", answer, place)
            }
        } catch {
            note("server \(place): \(error)")
        }
    }

    private func answered(_ what: String, _ answer: ClientAnswer, _ place: Int) {
        if answer.response != nil { counts.answered += 1 }
        let payload = answer.response?.payload ?? []
        note("server \(place): \(what) -> \(answer) \(String(decoding: payload, as: UTF8.self).debugDescription)")
    }

    private func heard(_ event: Server.Event, by place: Int) {
        switch event {
        case .registration(.registered(let client, _)):
            counts.registrations += 1
            note("server \(place): registered \(client.id) from \(client.peer)")
            serverTurn(place)
        case .registration(.updated(let client)):
            counts.updates += 1
            note("server \(place): updated \(client.id)")
            serverTurn(place)
        case .registration(.deregistered(let client)): note("server \(place): de-registered \(client.id)")
        case .registration(.expired(let client)): note("server \(place): expired \(client.id)")
        case .notified(_, let path, let response):
            counts.notifications += 1
            note(
                "server \(place): notified of \(path) \(String(decoding: response.payload, as: UTF8.self).debugDescription)"
            )
        default: note("server \(place): \(event)")
        }
    }
}
