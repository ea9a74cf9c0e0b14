import COpenSSL

/// Asks a client to prove that it receives at its address before any state is kept for it: the cookie is a code over
/// the address and what the client sent, so that the server recognizes it without having stored it.
///
/// - Source: RFC 6347 §4.2.1.
final class CookieExchange {
    /// What to do with a ClientHello.
    enum Judgement {
        /// Its cookie is one of ours.
        case proven
        /// Nothing is proven yet: send this to the client.
        case ask([UInt8])
        /// The handshake cannot continue from there.
        case ignore
    }

    /// The secret in use and the one before it.
    private var secrets: [[UInt8]]
    private var renewal: Double?
    /// How many times a client may be asked before it must start again.
    private static let mostQuestions: UInt16 = 8
    /// Seconds for which a secret is in use; it stays valid for the same time again.
    static let secretLifetime = 300.0

    /// - throws: `unavailable` if OpenSSL has no random numbers.
    init() throws(DTLSError) { secrets = [try Self.makeSecret()] }

    /// Checks the cookie of a ClientHello.
    ///
    /// - Parameters:
    ///   - address: the address that it came from.
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
        // After a long silence, the older one is too old too.
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

    /// HMAC with SHA-256. The code covers what a client repeats with its cookie, so that the cookie is of no use in any
    /// other handshake.
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

/// The fields of a ClientHello up to its cookie, read from its first fragment.
///
/// - Source: RFC 6347 §4.2.1.
struct ClientHello {
    var version: ArraySlice<UInt8>
    var random: ArraySlice<UInt8>
    var sessionID: ArraySlice<UInt8>
    var cookie: ArraySlice<UInt8>
    /// The number of the client's message: 0 if no HelloVerifyRequest preceded it.
    var messageSequence: UInt16
    var recordSequence: UInt64

    /// nil for anything that is not a ClientHello, and for a fragment without the cookie.
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

    /// Whether the other one is a repetition of this one.
    func isRepeated(by other: ClientHello) -> Bool {
        random == other.random && messageSequence == other.messageSequence && cookie == other.cookie
    }

    /// A ClientHello without a cookie that stands for the earlier ones of a client.
    static func blank(messageSequence: UInt16) -> [UInt8] {
        // The version, a zero random, no session, no cookie, PSK-AES128-CCM8, no compression.
        let body: [UInt8] = [0xFE, 0xFD] + [UInt8](repeating: 0, count: 32) + [0, 0, 0, 2, 0xC0, 0xA8, 1, 0]
        return DTLSRecord.plain(
            .handshake, version: 0xFEFD, sequence: UInt64(messageSequence),
            HandshakeFragment.message(.clientHello, sequence: messageSequence, body))
    }
}
