#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An address of the Internet and a port, one end of a datagram's way.
public struct DatagramAddress: Hashable, Sendable {
    /// Four bytes of IPv4 or sixteen of IPv6, as on the wire.
    public let bytes: [UInt8]
    public let port: UInt16

    /// Reads `127.0.0.1:5683` or `[::1]:5683`; nil for anything else, host names too.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        self.init(host: String(text[..<colon]), port: port)
    }

    /// An address in its text form, IPv6 with or without brackets; nil for anything else.
    public init?(host: String, port: UInt16) {
        var text = host
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        // The zone of a link-local address is not on the wire.
        if let zone = text.firstIndex(of: "%") { text = String(text[..<zone]) }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Array(bytes.prefix(4))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes
        } else {
            return nil
        }
        self.port = port
    }
}
