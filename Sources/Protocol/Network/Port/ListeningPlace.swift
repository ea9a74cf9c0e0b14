import CoAP

/// Where something listens: a numeric address and a port.
package struct ListeningPlace: Hashable, Sendable {
    /// `127.0.0.1`, `::1`.
    package let host: String
    /// 0 for one that is free.
    package let port: UInt16

    package init(host: String, port: UInt16) { (self.host, self.port) = (host, port) }

    /// Reads `127.0.0.1:9100`, `[::1]:9100`, `0.0.0.0:9100`; nil for anything else, host names among it.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let isAddress = host.utf8.allSatisfy { byte in
            (48...58).contains(byte) || (97...102).contains(byte | 32) || byte == UInt8(ascii: ".")
        }
        guard !host.isEmpty, isAddress else { return nil }
        self.init(host: String(host), port: port)
    }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool { Loopback.contains(host: host) }
}
