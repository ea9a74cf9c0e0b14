import COpenSSL
import Wording

/// What DTLS cannot do for its owner.
package struct DTLSError: Error, Hashable, Sendable {
    /// What kind of error it is.
    package enum Code: Hashable, Sendable {
        /// OpenSSL lacks the version, the ciphers, or memory.
        case unavailable
        /// The identity or the key has a length or contains a byte that DTLS cannot carry.
        case badCredentials
    }

    /// The kind of error.
    package var code: Code
    /// In readable form: lower case, no full stop.
    package var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// OpenSSL's last error, in its own words; clears its error queue.
    static var openSSLReason: String {
        let number = ERR_peek_last_error()
        defer { ERR_clear_error() }
        guard number != 0, let text = ERR_reason_error_string(number) else { return "no reason given" }
        return String(cString: text)
    }
}

extension DTLSError: CustomStringConvertible {
    package var description: String { message }
}

/// Says in readable form why an association ended, and what to do.
///
/// - Source: RFC 5246 §7.2 and RFC 4279 §2 for the alerts.
struct DTLSWords {
    /// Who the peer is, `127.0.0.1:5684`.
    var peer: String
    var role: DTLSRole
    /// On a server, the identity that the client gave.
    var clientIdentity: [UInt8]?

    /// The message for a handshake that did not finish in time.
    func timeout(_ progress: DTLSEngine.Progress, seconds: Double) -> String {
        switch (role, progress) {
        case (.client(_, let key), .awaitingFinished):
            "no answer to our Finished from \(peer): the server does not accept this identity or key; "
                + "you gave \(key.count) byte\(key.count == 1 ? "" : "s")"
        case (.client, .nothingHeard):
            "no answer from \(peer) in \(brief(seconds)) s: no DTLS server can be reached there; coaps has port 5684"
        case (.client, .begun): "\(peer) left off in the middle of the handshake"
        case (.server, .awaitingFinished):
            "no valid Finished from \(peer): it has another key for the identity \(quotedIdentity)"
        case (.server, _): "\(peer) left off in the middle of the handshake"
        }
    }

    /// The message for a client that has repeated its Finished several times without an answer; nil for a server.
    var doubt: String? {
        guard case .client(_, let key) = role else { return nil }
        return "no answer to our Finished from \(peer) so far: it probably does not accept this identity or key; "
            + "you gave \(key.count) byte\(key.count == 1 ? "" : "s")"
    }

    /// The message for an association that ended.
    func end(_ end: DTLSEngine.End, wasOpen: Bool) -> String {
        switch end {
        case .closed: wasOpen ? "\(peer) closed the connection" : "\(peer) refused the handshake"
        case .alert(let number): alert(number, wasOpen: wasOpen)
        case .failure(let reason):
            if case .server = role, let identity = clientIdentity, reason.contains("psk identity not found") {
                "\(peer) calls itself \(Self.quoted(identity)), an identity that is not known here"
            } else {
                wasOpen
                    ? "the connection to \(peer) broke: \(reason)" : "the handshake with \(peer) failed: \(reason)"
            }
        }
    }

    private func alert(_ number: UInt8, wasOpen: Bool) -> String {
        switch (number, role) {
        case (115, .client(let identity, _)):
            "\(peer) does not know the identity \(Self.quoted(identity)) (alert 115, unknown_psk_identity)"
        case (40, .client):
            "\(peer) takes neither PSK-AES128-CCM8 nor PSK-AES128-CBC-SHA256, or not this identity "
                + "(alert 40, handshake_failure)"
        case (20, .client(_, let key)), (51, .client(_, let key)):
            "\(peer) does not accept this key (alert \(Self.name(number))); "
                + "you gave \(key.count) byte\(key.count == 1 ? "" : "s")"
        default: "\(peer) \(wasOpen ? "ended the connection" : "refused the handshake") (alert \(Self.name(number)))"
        }
    }

    private var quotedIdentity: String { Self.quoted(clientIdentity ?? []) }

    /// An identity in quotes, or in hexadecimal digits if it has bytes beyond printable ASCII.
    static func quoted(_ identity: [UInt8]) -> String {
        if identity.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return "'\(String(decoding: identity, as: UTF8.self))'" }
        return "hex:" + Hexadecimal.text(of: identity)
    }

    private func brief(_ seconds: Double) -> String {
        seconds == seconds.rounded() && abs(seconds) < 1e9 ? "\(Int(seconds))" : "\(seconds)"
    }

    private static func name(_ number: UInt8) -> String {
        let names: [UInt8: String] = [
            0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 22: "record_overflow",
            40: "handshake_failure", 47: "illegal_parameter", 49: "access_denied", 50: "decode_error",
            51: "decrypt_error", 70: "protocol_version", 71: "insufficient_security", 80: "internal_error",
            90: "user_canceled", 100: "no_renegotiation", 115: "unknown_psk_identity",
        ]
        return names[number].map { "\(number), \($0)" } ?? "\(number)"
    }
}

/// A cipher with a pre-shared key; the raw value is OpenSSL's name.
///
/// - Source: LwM2M 1.0.1 §7.1.7.
package enum DTLSCipher: String, CaseIterable, Sendable {
    case aes128CCM8 = "PSK-AES128-CCM8"
    case aes128CBC = "PSK-AES128-CBC-SHA256"
}
