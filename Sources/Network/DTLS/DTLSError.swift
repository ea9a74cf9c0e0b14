import COpenSSL

/// What DTLS cannot do for its owner.
public struct DTLSError: Error, Hashable, Sendable {
    /// What kind of error it is.
    public enum Code: Hashable, Sendable {
        /// OpenSSL lacks the version or the ciphers, or memory.
        case unavailable
        /// The identity or the key has a length or a byte that DTLS cannot carry.
        case badCredentials
    }

    public var code: Code
    /// For people: lower case, no full stop.
    public var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The last thing that OpenSSL complained about, in its words; empties its list.
    static var openSSLReason: String {
        let number = ERR_peek_last_error()
        defer { ERR_clear_error() }
        guard number != 0, let text = ERR_reason_error_string(number) else { return "no reason given" }
        return String(cString: text)
    }
}

extension DTLSError: CustomStringConvertible {
    public var description: String { message }
}
