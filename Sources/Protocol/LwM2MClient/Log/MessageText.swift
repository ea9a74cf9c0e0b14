import CoAP
package import LwM2M
import LwM2MOverCoAP
import Wording

/// Requests and answers as one line of the log: `GET /3/0 accept json`, `2.05 541 B`.
enum MessageText {
    /// Method, path, queries, observe, formats and size.
    static func text(of request: CoAPRequest) -> String {
        var text = request.method.description
        text += " "
        var hasPath = false
        request.options.forEach(.uriPath) { segment in
            text += "/"
            text += String(decoding: segment, as: UTF8.self)
            hasPath = true
            return true
        }
        if !hasPath { text += "/" }
        var separator = "?"
        request.options.forEach(.uriQuery) { query in
            text += separator
            text += String(decoding: query, as: UTF8.self)
            separator = "&"
            return true
        }
        switch request.observe {
        case 0: text += " observe"
        case 1: text += " cancel"
        default: break
        }
        if let accept = request.acceptedFormat { text += " accept \(accept)" }
        if let format = request.payloadFormat { text += " \(format)" }
        if !request.payload.isEmpty { text += " \(request.payload.count) B" }
        return printable(text)
    }

    /// Code, location and size, and why the request was refused.
    static func text(of response: Response) -> String {
        var text = response.code.description
        if !response.location.isEmpty { text += " /" + response.location.joined(separator: "/") }
        // The diagnostic payload of a server is its reason; our own reason is not sent.
        if !response.code.isSuccess, !response.payload.isEmpty, !response.reason.isEmpty {
            return printable(text + " " + response.reason)
        }
        if !response.payload.isEmpty { text += " \(response.payload.count) B" }
        if !response.reason.isEmpty { text += " (\(response.reason))" }
        return printable(text)
    }

    /// How long an exchange took.
    static func duration(_ seconds: Double) -> String {
        let tenths = Int((max(0, min(seconds, 1e6)) * 10_000).rounded())
        if tenths < 100 { return "\(tenths / 10).\(tenths % 10) ms" }
        return tenths < 100_000 ? "\(tenths / 10) ms" : "\(tenths / 10_000) s"
    }

    /// Any text from outside, made printable on one line.
    static func printable(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 32 || scalar.value == 127 {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Payloads in readable form, for a log that shows them.
package struct PayloadText {
    /// The definitions used to read the values.
    let definition: (ObjectID) -> ObjectDefinition?

    /// - Parameter definition: returns the definition of an Object; nil if it is not known.
    package init(definition: @escaping (ObjectID) -> ObjectDefinition?) { self.definition = definition }

    /// Longer texts are truncated.
    private static let longest = 2000
    private static let mostBytes = 64

    /// The lines for a payload; none for an empty one, and only a line that says so for one that may contain keys. A
    /// list of links is shown in full.
    ///
    /// - Parameter path: that of the request; nil if it is not a path of the data model.
    package func lines(of payload: [UInt8], as format: ContentFormat?, at path: Path?) -> [String] {
        guard !payload.isEmpty else { return [] }
        if format != .linkFormat, path?.object == .security || path?.depth == 0 {
            return ["(\(payload.count) B that may hold keys)"]
        }
        switch format?.registered {
        case .linkFormat:
            guard let text = String(utf8: payload) else { return [Self.hex(payload)] }
            return [MessageText.printable(text)]
        case .tlv:
            guard let path, let entries = try? TLVDecoder.entries(of: payload) else { return [Self.hex(payload)] }
            return entries.flatMap { lines(of: $0, below: path) }
        case .opaque, nil: return [Self.hex(payload)]
        default:
            guard let text = String(utf8: payload) else { return [Self.hex(payload)] }
            return [Self.cut(MessageText.printable(text))]
        }
    }

    private func lines(of entry: TLVEntry, below path: Path) -> [String] {
        // A Write to a Resource names the Resource again.
        let isOwn =
            path.depth == 3 && entry.kind != .resourceInstance || path.depth == 2 && entry.kind == .objectInstance
        guard isOwn || path.depth < 4 else { return [] }
        let own = isOwn ? path : path.appending(entry.id)
        if entry.kind.isContainer {
            return entry.children.isEmpty ? ["\(own) (empty)"] : entry.children.flatMap { lines(of: $0, below: own) }
        }
        return ["\(own) = \(Self.cut(value(entry.value, at: own)))"]
    }

    private func value(_ bytes: [UInt8], at path: Path) -> String {
        guard let object = path.object, let resource = path.resource, let type = definition(object)?[resource]?.type,
            let value = try? ResourceValue(tlvBytes: bytes, as: type)
        else { return Self.hex(bytes) }
        switch value {
        case .string(let text), .corelnk(let text): return "\"" + MessageText.printable(text) + "\""
        case .integer(let number), .time(let number): return "\(number)"
        case .unsignedInteger(let number): return "\(number)"
        case .float(let number): return "\(number)"
        case .boolean(let flag): return "\(flag)"
        case .objectLink(let link): return "\(link)"
        case .opaque(let bytes): return Self.hex(bytes)
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Hexadecimal.text(of: bytes.prefix(mostBytes))
        return "hex " + digits + (bytes.count > mostBytes ? "... (\(bytes.count) B)" : "")
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= longest ? text : String(text.prefix(longest)) + "... (\(text.utf8.count) B)"
    }
}
