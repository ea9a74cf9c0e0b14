/// Where a server is, from Resource 0 of the Security Object: `coaps://[2001:db8::1]:5684`.
///
/// A text without a scheme is interpreted according to the security mode; the module stores some of its servers like
/// this.
///
/// - Source: LwM2M 1.0.1 appendix E.1; RFC 7252 §6.1, §6.2; UBX-18068860 R09, appendix C.
package struct ServerURI: Hashable, Sendable {
    /// Whether the scheme is `coaps`.
    package var isSecure: Bool
    /// A host name or an address; an IPv6 address has no brackets.
    package var host: String
    package var port: UInt16

    package init(isSecure: Bool, host: String, port: UInt16? = nil) {
        self.isSecure = isSecure
        self.host = host
        self.port = port ?? Self.defaultPort(isSecure: isSecure)
    }

    /// The port of a URI that names none: 5683, or 5684 with DTLS.
    static func defaultPort(isSecure: Bool) -> UInt16 { isSecure ? 5684 : 5683 }

    /// Reads a URI.
    ///
    /// - Parameter isSecure: what a text without a scheme means.
    /// - throws: what is wrong with the text, in readable form.
    package init(parsing text: String, isSecure: Bool = false) throws(ServerAccountError) {
        var rest = Substring(text)
        var secure = isSecure
        if let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") {
            switch text[..<colon].lowercased() {
            case "coap": secure = false
            case "coaps": secure = true
            default: throw ServerAccountError("'\(text)' is not the URI of a server: the scheme is coap or coaps")
            }
            rest = text[colon...].dropFirst(3)
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard !rest.contains(where: { "/?#@ ".contains($0) }) else {
            throw ServerAccountError("'\(text)' is not the URI of a server: write coap://HOST:PORT, without a path")
        }
        let (host, port) = try Self.split(rest, of: text)
        guard !host.isEmpty else { throw ServerAccountError("'\(text)' names no host: write coap://HOST:PORT") }
        self.init(isSecure: secure, host: host, port: port)
    }

    private static func split(_ authority: Substring, of text: String) throws(ServerAccountError) -> (String, UInt16?) {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                throw ServerAccountError(
                    "'\(text)' is not the URI of a server: the bracket of the address is not closed")
            }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let behind = authority[authority.index(after: end)...]
            guard behind.isEmpty || behind.hasPrefix(":") else {
                throw ServerAccountError("'\(text)' is not the URI of a server: ':' and a port follow the address")
            }
            port = behind.isEmpty ? nil : behind.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
            guard port?.contains(":") == false else {
                throw ServerAccountError("'\(text)' is not the URI of a server: an IPv6 address stands in brackets")
            }
        }
        guard let port, !port.isEmpty else { return (String(host), nil) }
        guard port.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = UInt16(port), number > 0 else {
            throw ServerAccountError("'\(text)' is not the URI of a server: a port is a number from 1 to 65535")
        }
        return (String(host), number)
    }
}

extension ServerURI: CustomStringConvertible {
    /// The URI with its port, `coap://127.0.0.1:5683`.
    package var description: String {
        "\(isSecure ? "coaps" : "coap")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
