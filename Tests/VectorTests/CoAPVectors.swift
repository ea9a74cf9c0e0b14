import CoAP

/// CoAP as LwM2M needs it.
enum CoAPVectors {
    /// Sends a message once; the replies can be compared several times.
    static func run(_ vector: Vector) throws -> Topics.Comparison {
        let input = vector.input
        switch try input["kind"].text {
        case "message":
            try input.allow("kind", "hex")
            let bytes = try input["hex"].bytes
            return { try message(bytes, $0) }
        case "malformed":
            try input.allow("kind", "hex")
            let bytes = try input["hex"].bytes
            let sent = try CoAPClientEnd().replies(to: bytes)
            return { try malformed(bytes, sent, $0) }
        case "reaction":
            try input.allow("kind", "hex", "times")
            let times = try input["times"].optional { Int(try $0.id) } ?? 1
            let sent = try CoAPClientEnd().replies(to: try input["hex"].bytes, times: times)
            return { try reaction(sent, $0) }
        case "uint":
            try input.allow("kind", "value")
            let value = try input["value"].number
            let bytes = Option.bytes(of: value)
            let isRead = Values.compare("the value", Option(.accept, bytes[...]).uint, value)
            return { try hex(bytes, $0) + isRead }
        case "block":
            try input.allow("kind", "num", "more", "size")
            let block = BlockOption(
                number: try input["num"].number, isMoreToCome: try input["more"].flag,
                size: Int(try input["size"].id))
            let bytes = Option.bytes(of: block.uint)
            let isRead = Values.compare("the block", BlockOption(Option(.block2, bytes[...])), block)
            return { try hex(bytes, $0) + isRead }
        case "newer":
            try input.allow("kind", "v1", "t1", "v2", "t2")
            let isNewer = ObserveNumber(rawValue: try input["v2"].number).isNewer(
                than: ObserveNumber(rawValue: try input["v1"].number), at: try input["t2"].double,
                earlier: try input["t1"].double)
            return { expected in
                try expected.allow("newer")
                return Values.compare("newer", isNewer, try expected["newer"].flag)
            }
        default: throw input["kind"].fault("is not known")
        }
    }

    private static func hex(_ bytes: [UInt8], _ expected: VectorField) throws -> [String] {
        try expected.allow("hex")
        return Values.compare("the bytes", Values.hex(bytes), Values.hex(try expected["hex"].bytes))
    }

    private static func message(_ bytes: [UInt8], _ expected: VectorField) throws -> [String] {
        try expected.allow("type", "code", "mid", "token", "options", "payload")
        let decoded: Message
        do throws(MalformedMessage) { decoded = try Message(decoding: bytes) } catch { return ["refused: \(error)"] }
        return Values.compare("the type", "\(decoded.type)", try expected["type"].text)
            + Values.compare("the code", plain(decoded.code), try expected["code"].text)
            + Values.compare("the message id", Int64(decoded.id.rawValue), try expected["mid"].whole)
            + Values.compare("the token", Values.hex(decoded.token.bytes), Values.hex(try expected["token"].bytes))
            + Values.compare("the options", shown(decoded.options), try options(expected["options"]))
            + Values.compare("the payload", Values.hex(decoded.payload), Values.hex(try expected["payload"].bytes))
            + Values.compare("the bytes", Values.hex(decoded.encoded()), Values.hex(bytes))
    }

    /// Options as number and value in hex, in the order of the message.
    private static func shown(_ options: Options) -> [String] {
        options.all.map { "\($0.number.rawValue)=\(hex($0.value))" }
    }

    /// A list of pairs of number and bytes.
    private static func options(_ field: VectorField) throws -> [String] {
        try field.list.map { option in
            let parts = try option.list
            guard parts.count == 2 else { throw option.fault("is no pair") }
            return "\(try parts[0].whole)=\(Values.hex(try parts[1].bytes))"
        }
    }

    private static func malformed(
        _ bytes: [UInt8], _ sent: [Message], _ expected: VectorField
    ) throws -> [String] {
        try expected.allow("error", "reaction")
        _ = try expected["error"].text
        guard (try? Message(decoding: bytes)) == nil else { return ["it is taken"] }
        return Values.compare("the reaction", word(for: sent), try expected["reaction"].text)
    }

    /// What goes back for a datagram that comes once or several times; all replies are the same.
    private static func reaction(_ sent: [Message], _ expected: VectorField) throws -> [String] {
        try expected.allow("reply", "replies", "reply_type", "token", "mid", "options", "payload")
        let isRepeated = sent.dropFirst().allSatisfy { $0.encoded() == sent[0].encoded() }
        var differences = Values.compare(
            "the reply", word(for: isRepeated ? Array(sent.prefix(1)) : sent), try expected["reply"].text)
        differences += try Values.compareIfAny("the number of replies", sent.count, expected["replies"]) {
            Int(try $0.id)
        }
        guard let first = sent.first else { return differences }
        differences += try Values.compareIfAny("the type", "\(first.type)", expected["reply_type"]) { try $0.text }
        differences += try Values.compareIfAny("the message id", Int64(first.id.rawValue), expected["mid"]) {
            try $0.whole
        }
        differences += try Values.compareIfAny("the token", Values.hex(first.token.bytes), expected["token"]) {
            Values.hex(try $0.bytes)
        }
        differences += try Values.compareIfAny("the options", shown(first.options), expected["options"], options)
        differences += try Values.compareIfAny("the payload", Values.hex(first.payload), expected["payload"]) {
            Values.hex(try $0.bytes)
        }
        return differences
    }

    /// `rst`, `none`, or the code.
    private static func word(for sent: [Message]) -> String {
        guard let first = sent.first else { return "none" }
        if sent.count > 1 { return "\(sent.count) messages" }
        return first.type == .reset ? "rst" : plain(first.code)
    }

    private static func hex(_ bytes: ArraySlice<UInt8>) -> String { Values.hex(Array(bytes)) }

    private static func plain(_ code: Code) -> String {
        "\(code.codeClass).\(code.detail < 10 ? "0" : "")\(code.detail)"
    }
}
