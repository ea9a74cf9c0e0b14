/// The head of a handshake message, or of a piece of one, in a record of epoch 0.
///
/// - Source: RFC 6347 §4.2.2.
struct HandshakeFragment {
    /// The messages that a handshake with a pre-shared key may have in plain text.
    enum Kind: UInt8 {
        case clientHello = 1
        case serverHello = 2
        case helloVerifyRequest = 3
        case newSessionTicket = 4
        case serverKeyExchange = 12
        case serverHelloDone = 14
        case clientKeyExchange = 16
    }

    var kind: Kind
    /// Bytes of the whole message, without its head.
    var messageLength: Int
    var messageSequence: UInt16
    var offset: Int
    /// The piece of the message.
    var body: ArraySlice<UInt8>

    static let headLength = 12
    // OpenSSL sets memory aside for the whole of a message at its first piece. Ours have some hundred bytes.
    private static let largestMessage = 4096

    /// Nil for what is no piece of such a message.
    init?(_ record: DTLSRecord) {
        let fragment = record.fragment
        guard record.content == .handshake, record.epoch == 0, fragment.count >= Self.headLength else { return nil }
        let start = fragment.startIndex
        guard let kind = Kind(rawValue: fragment[start]) else { return nil }
        self.kind = kind
        messageLength = Int(fragment.number(at: start + 1, bytes: 3))
        messageSequence = UInt16(truncatingIfNeeded: fragment.number(at: start + 4, bytes: 2))
        offset = Int(fragment.number(at: start + 6, bytes: 3))
        let length = Int(fragment.number(at: start + 9, bytes: 3))
        // Several messages may share a record; the first one speaks for it.
        guard messageLength <= Self.largestMessage, offset + length <= messageLength,
            fragment.count >= Self.headLength + length, length > 0 || messageLength == 0
        else { return nil }
        body = fragment.dropFirst(Self.headLength).prefix(length)
    }

    /// Whether the piece is the whole message.
    var isWhole: Bool { body.count == messageLength }

    /// A whole message with its head.
    ///
    /// - Parameter body: at most 65,535 bytes.
    static func message(_ kind: Kind, sequence: UInt16, _ body: [UInt8]) -> [UInt8] {
        let length = [0] + UInt16(truncatingIfNeeded: body.count).bytes
        return [kind.rawValue] + length + sequence.bytes + [0, 0, 0] + length + body
    }

    /// Whether it is a HelloVerifyRequest that can be one.
    ///
    /// - Source: RFC 6347 §4.2.1.
    var isSoundHelloVerifyRequest: Bool {
        kind == .helloVerifyRequest && isWhole && body.count >= 3 && body[body.startIndex] == 0xFE
            && Int(body[body.startIndex + 2]) == body.count - 3
    }
}
