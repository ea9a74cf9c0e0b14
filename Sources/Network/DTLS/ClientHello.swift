/// What a ClientHello says up to its cookie, read from its first piece.
///
/// - Source: RFC 6347 §4.2.1.
struct ClientHello {
    var version: ArraySlice<UInt8>
    var random: ArraySlice<UInt8>
    var sessionID: ArraySlice<UInt8>
    var cookie: ArraySlice<UInt8>
    /// Counts the messages of the client: 0 for one that no HelloVerifyRequest preceded.
    var messageSequence: UInt16
    var recordSequence: UInt64

    /// Nil for what is no ClientHello, or a piece of one that does not hold its cookie.
    init?(_ record: DTLSRecord) {
        guard let piece = HandshakeFragment(record), piece.kind == .clientHello, piece.offset == 0 else { return nil }
        var rest = piece.body
        func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        guard let version = take(2), version.first == 0xFE, let random = take(32), let idLength = take(1)?.first,
            idLength <= 32, let sessionID = take(Int(idLength)), let cookieLength = take(1)?.first,
            let cookie = take(Int(cookieLength))
        else { return nil }
        self.version = version
        self.random = random
        self.sessionID = sessionID
        self.cookie = cookie
        messageSequence = piece.messageSequence
        recordSequence = record.sequence
    }

    /// Whether the other one is this one, sent again.
    func isRepeated(by other: ClientHello) -> Bool {
        random == other.random && messageSequence == other.messageSequence && cookie == other.cookie
    }

    /// A ClientHello without a cookie that stands for the earlier ones of a client.
    static func blank(messageSequence: UInt16) -> [UInt8] {
        // The version, a random of zeros, no session, no cookie, PSK-AES128-CCM8, no compression.
        let body: [UInt8] = [0xFE, 0xFD] + [UInt8](repeating: 0, count: 32) + [0, 0, 0, 2, 0xC0, 0xA8, 1, 0]
        return DTLSRecord.plain(
            .handshake, version: 0xFEFD, sequence: UInt64(messageSequence),
            HandshakeFragment.message(.clientHello, sequence: messageSequence, body))
    }
}
