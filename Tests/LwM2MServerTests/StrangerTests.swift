import CoAP
import LwM2M
import LwM2MServer
import Testing
import Wires

/// What somebody gets who has not registered: the address may be forged, and the answer go to another.
struct StrangerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var method = Code.get
        var path: [String] = []
        var options: [Option] = []
        let code: Code
        let hasText: Bool
    }

    static let cases = [
        Case(testDescription: "a path that is not there", path: ["x"], code: .notFound, hasText: false),
        Case(testDescription: "the root", code: .notFound, hasText: false),
        Case(testDescription: "GET of the registrations", path: ["rd"], code: .methodNotAllowed, hasText: false),
        Case(
            testDescription: "a Register without anything", method: .post, path: ["rd"], code: .badRequest,
            hasText: true),
        Case(
            testDescription: "an option that is not understood", path: ["rd"], options: [Option(OptionNumber(9), "x")],
            code: .badOption, hasText: false),
        Case(
            testDescription: "a long path", path: ["this", "is", "a", "long", "path", "that", "is", "not", "there"],
            code: .notFound, hasText: true),
        Case(
            testDescription: "a proxy", options: [Option(.proxyURI, "coap://example.org")], code: .proxyingNotSupported,
            hasText: true),
        Case(
            testDescription: "a method that is not known", method: Code(0, 5), path: ["rd"], code: .methodNotAllowed,
            hasText: false),
    ]

    @Test(arguments: cases) func aRefusalIsAtMostThreeTimesTheRequest(_ refused: Case) throws {
        let bench = ServerBench()
        let line = bench.client().line
        var options = Options(refused.options)
        for segment in refused.path { options.add(Option(.uriPath, segment)) }
        let request = Message(.confirmable, refused.method, id: MessageID(1), options: options).encoded()
        // A repetition gets the same.
        for _ in 0..<2 {
            line.onDatagram?(request)
            let answer = line.sent.popLast() ?? []
            #expect(answer.count <= 3 * request.count)
            let message = try Message(decoding: answer)
            #expect(message.code == refused.code && message.payload.isEmpty != refused.hasText)
        }
    }

    @Test func whoIsRegisteredGetsTheReason() throws {
        let bench = ServerBench()
        let client = bench.client()
        func text(_ id: UInt16) throws -> String {
            let request = Message(.confirmable, .get, id: MessageID(id), options: Options([Option(.uriPath, "x")]))
            client.line.onDatagram?(request.encoded())
            return String(decoding: try Message(decoding: client.line.sent.popLast() ?? []).payload, as: UTF8.self)
        }
        #expect(try text(1) == "")
        bench.register(client)
        #expect(try text(2) == "this server has no /x")
        bench.ask(client, CoAPRequest(.delete, path: ["rd", "1"]))
        #expect(try text(3) == "")
    }

    /// The port of a client changes behind a NAT: its Update comes from another one, and from then on it is asked there.
    @Test func anUpdateFromAnotherPortMovesTheClient() throws {
        let bench = ServerBench()
        let client = bench.client()
        bench.register(client)
        let moved = bench.client("127.0.0.1:50001")
        #expect(bench.ask(moved, CoAPRequest(.post, path: ["rd", "1"]))?.code == .changed)
        var answer: ClientAnswer?
        try bench.server.send(.read(Path(3, 0)), to: "dev") { answer = $0 }
        bench.settle()
        #expect(answer?.isSuccess == true && moved.requests.count == 1 && client.requests.isEmpty)
    }
}
