import CoAP
import LwM2M
import LwM2MServer
import Testing

struct RegistrationRegistryTests {
    static func register(
        _ queries: [String] = ["ep=dev", "lt=300", "lwm2m=1.0"], _ payload: String = "</1/0>,</3/0>,</5>",
        format: ContentFormat? = .linkFormat
    ) -> CoAPRequest {
        CoAPRequest(
            .post, path: ["rd"], queries: queries, contentFormat: format?.rawValue, payload: Array(payload.utf8))
    }

    @Test func registersUpdatesAndDeregisters() throws {
        var registry = RegistrationRegistry()
        let (change, answer) = try registry.register(Self.register(), from: "a", at: 10)
        guard case .registered(let made, replaced: nil) = change else { return #expect(Bool(false)) }
        #expect(answer == Response(.created, location: ["rd", "1"]))
        #expect(made.paths == [Path(1, 0), Path(3, 0), Path(5)] && made.findings.isEmpty)
        #expect(made.lifetime == 300 && made.binding == "U" && made.expires == 310 && !made.isQueueMode)

        let update = CoAPRequest(.post, path: ["rd", "1"], queries: ["lt=60", "b=UQ"])
        #expect(try registry.update("1", update, from: "b", at: 100).1 == Response(.changed))
        let updated = try #require(registry["dev"])
        #expect(updated.lifetime == 60 && updated.isQueueMode && updated.peer == "b" && updated.expires == 160)
        #expect(updated.paths == made.paths && updated.registered == 10)

        let list = CoAPRequest(.post, path: ["rd", "1"], contentFormat: 40, payload: Array("</3/0>".utf8))
        _ = try registry.update("1", list, from: "b", at: 110)
        #expect(registry["dev"]?.findings == ["the list of Objects lacks Object 1"])
        #expect(registry.nextDeadline == 170 && registry.expire(at: 169.9).isEmpty)

        #expect(try registry.deregister("1").1 == Response(.deleted))
        #expect(registry.registrations.isEmpty && registry.nextDeadline == nil)
    }

    @Test func forgetsWhoIsSilent() throws {
        var registry = RegistrationRegistry()
        _ = try registry.register(Self.register(), from: "a", at: 0)
        guard case .expired(let gone)? = registry.expire(at: 300).first else { return #expect(Bool(false)) }
        #expect(gone.endpoint == "dev" && registry.registrations.isEmpty)
        let refusal = #expect(throws: LwM2MError.self) {
            try registry.update("1", CoAPRequest(.post, path: ["rd", "1"]), from: "a", at: 301)
        }
        #expect(refusal?.code == .notFound)
    }

    @Test func replacesARegistrationOfTheSameName() throws {
        var registry = RegistrationRegistry(idPrefix: "x")
        _ = try registry.register(Self.register(), from: "a", at: 0)
        let (change, answer) = try registry.register(Self.register(), from: "b", at: 5)
        guard case .registered(_, let replaced?) = change else { return #expect(Bool(false)) }
        #expect(replaced.id == "x1" && answer.location == ["rd", "x2"] && registry.registrations.count == 1)
    }

    @Test func readsTheLinksOfAClient() throws {
        var registry = RegistrationRegistry()
        let payload = #"</lw>;rt="oma.lwm2m";ct=11543,</lw/0/0>,</lw/1/0>,</lw/3/0>,</lw/44>;ver="2.2""#
        _ = try registry.register(Self.register(["ep=d", "lt=1", "lwm2m=1.0"], payload), from: "a", at: 0)
        let made = try #require(registry["d"])
        #expect(made.alternatePath == ["lw"] && made.links[0]["ct"] == "11543")
        #expect(made.paths == [Path(0, 0), Path(1, 0), Path(3, 0), Path(44)])
        #expect(made.findings == ["the list of Objects names Object 0"])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String { message }
        var queries = ["ep=dev", "lt=300", "lwm2m=1.0"]
        var payload = "</1/0>"
        var format: ContentFormat? = .linkFormat
        let code: ResponseCode
        let message: String
    }
    static let refusals = [
        Refusal(queries: ["lt=300", "lwm2m=1.0"], code: .badRequest, message: "ep is missing"),
        Refusal(queries: ["ep=a", "lwm2m=1.0"], code: .badRequest, message: "lt is missing"),
        Refusal(queries: ["ep=a", "lt=300"], code: .badRequest, message: "lwm2m is missing"),
        Refusal(
            queries: ["ep=a", "ep=b", "lt=300"], code: .badRequest, message: "the parameter ep stands twice"),
        Refusal(
            queries: ["ep=a", "lt=+5", "lwm2m=1.0"], code: .badRequest,
            message: "lt=+5 is not a number of seconds above 0"),
        Refusal(
            queries: ["ep=a", "lt=5", "lwm2m=1.0", "b=UQSQ"], code: .badRequest,
            message: "b=UQSQ is not one of U, UQ, S, SQ, US, UQS"),
        Refusal(
            queries: ["ep=a", "lt=5", "lwm2m=1.1"], code: .preconditionFailed,
            message: "lwm2m=1.1 is not supported; this server speaks 1.0"),
        Refusal(
            format: .json, code: .unsupportedContentFormat,
            message: "the list of Objects comes as json, not as link-format"),
    ]
    @Test(arguments: refusals) func refuses(_ refusal: Refusal) {
        var registry = RegistrationRegistry()
        let error = #expect(throws: LwM2MError.self) {
            try registry.register(
                Self.register(refusal.queries, refusal.payload, format: refusal.format), from: "a", at: 0)
        }
        #expect(error == LwM2MError(refusal.code, refusal.message))
    }
}
