/// Writes and reads payloads in link format.
///
/// - Source: RFC 6690 §2.
package enum LinkFormat {
    /// The text of a list of links.
    ///
    /// - Parameter alternatePath: segments that go in front of every target.
    package static func text(of links: [Link], below alternatePath: [String] = []) -> String {
        let prefix = alternatePath.map { "/" + $0 }.joined()
        guard !prefix.isEmpty else { return links.map(\.description).joined(separator: ",") }
        return links.map { link in
            Link(link.target == "/" ? prefix : prefix + link.target, parameters: link.parameters).description
        }.joined(separator: ",")
    }

    /// The links of a payload, in its order. Whitespace around the parts is skipped; unknown parameters are kept.
    ///
    /// - throws: 4.00 for a payload that is not a list of links.
    package static func links(of payload: [UInt8]) throws(LwM2MError) -> [Link] {
        guard String(utf8: payload) != nil else {
            throw LwM2MError(.badRequest, "link format: the payload is not UTF-8")
        }
        var reader = LinkReader(bytes: payload)
        return try reader.links()
    }
}

/// Reads a payload in link format from front to back.
private struct LinkReader {
    let bytes: [UInt8]
    var position = 0

    mutating func links() throws(LwM2MError) -> [Link] {
        var links: [Link] = []
        skipBlanks()
        guard position < bytes.count else { return links }
        repeat { links.append(try link()) } while consume(",")
        guard position == bytes.count else { throw refusal("',' is missing") }
        return links
    }

    private mutating func link() throws(LwM2MError) -> Link {
        guard consume("<") else { throw refusal("'<' is missing") }
        guard let target = text(upTo: ">") else { throw refusal("'>' is missing") }
        var link = Link(target)
        while consume(";") {
            let name = token()
            guard !name.isEmpty else { throw refusal("the name of a parameter is missing") }
            guard consume("=") else {
                link.parameters.append(Link.Parameter(name, nil))
                continue
            }
            if consume("\"") {
                link.parameters.append(Link.Parameter(name, try quoted(), isQuoted: true))
            } else {
                link.parameters.append(Link.Parameter(name, token()))
            }
        }
        return link
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func consume(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func text(upTo end: Unicode.Scalar) -> String? {
        let start = position
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: end)) else { return nil }
        position = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func token() -> String {
        skipBlanks()
        let start = position
        while position < bytes.count, !Array(",;=\"<> \t\r\n".utf8).contains(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func quoted() throws(LwM2MError) -> String {
        var out: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: out, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), position < bytes.count {
                out.append(bytes[position])
                position += 1
            } else {
                out.append(byte)
            }
        }
        throw refusal("'\"' is missing")
    }

    private func refusal(_ why: String) -> LwM2MError {
        LwM2MError(.badRequest, "link format at byte \(position): \(why)")
    }
}
