import COpenSSL

/// Keys of many devices from one secret, so that nobody has to keep a list of them.
package struct KeyDerivation: Sendable {
    private let secret: [UInt8]
    /// Bytes of each key.
    package static let keySize = 16
    /// The fewest bytes of a secret.
    package static let leastSecret = 16

    /// - Parameter secret: the master secret.
    /// - throws: `badCredentials` for one that is too short to be secret.
    package init(secret: [UInt8]) throws(DTLSError) {
        guard secret.count >= Self.leastSecret else {
            throw DTLSError(
                .badCredentials,
                "the master secret has \(secret.count) bytes: it needs \(Self.leastSecret) at least, better 32")
        }
        self.secret = secret
    }

    /// The key of an identity: HKDF-SHA256 of the secret without a salt, with the identity as the info.
    ///
    /// `openssl kdf -keylen 16 -kdfopt digest:SHA256 -kdfopt hexkey:SECRET -kdfopt info:IDENTITY HKDF` makes the same.
    ///
    /// - Source: RFC 5869.
    package func key(for identity: [UInt8]) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: Self.keySize)
        let isDone = copenssl_hkdf_sha256(secret, secret.count, identity, identity.count, &key, key.count)
        precondition(isDone == 1, "OpenSSL 3 has HKDF")
        return key
    }
}
