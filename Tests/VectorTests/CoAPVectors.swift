import CoAP

/// CoAP as LwM2M needs it.
enum CoAPVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        let input = vector.input
        try input.allow("kind", "hex", "value", "num", "more", "size", "v1", "t1", "v2", "t2")
        try expected.allow(
            "type", "code", "mid", "token", "options", "payload", "error", "reaction", "reply", "reply_type", "hex",
            "newer")
        switch try input["kind"].text {
        case "message": return try message(try input["hex"].bytes, expected)
        case "malformed": return try malformed(try input["hex"].bytes, expected)
        case "reaction": return try reaction(try input["hex"].bytes, expected)
        case "uint":
            let value = try input["value"].number
            let bytes = Option.bytes(of: value)
            return Values.compare("the bytes", Values.hex(bytes), try expected["hex"].text)
                + Values.compare("the value", Option(.accept, bytes[...]).uint, value)
        case "block":
            guard case .flag(let more) = input["more"] else { throw VectorFault("more \(input["more"])") }
            let block = BlockOption(
                number: try input["num"].number, isMoreToCome: more, size: Int(try input["size"].id))
            let bytes = Option.bytes(of: block.uint)
            return Values.compare("the bytes", Values.hex(bytes), try expected["hex"].text)
                + Values.compare("the block", BlockOption(Option(.block2, bytes[...])), block)
        case "newer":
            let isNewer = ObserveNumber(rawValue: try input["v2"].number).isNewer(
                than: ObserveNumber(rawValue: try input["v1"].number), at: try input["t2"].double,
                earlier: try input["t1"].double)
            return Values.compare("newer", JSONTree.flag(isNewer), expected["newer"])
        default: throw VectorFault("kind \(input["kind"])")
        }
    }

    private static func message(_ bytes: [UInt8], _ expected: JSONTree) throws -> [String] {
        let decoded: Message
        do throws(MalformedMessage) { decoded = try Message(decoding: bytes) } catch { return ["refused: \(error)"] }
        let options = decoded.options.all.map { [JSONTree.integer(Int64($0.number.rawValue)), .string(hex($0.value))] }
        return Values.compare("the type", "\(decoded.type)", try expected["type"].text)
            + Values.compare("the code", plain(decoded.code), try expected["code"].text)
            + Values.compare("the message id", Int64(decoded.id.rawValue), try expected["mid"].whole)
            + Values.compare("the token", Values.hex(decoded.token.bytes), try expected["token"].text)
            + Values.compare("the options", options, try expected["options"].list.map { try $0.list })
            + Values.compare("the payload", Values.hex(decoded.payload), Values.hex(try expected["payload"].bytes))
            + Values.compare("the bytes", Values.hex(decoded.encoded()), Values.hex(bytes))
    }

    private static func malformed(_ bytes: [UInt8], _ expected: JSONTree) throws -> [String] {
        guard (try? Message(decoding: bytes)) == nil else { return ["it is taken"] }
        return Values.compare("the reaction", try reply(to: bytes), try expected["reaction"].text)
    }

    private static func reaction(_ bytes: [UInt8], _ expected: JSONTree) throws -> [String] {
        let sent = try CoAPClientEnd().replies(to: bytes)
        var differences = Values.compare("the reply", try reply(to: bytes), try expected["reply"].text)
        guard let first = sent.first else { return differences }
        if !expected["token"].isMissing {
            differences += Values.compare("the token", Values.hex(first.token.bytes), try expected["token"].text)
        }
        if !expected["mid"].isMissing {
            differences += Values.compare("the message id", Int64(first.id.rawValue), try expected["mid"].whole)
        }
        if !expected["reply_type"].isMissing {
            differences += Values.compare("the type", "\(first.type)", try expected["reply_type"].text)
        }
        return differences
    }

    /// `rst`, `none`, or the code.
    private static func reply(to bytes: [UInt8]) throws -> String {
        let sent = try CoAPClientEnd().replies(to: bytes)
        guard let first = sent.first else { return "none" }
        if sent.count > 1 { return "\(sent.count) messages" }
        return first.type == .reset ? "rst" : plain(first.code)
    }

    private static func hex(_ bytes: ArraySlice<UInt8>) -> String { Values.hex(Array(bytes)) }

    private static func plain(_ code: Code) -> String {
        "\(code.codeClass).\(code.detail < 10 ? "0" : "")\(code.detail)"
    }
}
