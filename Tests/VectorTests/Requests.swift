import CoAP
import LwM2M
import LwM2MOverCoAP
import ObjectHost

/// How the vectors write a request.
enum Requests {
    /// nil for a method that is none of the four.
    static func request(_ tree: VectorField) throws -> CoAPRequest? {
        try tree.allow(
            "interface", "method", "path", "accept", "content_format", "observe", "query", "payload", "setup")
        try tree["payload"].allow("text", "hex", "json")
        let method: Code
        switch try tree["method"].text {
        case "GET": method = .get
        case "POST": method = .post
        case "PUT": method = .put
        case "DELETE": method = .delete
        default: return nil
        }
        func format(_ name: String) throws -> ContentFormat? {
            try tree[name].optional { ContentFormat(rawValue: try $0.id) }
        }
        return CoAPRequest(
            method, path: try tree["path"].text.split(separator: "/").map(String.init),
            queries: try tree["query"].listIfAny.map { try $0.text },
            accept: try format("accept")?.rawValue, contentFormat: try format("content_format")?.rawValue,
            observe: try tree["observe"].optional { try $0.number },
            payload: try payload(tree["payload"]))
    }

    /// The code of a method that LwM2M 1.0 does not use.
    static func code(_ tree: VectorField) throws -> Code {
        switch try tree["method"].text {
        case "FETCH": Code(0, 5)
        case "PATCH": Code(0, 6)
        case "iPATCH": Code(0, 7)
        default: throw tree["method"].fault("is not known")
        }
    }

    private static func payload(_ tree: VectorField) throws -> [UInt8] {
        guard let form = try tree.optional({ try $0.members })?.filter({ !$0.value.isMissing }) else { return [] }
        guard form.count == 1 else { throw tree.fault("has \(form.count) forms") }
        return form[0].name == "hex" ? try form[0].value.bytes : Array(try form[0].value.text.utf8)
    }
}

extension DeviceManagement {
    /// Answers a message, whatever it asks.
    mutating func answer(_ message: CoAPRequest, from server: ShortServerID) -> Response {
        do throws(LwM2MError) { return answer(try request(in: message, from: server), from: server) } catch {
            return Response(error)
        }
    }

    /// Answers a message that begins an observation.
    func observe(_ message: CoAPRequest, from server: ShortServerID) throws(LwM2MError) -> Reading {
        try observe(try request(in: message, from: server), from: server)
    }
}
