import CoAP
import LwM2M
import LwM2MServer
import Testing
import Wires

struct ServerTests {
    /// The kinds of the registration events so far.
    private func changes(_ bench: ServerBench) -> [String] {
        bench.events.compactMap { event in
            guard case .registration(let change) = event else { return nil }
            return switch change {
            case .registered(let made, let old): "registered \(made.id)" + (old.map { " for \($0.id)" } ?? "")
            case .updated(let changed): "updated \(changed.id)"
            case .deregistered(let gone): "deregistered \(gone.id)"
            case .expired(let gone): "expired \(gone.id)"
            }
        }
    }

    @Test func keepsTheRegistrationsOfItsClients() throws {
        let bench = ServerBench()
        let client = bench.client()
        let made = try #require(bench.register(client))
        #expect(made.code == .created && made.location == ["rd", "1"])
        #expect(bench.ask(client, CoAPRequest(.post, path: ["rd", "1"], queries: ["lt=60"]))?.code == .changed)
        bench.run(until: 59)
        #expect(bench.server.registrations.map(\.endpoint) == ["dev"])
        bench.run(until: 60)
        #expect(bench.server.registrations.isEmpty)
        #expect(bench.ask(client, CoAPRequest(.post, path: ["rd", "1"]))?.code == .notFound)
        bench.register(client)
        #expect(bench.ask(client, CoAPRequest(.delete, path: ["rd", "2"]))?.code == Code(2, 2))
        #expect(changes(bench) == ["registered 1", "updated 1", "expired 1", "registered 2", "deregistered 2"])
    }

    @Test func refusesWhatItDoesNotHave() throws {
        let bench = ServerBench()
        let client = bench.client()
        #expect(bench.ask(client, CoAPRequest(.get, path: ["rd"]))?.code == .methodNotAllowed)
        #expect(bench.ask(client, CoAPRequest(.get, path: ["x"]))?.code == .notFound)
        #expect(bench.ask(client, CoAPRequest(.post, path: ["bs"], queries: ["ep=dev"]))?.code == .badRequest)
        let refused = try #require(bench.register(client, "ep=dev&lwm2m=1.0"))
        #expect(refused.code == .badRequest && refused.payload == Array("lt is missing".utf8))
        #expect(bench.events.count == 4)
    }

