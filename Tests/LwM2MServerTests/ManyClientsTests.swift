import CoAP
import LwM2MServer
import Testing

/// A server that holds many clients: each is found, and goes when its time is over.
struct ManyClientsTests {
    private static func register(_ name: String, _ lifetime: Int) -> CoAPRequest {
        CoAPRequest(
            .post, path: ["rd"], queries: ["ep=\(name)", "lt=\(lifetime)", "lwm2m=1.0"], contentFormat: 40,
            payload: Array("</1/0>,</3/0>".utf8))
    }

    @Test func holdsAndForgetsThem() throws {
        var registry = RegistrationRegistry()
        let count = 20_000
        for number in 0..<count {
            _ = try registry.register(
                Self.register("dev\(number)", 100 + number % 7), from: "10.0.0.1:\(number)", at: Double(number) / 1000)
        }
        #expect(registry.count == count)
        #expect(registry["dev19999"]?.id == "20000" && registry.registration(id: "1")?.endpoint == "dev0")
        #expect(registry.registrations.map(\.endpoint).prefix(3) == ["dev0", "dev1", "dev2"])
        _ = try registry.register(Self.register("dev5", 1000), from: "10.0.0.1:5", at: 20)
        #expect(registry.count == count && registry.registration(id: "6") == nil)
        #expect(registry.registrations.last?.endpoint == "dev5")
        _ = try registry.deregister("1")
        #expect(registry["dev0"] == nil && registry.count == count - 1)
        #expect(registry.nextDeadline == 100.007)
        var gone = 0
        while let next = registry.nextDeadline, next < 500 {
            let changes = registry.expire(at: next)
            #expect(!changes.isEmpty)
            gone += changes.count
        }
        #expect(gone == count - 2 && registry.registrations.map(\.endpoint) == ["dev5"])
    }

    @Test func answersTheOneThatAsks() {
        let bench = ServerBench()
        for number in 0..<300 {
            let client = bench.client("10.0.0.1:\(number)")
            #expect(bench.ask(client, Self.register("dev\(number)", 100))?.code == .created)
        }
        #expect(bench.server.registrationCount == 300)
        let update = bench.ask(bench.clients[7], CoAPRequest(.post, path: ["rd", "8"]))
        #expect(update?.code == .changed)
        #expect(bench.ask(bench.clients[7], CoAPRequest(.delete, path: ["rd", "8"]))?.code == .deleted)
        #expect(bench.server.registrationCount == 299)
    }
}
