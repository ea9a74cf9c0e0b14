import CoAP
import LwM2M
import LwM2MServer
import Testing

struct ServerBootstrapTests {
    static let commands: [BootstrapCommand] = [
        .delete(.root), .write(Path(0, 1), [1], as: .tlv), .write(Path(1, 1), [2], as: .tlv), .finish,
    ]

    private func bench(_ client: String = "*", _ commands: [BootstrapCommand] = commands) -> ServerBench {
        var settings = Server.Settings()
        settings.bootstrap = [BootstrapSequence(client: client, commands: commands)]
        return ServerBench(settings)
    }

    private static let ask = CoAPRequest(.post, path: ["bs"], queries: ["ep=urn:imei:1"])

    @Test func sendsItsCommandsOneByOne() {
        let bench = bench("urn:imei:*")
        let client = bench.client()
        client.script = [Code(2, 2), .changed, .changed, .changed].map { .respond(CoAPResponse($0)) }
        #expect(bench.ask(client, Self.ask)?.code == .changed)
        #expect(
            client.requests == [
                CoAPRequest(.delete, path: []),
                CoAPRequest(.put, path: ["0", "1"], contentFormat: 11542, payload: [1]),
                CoAPRequest(.put, path: ["1", "1"], contentFormat: 11542, payload: [2]),
                CoAPRequest(.post, path: ["bs"]),
            ])
        #expect(bench.events.first == .bootstrapBegan(endpoint: "urn:imei:1", peer: "127.0.0.1:50000"))
        #expect(bench.events.last == .bootstrapEnded(endpoint: "urn:imei:1", failure: nil) && bench.events.count == 6)
    }

    @Test func stopsAtARefusal() {
        let bench = bench()
        let client = bench.client()
        client.script = [Code(2, 2), .badRequest].map { .respond(CoAPResponse($0)) }
        bench.ask(client, Self.ask)
        #expect(client.requests.count == 2)
        #expect(bench.events.last == .bootstrapEnded(endpoint: "urn:imei:1", failure: "4.00 Bad Request"))
    }

    @Test func endsWithoutFinishWhereTheSequenceHasNone() {
        let bench = bench("urn:imei:1", [.delete(.root)])
        let client = bench.client()
        bench.ask(client, Self.ask)
        #expect(client.requests.map(\.method) == [.delete])
    }

    @Test func refusesStrangers() throws {
        let bench = bench("urn:imei:2")
        let client = bench.client()
        let answer = try #require(bench.ask(client, Self.ask))
        #expect(answer.code == .badRequest)
        #expect(answer.payload == Array("there is no bootstrap for the client 'urn:imei:1'".utf8))
        #expect(bench.ask(client, CoAPRequest(.post, path: ["bs"]))?.code == .badRequest)
    }

    @Test func beginsAnewForAClientThatAsksAgain() {
        let bench = bench()
        let client = bench.client()
        client.isDeaf = true
        bench.ask(client, Self.ask)
        client.isDeaf = false
        bench.run(until: 1)
        client.requests = []
        client.script = [Code(2, 2), .changed, .changed, .changed].map { .respond(CoAPResponse($0)) }
        bench.ask(client, Self.ask)
        bench.run(until: 200)
        #expect(client.requests.last == CoAPRequest(.post, path: ["bs"]))
        #expect(bench.events.filter { $0 == .bootstrapEnded(endpoint: "urn:imei:1", failure: nil) }.count == 1)
    }

    @Test func bootstrapsARegisteredClient() throws {
        let bench = bench()
        let client = bench.client()
        bench.register(client)
        client.script = [Code(2, 2), .changed, .changed, .changed].map { .respond(CoAPResponse($0)) }
        try bench.server.bootstrap("dev")
        bench.settle()
        #expect(client.requests.count == 4)
        #expect(throws: LwM2MError.self) { try bench.server.bootstrap("other") }
    }

    /// A client that has no account yet asked for bootstrap, and stays where it can be reached.
    @Test func bootstrapsAClientThatIsNotRegistered() throws {
        let bench = bench()
        let client = bench.client()
        bench.ask(client, Self.ask)
        bench.settle()
        client.requests = []
        try bench.server.bootstrap("urn:imei:1")
        bench.settle()
        #expect(client.requests.first == CoAPRequest(.delete, path: []))
        let unknown = #expect(throws: LwM2MError.self) { try bench.server.bootstrap("urn:imei:2") }
        #expect(unknown?.message == "no client 'urn:imei:2' is registered, and none asked for bootstrap")
    }
}
