import CoAP
import Lua
import LwM2M
import LwM2MOverCoAP
import ObjectHost

/// `device.server(123):read(path, "tlv")`: the bytes of an answer.
extension TestDevice {
    func registerBytes() throws(LuaError) {
        try host.lua.register("read_bytes", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let word = try arguments.text(3)
            return try ask(arguments) { [self] (server, path) throws(LwM2MError) in
                let formats: [String: ContentFormat] = ["tlv": .tlv, "json": .json, "text": .text, "opaque": .opaque]
                let (response, reason) = try exchange(.read(path, as: formats[word]), from: server)
                guard response.code.isSuccess else { throw LwM2MError(Response(response).code, reason) }
                return [.text(Self.shown(response.payload, as: word)), Self.code(.content)]
            }
        }
    }

    private static func shown(_ payload: [UInt8], as word: String) -> String {
        switch word {
        case "json", "text": String(decoding: payload, as: UTF8.self)
        case "tlv": entries(in: payload[...]).map(digits).joined(separator: "\n")
        default: digits(payload[...])
        }
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }

    /// The bytes of each entry of the first level; all in one if they are not TLV.
    ///
    /// - Source: LwM2M 1.0.1 §6.4.3.
    private static func entries(in payload: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        var start = payload.startIndex
        while start < payload.endIndex {
            let head = payload[start]
            let idEnd = start + 1 + (head & 0x20 == 0 ? 1 : 2)
            let lengthBytes = Int(head >> 3 & 3)
            guard idEnd + lengthBytes <= payload.endIndex else { return [payload] }
            let length =
                lengthBytes == 0
                ? Int(head & 7) : payload[idEnd..<idEnd + lengthBytes].reduce(0) { $0 << 8 | Int($1) }
            let end = idEnd + lengthBytes + length
            guard end <= payload.endIndex else { return [payload] }
            entries.append(payload[start..<end])
            start = end
        }
        return entries
    }
}