    struct Operation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let request: Request
        let sent: CoAPRequest
    }
    static let operations = [
        Operation(
            testDescription: "read", request: .read(Path(3, 0, 0), as: .tlv),
            sent: CoAPRequest(.get, path: ["lw", "3", "0", "0"], accept: 11542)),
        Operation(
            testDescription: "discover", request: .discover(Path(3)),
            sent: CoAPRequest(.get, path: ["lw", "3"], accept: 40)),
        Operation(
            testDescription: "write", request: .write(Path(1, 0, 1), [0x35], as: .text),
            sent: CoAPRequest(.put, path: ["lw", "1", "0", "1"], contentFormat: 0, payload: [0x35])),
        Operation(
            testDescription: "partial write", request: .write(Path(1, 0), [1], as: .tlv, mode: .partialUpdate),
            sent: CoAPRequest(.post, path: ["lw", "1", "0"], contentFormat: 11542, payload: [1])),
        Operation(
            testDescription: "attributes", request: .writeAttributes(Path(3, 0), ["pmin=1", "pmax"]),
            sent: CoAPRequest(.put, path: ["lw", "3", "0"], queries: ["pmin=1", "pmax"])),
        Operation(
            testDescription: "execute", request: .execute(Path(3, 0, 4), arguments: "1"),
            sent: CoAPRequest(.post, path: ["lw", "3", "0", "4"], contentFormat: 0, payload: [0x31])),
        Operation(
            testDescription: "execute without arguments", request: .execute(Path(3, 0, 4)),
            sent: CoAPRequest(.post, path: ["lw", "3", "0", "4"])),
        Operation(
            testDescription: "create", request: .create(Path(3300), [1], as: .tlv),
            sent: CoAPRequest(.post, path: ["lw", "3300"], contentFormat: 11542, payload: [1])),
        Operation(
            testDescription: "delete", request: .delete(Path(3300, 1)),
            sent: CoAPRequest(.delete, path: ["lw", "3300", "1"])),
    ]
    @Test(arguments: operations) func asks(_ operation: Operation) throws {
        let bench = ServerBench()
        let client = bench.client()
        bench.register(client, "ep=dev&lt=60&lwm2m=1.0", #"</lw>;rt="oma.lwm2m",</lw/1/0>,</lw/3/0>"#)
        client.script = [.respond(CoAPResponse(.content, contentFormat: 0, payload: [0x41]))]
        var answers: [ClientAnswer] = []
        try bench.server.send(operation.request, to: "dev") { answers.append($0) }
        bench.settle()
        #expect(client.requests == [operation.sent])
        #expect(answers.map(\.response) == [Response(.content, contentFormat: .text, payload: [0x41])])
        #expect(answers.first?.isSuccess == true && answers.first.map { "\($0)" } == "2.05 Content")
    }

    @Test func saysWhyThereIsNoAnswer() throws {
        let bench = ServerBench()
        let client = bench.client()
        bench.register(client)
        client.isDeaf = true
        var answer: ClientAnswer?
        try bench.server.send(.read(Path(3, 0)), to: "dev") { answer = $0 }
        bench.run(until: 100)
        #expect(answer?.failure == "no answer" && answer?.isSuccess == false && (answer?.duration ?? 0) > 60)
        let unknown = #expect(throws: LwM2MError.self) { try bench.server.send(.read(Path(3)), to: "x") { _ in } }
        #expect(unknown == LwM2MError(.notFound, "no client 'x' is registered"))
    }

    @Test func observesAndCancels() throws {
        let bench = ServerBench()
        let client = bench.client()
        bench.register(client)
        func content(_ letter: UInt8) -> CoAPResponse { CoAPResponse(.content, contentFormat: 0, payload: [letter]) }
        client.script = [.observe(content(0x30))]
        var answers: [ClientAnswer] = []
        try bench.server.observe(Path(3, 0, 9), of: "dev") { answers.append($0) }
        bench.settle()
        #expect(
            answers.map(\.response?.payload) == [[0x30]] && bench.server.observedPaths(of: "dev") == [Path(3, 0, 9)])
        let token = try #require(client.tokens.last)
        client.endpoint.notify(content(0x31), token: token, isConfirmable: true, at: 0)
        bench.settle()
        let notified = Server.Event.notified(
            endpoint: "dev", path: Path(3, 0, 9), Response(.content, contentFormat: .text, payload: [0x31]))
        #expect(bench.events.last == notified)

        client.script = [.respond(content(0x32))]
        try bench.server.cancelObserve(Path(3, 0, 9), of: "dev") { answers.append($0) }
        bench.settle()
        #expect(client.requests.last?.observe == 1 && answers.last?.response?.payload == [0x32])
        #expect(bench.server.observedPaths(of: "dev").isEmpty)
        let error = #expect(throws: LwM2MError.self) { try bench.server.forgetObserve(Path(3, 0, 9), of: "dev") }
        #expect(error?.message == "/3/0/9 of dev is not observed")
    }

    @Test(arguments: [true, false]) func refusesNotificationsThatItForgot(_ isConfirmable: Bool) throws {
        let bench = ServerBench()
        let client = bench.client()
        bench.register(client)
        client.script = [.observe(CoAPResponse(.content))]
        try bench.server.observe(Path(3, 0, 9), of: "dev") { _ in }
        bench.settle()
        try bench.server.forgetObserve(Path(3, 0, 9), of: "dev")
        var outcomes: [NotificationOutcome] = []
        client.endpoint.onNotificationOutcome = { outcomes.append($1) }
        let token = try #require(client.tokens.last)
        client.endpoint.notify(CoAPResponse(.content), token: token, isConfirmable: isConfirmable, at: 0)
        bench.settle()
        #expect(outcomes == [.reset])
    }

    @Test func observesAgainAfterANewRegistration() throws {
        let bench = ServerBench()
        let client = bench.client()
        bench.register(client)
        client.script = [.observe(CoAPResponse(.content)), .observe(CoAPResponse(.content))]
        try bench.server.observe(Path(3, 0, 9), as: .tlv, of: "dev") { _ in }
        bench.settle()
        bench.register(client)
        #expect(client.requests.map(\.observe) == [0, 0] && client.requests.map(\.accept) == [11542, 11542])
        #expect(bench.server.observedPaths(of: "dev") == [Path(3, 0, 9)])
        #expect(changes(bench) == ["registered 1", "registered 2 for 1"])
    }

    @Test func observesOnceWhatIsAskedForAtARegistration() throws {
        let bench = ServerBench()
        let client = bench.client()
        client.script = [.observe(CoAPResponse(.content, payload: [0x31]))]
        var answers: [ClientAnswer] = []
        bench.server.onEvent = { [unowned bench] event in
            guard case .registration = event else { return }
            try? bench.server.observe(Path(3, 0, 9), of: "dev") { answers.append($0) }
        }
        bench.register(client)
        #expect(client.requests.count == 1 && answers.map(\.response?.payload) == [[0x31]])
        #expect(bench.server.observedPaths(of: "dev") == [Path(3, 0, 9)])
    }

    @Test func waitsForAClientThatSleeps() throws {
        let bench = ServerBench()
        let client = bench.client()
        bench.register(client, "ep=dev&lt=3000&lwm2m=1.0&b=UQ")
        var answers = 0
        try bench.server.send(.read(Path(3, 0)), to: "dev") { _ in answers += 1 }
        bench.settle()
        #expect(answers == 1)
        bench.run(until: 200)
        try bench.server.send(.read(Path(3, 0)), to: "dev") { _ in answers += 1 }
        bench.run(until: 300)
        #expect(answers == 1 && client.requests.count == 1)
        #expect(bench.events.last == .held(endpoint: "dev", .read(Path(3, 0))))
        bench.ask(client, CoAPRequest(.post, path: ["rd", "1"]))
        #expect(answers == 2)
    }

    @Test func followsAClientToItsNewAddress() throws {
        let bench = ServerBench()
        bench.register(bench.client("127.0.0.1:1"))
        let moved = bench.client("127.0.0.1:2")
        #expect(bench.ask(moved, CoAPRequest(.post, path: ["rd", "1"]))?.code == .changed)
        try bench.server.send(.read(Path(3, 0)), to: "dev") { _ in }
        bench.settle()
        #expect(moved.requests.count == 1)
    }

    @Test func saysThatAConnectionEnded() throws {
        let bench = ServerBench()
        let client = bench.client()
        bench.register(client)
        client.line.onState?(.failed("127.0.0.1:50000 closed the connection"))
        #expect(
            bench.events.last
                == .connectionEnded(peer: "127.0.0.1:50000", "127.0.0.1:50000 closed the connection"))
        var answer: ClientAnswer?
        try bench.server.send(.read(Path(3, 0)), to: "dev") { answer = $0 }
        #expect(answer?.failure == "the connection to dev is gone" && client.line.isClosed)
    }

    @Test func makesRoomForNewPeers() {
        var settings = Server.Settings()
        settings.mostPeers = 2
        let bench = ServerBench(settings)
        let registered = bench.client("127.0.0.1:1")
        bench.register(registered)
        let silent = bench.client("127.0.0.1:2")
        bench.clock.now = 1
        _ = bench.client("127.0.0.1:3")
        #expect(silent.line.isClosed && !registered.line.isClosed)
    }

    /// Whoever is not registered may come from anywhere: a flood pushes out neither the clients nor a newcomer.
    @Test func keepsFewStrangers() throws {
        var settings = Server.Settings()
        settings.mostStrangers = 4
        let bench = ServerBench(settings)
        let registered = bench.client("127.0.0.1:1")
        bench.register(registered)
        var strangers: [ServerBench.Client] = []
        for number in 0..<50 {
            bench.clock.now += 1
            let stranger = bench.client("10.0.0.1:\(number + 1)")
            stranger.line.onDatagram?([0x40, 1, 0, UInt8(number), 0xB1, 0x78])
            strangers.append(stranger)
        }
        #expect(strangers.filter { !$0.line.isClosed }.count == 4 && !registered.line.isClosed)
        let newcomer = bench.client("127.0.0.1:2")
        #expect(bench.register(newcomer, "ep=new&lt=300&lwm2m=1.0")?.code == Code(2, 1))
        // One that leaves is a stranger again.
        bench.ask(newcomer, CoAPRequest(.delete, path: ["rd", "2"]))
        for number in 0..<5 {
            bench.clock.now += 1
            _ = bench.client("10.0.0.2:\(number + 1)")
        }
        #expect(newcomer.line.isClosed && !registered.line.isClosed)
        try bench.server.send(.read(Path(3, 0)), to: "dev") { _ in }
        bench.settle()
        #expect(registered.requests.count == 1)
    }

    @Test func refusesAListOfObjectsThatIsTooLarge() {
        let bench = ServerBench()
        let answer = bench.register(
            bench.client(), "ep=dev&lt=300&lwm2m=1.0", String(repeating: "</3/0>,", count: 10_000) + "</1/0>")
        #expect(answer?.code == Code(4, 13))
    }
}
