import CoAP
import LwM2M
import ObjectHost

/// How the vectors write a request.
enum Requests {
    /// nil for a method that is none of the four.
    static func request(_ tree: JSONTree) throws -> Request? {
        try tree.allow(
            "interface", "method", "path", "accept", "content_format", "observe", "query", "payload", "setup")
        try tree["payload"].allow("text", "hex", "json")
        let method: Request.Method
        switch try tree["method"].text {
        case "GET": method = .get
        case "POST": method = .post
        case "PUT": method = .put
        case "DELETE": method = .delete
        default: return nil
        }
        func format(_ name: String) throws -> ContentFormat? {
            try tree[name].isMissing ? nil : ContentFormat(rawValue: tree[name].id)
        }
        return Request(
            method, path: try tree["path"].text.split(separator: "/").map(String.init),
            queries: try tree["query"].isMissing ? [] : tree["query"].list.map { try $0.text },
            accept: try format("accept"), contentFormat: try format("content_format"),
            observe: try tree["observe"].isMissing ? nil : tree["observe"].number,
            payload: try payload(tree["payload"]))
    }

    /// The code of a method that LwM2M 1.0 does not use.
    static func code(_ tree: JSONTree) throws -> Code {
        switch try tree["method"].text {
        case "FETCH": Code(0, 5)
        case "PATCH": Code(0, 6)
        case "iPATCH": Code(0, 7)
        default: throw VectorFault("the method \(tree["method"]) is not known")
        }
    }

    private static func payload(_ tree: JSONTree) throws -> [UInt8] {
        if tree.isMissing { return [] }
        if !tree["text"].isMissing { return Array(try tree["text"].text.utf8) }
        if !tree["json"].isMissing { return Array(try tree["json"].text.utf8) }
        return try tree["hex"].bytes
    }
}
