import COpenSSL

/// Asks a client to prove that it receives at its address before anything about it is kept: the cookie is a code over the
/// address and what the client said, so that the server can recognise it without having kept it.
///
/// - Source: RFC 6347 §4.2.1.
final class CookieExchange {
    /// What is to be done with a ClientHello.
    enum Judgement {
        /// Its cookie is one of ours.
        case proven
        /// Nothing is proven yet: this is to be sent to it.
        case ask([UInt8])
        /// It cannot go on from there.
        case ignore
    }

    /// The secret in use and the one before it.
    private var secrets: [[UInt8]]
    private var renewal: Double?
    /// How many times a client may be asked before it has to start again.
    private static let mostQuestions: UInt16 = 8
    /// Seconds for which a secret is in use; it stays valid for as long again.
    static let secretLifetime = 300.0

    /// - throws: `unavailable` if OpenSSL has no random numbers.
    init() throws(DTLSError) { secrets = [try Self.makeSecret()] }

    /// Checks the cookie of a ClientHello.
    ///
    /// - Parameters:
    ///   - address: where it came from.
    ///   - now: seconds on the owner's clock.
    func judge(_ hello: ClientHello, from address: String, at now: Double) -> Judgement {
        renew(at: now)
        if hello.messageSequence > Self.mostQuestions { return .ignore }
        let codes = secrets.map { Self.code(hello, from: address, $0) }
        if hello.messageSequence > 0, codes.contains(where: { Self.isSame($0, hello.cookie) }) { return .proven }
        let body = [0xFE, 0xFF, UInt8(truncatingIfNeeded: codes[0].count)] + codes[0]
        let message = HandshakeFragment.message(.helloVerifyRequest, sequence: hello.messageSequence, body)
        return .ask(DTLSRecord.plain(.handshake, version: 0xFEFF, sequence: hello.recordSequence, message))
    }

    private func renew(at now: Double) {
        guard let renewal else {
            self.renewal = now + Self.secretLifetime
            return
        }
        guard now >= renewal, let secret = try? Self.makeSecret() else { return }
        // After a long silence, the older one is too old as well.
        secrets = now - renewal < Self.secretLifetime ? [secret, secrets[0]] : [secret]
        self.renewal = now + Self.secretLifetime
    }

    private static func makeSecret() throws(DTLSError) -> [UInt8] {
        var secret = [UInt8](repeating: 0, count: 32)
        guard RAND_bytes(&secret, 32) == 1 else {
            throw DTLSError(.unavailable, "OpenSSL has no random numbers: \(DTLSError.openSSLReason)")
        }
        return secret
    }

    /// HMAC with SHA-256. What a client repeats with its cookie goes in, so that the cookie serves no other handshake.
    private static func code(_ hello: ClientHello, from address: String, _ secret: [UInt8]) -> [UInt8] {
        let said = Array(address.utf8) + [0] + hello.version + hello.random + hello.sessionID
        var count: UInt32 = 0
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        HMAC(EVP_sha256(), secret, Int32(secret.count), said, said.count, &code, &count)
        return Array(code.prefix(Int(count)))
    }

    private static func isSame(_ code: [UInt8], _ cookie: ArraySlice<UInt8>) -> Bool {
        code.count == cookie.count && CRYPTO_memcmp(code, Array(cookie), code.count) == 0
    }
}

/// What a ClientHello says up to its cookie, read from its first piece.
///
/// - Source: RFC 6347 §4.2.1.
struct ClientHello {
    var version: ArraySlice<UInt8>
    var random: ArraySlice<UInt8>
    var sessionID: ArraySlice<UInt8>
    var cookie: ArraySlice<UInt8>
    /// Counts the messages of the client: 0 if no HelloVerifyRequest preceded it.
    var messageSequence: UInt16
    var recordSequence: UInt64

    /// Nil for what is not a ClientHello, or is a fragment of one without its cookie.
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
