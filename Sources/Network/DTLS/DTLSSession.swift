import COpenSSL

/// A session that a later handshake may resume.
final class DTLSSession {
    let pointer: OpaquePointer

    /// The session of an association; nil where there is none that can be resumed.
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
