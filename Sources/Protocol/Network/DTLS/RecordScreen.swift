import COpenSSL

/// Decides which records OpenSSL gets to see. OpenSSL gives up an association because of some records that anyone can
/// forge; those, and all that cannot belong to anything at this point, are dropped here.
///
/// - Source: RFC 6347 §4.1.2.7: invalid records are discarded silently, and the association is preserved.
struct RecordScreen {
    /// Whether the other side is a client.
    var isServer: Bool

    /// Whether a record can belong to an open association: from then on, everything is encrypted.
    func passesOpen(_ record: DTLSRecord, _ ssl: OpaquePointer) -> Bool {
        record.epoch == 1 && record.content != .changeCipherSpec
            && Self.isLongEnough(record, SSL_get_current_cipher(ssl))
    }

    /// Whether a record can belong to the handshake at this stage. A record that is too early will be retransmitted.
    func passesHandshake(_ record: DTLSRecord, _ ssl: OpaquePointer) -> Bool {
        let stage = HandshakeStage(of: ssl)
        guard record.epoch == 0 else {
            return record.epoch == 1 && hasChangedCipher(stage)
                && (record.content == .handshake || record.content == .alert)
                && Self.isLongEnough(record, SSL_get_pending_cipher(ssl))
        }
        switch record.content {
        case .applicationData: return false
        case .alert: return record.fragment.count == 2
        case .changeCipherSpec: return record.fragment == [1] && awaitsChangeOfCipher(stage, ssl)
        case .handshake:
            guard let piece = HandshakeFragment(record) else { return false }
            return isServer ? fitsServer(piece.kind, stage) : fitsClient(piece, stage)
        }
    }

    /// Whether the peer has announced encryption (ChangeCipherSpec).
    func hasChangedCipher(_ stage: HandshakeStage) -> Bool {
        stage == .changeOfCipherRead
    }

    private func awaitsChangeOfCipher(_ stage: HandshakeStage, _ ssl: OpaquePointer) -> Bool {
        switch stage {
        case .clientKeyExchangeRead: isServer
        case .finishedWritten: true
        case .sessionTicketRead: !isServer
        case .serverHelloRead: !isServer && SSL_session_reused(ssl) == 1
        default: false
        }
    }

    private func fitsServer(_ kind: HandshakeFragment.Kind, _ stage: HandshakeStage) -> Bool {
        switch kind {
        case .clientHello:
            [.before, .clientHelloRead, .helloVerifyRequestWritten].contains(stage)
        case .clientKeyExchange: stage == .serverHelloDoneWritten
        default: false
        }
    }

    private func fitsClient(_ piece: HandshakeFragment, _ stage: HandshakeStage) -> Bool {
        switch piece.kind {
        case .helloVerifyRequest: stage == .clientHelloWritten && piece.isSoundHelloVerifyRequest
        case .serverHello: stage == .clientHelloWritten
        case .serverKeyExchange, .serverHelloDone:
            [.clientHelloWritten, .serverHelloRead, .serverKeyExchangeRead].contains(stage)
        case .newSessionTicket: [.serverHelloRead, .finishedWritten].contains(stage)
        case .clientHello, .clientKeyExchange: false
        }
    }

    /// Whether an encrypted record is long enough for what its cipher adds: an 8-byte nonce and an 8-byte MAC with
    /// CCM8; with CBC and SHA-256, a 16-byte IV and whole blocks that hold a 32-byte MAC and one byte of padding.
    ///
    /// - Source: RFC 6655 §3; RFC 5246 §6.2.3.2.
    private static func isLongEnough(_ record: DTLSRecord, _ cipher: OpaquePointer?) -> Bool {
        let count = record.fragment.count
        guard let cipher, SSL_CIPHER_is_aead(cipher) != 1 else { return count >= 16 }
        return count >= 64 && count % 16 == 0
    }
}

/// Where a handshake stands, by the message that was read or written last.
///
/// Versions of OpenSSL number these states differently, so that a program has to ask for their names, which stay.
///
/// - Source: OpenSSL's manual page SSL_state_string(3).
enum HandshakeStage: String {
    case before = "PINIT"
    case clientHelloWritten = "TWCH"
    case clientHelloRead = "TRCH"
    case helloVerifyRequestWritten = "DWCHV"
    case serverHelloRead = "TRSH"
    case serverKeyExchangeRead = "TRSKE"
    case serverHelloDoneWritten = "TWSD"
    case clientKeyExchangeRead = "TRCKE"
    case sessionTicketRead = "TRST"
    case changeOfCipherRead = "TRCCS"
    case finishedWritten = "TWFIN"
    case finishedRead = "TRFIN"
    /// Any other.
    case other = ""

    init(of ssl: OpaquePointer) {
        self = SSL_state_string(ssl).flatMap { HandshakeStage(rawValue: String(cString: $0)) } ?? .other
    }
}

/// The header of a handshake message, or of a fragment of one, in a record of epoch 0.
///
/// - Source: RFC 6347 §4.2.2.
struct HandshakeFragment {
    /// The messages that a handshake with a pre-shared key may send in plain text.
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
    /// The length of the whole message in bytes, without its header.
    var messageLength: Int
    var messageSequence: UInt16
    var offset: Int
    /// The fragment of the message.
    var body: ArraySlice<UInt8>

    static let headLength = 12
    // OpenSSL allocates memory for a whole message at its first fragment. Our messages have a few hundred bytes.
    private static let largestMessage = 4096

    /// nil for anything that is not a fragment of such a message.
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
        // Several messages may share a record; the first one is taken to represent all.
        guard messageLength <= Self.largestMessage, offset + length <= messageLength,
            fragment.count >= Self.headLength + length, length > 0 || messageLength == 0
        else { return nil }
        body = fragment.dropFirst(Self.headLength).prefix(length)
    }

    /// Whether the fragment is the whole message.
    var isWhole: Bool { body.count == messageLength }

    /// A whole message with its header.
    ///
    /// - Parameter body: at most 65,535 bytes.
    static func message(_ kind: Kind, sequence: UInt16, _ body: [UInt8]) -> [UInt8] {
        let length = [0] + UInt16(truncatingIfNeeded: body.count).bytes
        return [kind.rawValue] + length + sequence.bytes + [0, 0, 0] + length + body
    }

    /// Whether it is a well-formed HelloVerifyRequest.
    ///
    /// - Source: RFC 6347 §4.2.1.
    var isSoundHelloVerifyRequest: Bool {
        kind == .helloVerifyRequest && isWhole && body.count >= 3 && body[body.startIndex] == 0xFE
            && Int(body[body.startIndex + 2]) == body.count - 3
    }
}
