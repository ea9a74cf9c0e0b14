/// An access to the module's AT commands, as named by `--at`.
package enum ATWay: Hashable {
    /// A pseudoterminal, with or without a link to it.
    case pseudoTerminal(link: String?)
    case tcp(host: String, port: UInt16)
    /// The program's standard input and output.
    case standard

    /// Reads what `--at` accepts: `pty`, `pty=LINK`, `tcp:PORT`, `tcp:ADDRESS:PORT` or `stdio`; nil for anything else.
    package init?(_ text: String) {
        if text == "stdio" {
            self = .standard
        } else if text == "pty" {
            self = .pseudoTerminal(link: nil)
        } else if text.hasPrefix("pty="), text.utf8.count > 4 {
            self = .pseudoTerminal(link: String(text.dropFirst(4)))
        } else if text.hasPrefix("tcp:"), let way = Self.tcp(text.dropFirst(4)) {
            self = way
        } else {
            return nil
        }
    }

    /// `4000`, `127.0.0.1:4000`, `[::1]:4000`.
    private static func tcp(_ text: Substring) -> ATWay? {
        guard let colon = text.lastIndex(of: ":") else {
            return UInt16(text).map { .tcp(host: "127.0.0.1", port: $0) }
        }
        guard let port = UInt16(text[text.index(after: colon)...]) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : .tcp(host: String(host), port: port)
    }
}
