import COpenSSL

/// The side in a handshake, with its credentials.
package enum DTLSRole {
    /// Starts the handshake, with an identity of up to 128 bytes and a key of up to 64.
    case client(identity: [UInt8], key: [UInt8])
    /// Waits for a handshake; returns the key for an identity, or nil if the identity is unknown.
    case server(key: (_ identity: [UInt8]) -> [UInt8]?)
}

/// What all associations of one side share: the settings, and the sessions that can be resumed.
///
/// Not thread-safe: it belongs to one loop, with its connections.
package final class DTLSContext {
    let pointer: OpaquePointer
    /// The sessions of a client, by peer and credentials.
    private var sessions: [SessionKey: DTLSSession] = [:]
    private static let sessionLimit = 256

    /// A session may be resumed only with the key that it was made with.
    struct SessionKey: Hashable {
        var peer: String
        var identity: [UInt8]
        var key: [UInt8]
    }

    /// The settings of a client or of a server.
    ///
    /// - Parameter ciphers: in order of preference.
    /// - throws: `unavailable` if OpenSSL has no DTLS 1.2 or neither of the two ciphers.
    package init(isServer: Bool, ciphers: [DTLSCipher] = DTLSCipher.allCases) throws(DTLSError) {
        ERR_clear_error()
        guard let context = SSL_CTX_new(isServer ? DTLS_server_method() : DTLS_client_method()) else {
            throw DTLSError(.unavailable, "DTLS is not to be had from OpenSSL: \(DTLSError.openSSLReason)")
        }
        pointer = context
        let list = ciphers.map(\.rawValue).joined(separator: ":") + ":@SECLEVEL=0"
        guard copenssl_use_dtls12_only(context) == 1, SSL_CTX_set_cipher_list(context, list) == 1 else {
            // The object is fully initialized: its deinit frees the context.
            throw DTLSError(
                .unavailable,
                "OpenSSL has no DTLS 1.2 with PSK-AES128-CCM8 or PSK-AES128-CBC-SHA256: "
                    + DTLSError.openSSLReason)
        }
        copenssl_set_options(context, isServer ? 1 : 0)
        // A client keeps its sessions itself; a server lets OpenSSL keep the last thousand.
        copenssl_keep_sessions(context, isServer ? SSL_SESS_CACHE_SERVER : SSL_SESS_CACHE_OFF)
        SSL_CTX_set_session_id_context(context, "xlwm2m", 6)
        SSL_CTX_set_keylog_callback(context) { ssl, line in
            guard let line, let engine = DTLSEngine.of(ssl) else { return }
            engine.onSecret?(String(cString: line))
        }
        if isServer { setServerCallbacks() } else { setClientCallback() }
    }

    deinit { SSL_CTX_free(pointer) }

    func session(for key: SessionKey) -> DTLSSession? { sessions[key] }

    /// Keeps a session; nil forgets it.
    func keep(_ session: DTLSSession?, for key: SessionKey) {
        if session != nil, sessions[key] == nil, sessions.count >= Self.sessionLimit { sessions.removeAll() }
        sessions[key] = session
    }

    private func setClientCallback() {
        SSL_CTX_set_psk_client_callback(pointer) { ssl, _, identityRoom, identityLimit, keyRoom, keyLimit in
            guard case .client(let identity, let key)? = DTLSEngine.of(ssl)?.role, let identityRoom, let keyRoom,
                identity.count < identityLimit, key.count <= keyLimit
            else { return 0 }
            for (offset, byte) in identity.enumerated() { identityRoom[offset] = CChar(bitPattern: byte) }
            identityRoom[identity.count] = 0
            for (offset, byte) in key.enumerated() { keyRoom[offset] = byte }
            return UInt32(key.count)
        }
    }

    private func setServerCallbacks() {
        SSL_CTX_set_psk_server_callback(pointer) { ssl, _, keyRoom, keyLimit in
            guard let engine = DTLSEngine.of(ssl), case .server(let lookUp) = engine.role, let keyRoom,
                let identity = engine.clientIdentity, let key = lookUp(identity), key.count <= keyLimit
            else { return 0 }
            for (offset, byte) in key.enumerated() { keyRoom[offset] = byte }
            return UInt32(key.count)
        }
        // The cookie proves that the peer receives at its address. A listener has already checked it; without a
        // listener, it is random, and its association remembers it.
        SSL_CTX_set_cookie_generate_cb(pointer) { ssl, room, count in
            guard let engine = DTLSEngine.of(ssl), let room, let count else { return 0 }
            for (offset, byte) in engine.cookie.enumerated() { room[offset] = byte }
            count.pointee = UInt32(engine.cookie.count)
            return 1
        }
        SSL_CTX_set_cookie_verify_cb(pointer) { ssl, cookie, count in
            guard let engine = DTLSEngine.of(ssl), let cookie else { return 0 }
            return engine.cookie.elementsEqual(UnsafeBufferPointer(start: cookie, count: Int(count))) ? 1 : 0
        }
    }
}

/// A session that a later handshake may resume.
final class DTLSSession {
    let pointer: OpaquePointer

    /// The session of an association; nil if there is no resumable one.
    init?(of ssl: OpaquePointer) {
        guard let session = SSL_get1_session(ssl) else { return nil }
        guard SSL_SESSION_is_resumable(session) == 1 else {
            SSL_SESSION_free(session)
            return nil
        }
        pointer = session
    }

    deinit { SSL_SESSION_free(pointer) }
}

/// How long a handshake waits.
///
/// - Source: RFC 6347 §4.2.4.1.
package struct DTLSTiming: Hashable, Sendable {
    /// Seconds until a flight is first retransmitted; each further wait is twice as long.
    var firstRetransmission: Double
    /// The longest wait before a retransmission, in seconds.
    var longestRetransmission: Double
    /// Seconds within which the handshake must be complete.
    package var deadline: Double
    /// Whether the clock is not the system's. OpenSSL checks the system time before it retransmits a flight; with true,
    /// it retransmits whenever the owner's clock says so.
    package var isVirtual: Bool

    package init(
        firstRetransmission: Double = 1, longestRetransmission: Double = 60, deadline: Double = 20,
        isVirtual: Bool = false
    ) {
        self.firstRetransmission = firstRetransmission
        self.longestRetransmission = longestRetransmission
        self.deadline = deadline
        self.isVirtual = isVirtual
    }
}
