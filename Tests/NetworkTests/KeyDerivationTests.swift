import Network
import Testing

/// Keys of many devices from one secret.
struct KeyDerivationTests {
    /// Made with `openssl kdf -keylen 16 -kdfopt digest:SHA256 -kdfopt hexkey:000102...0f -kdfopt info:... HKDF`.
    @Test func isHKDFAsOthersMakeIt() throws {
        let derivation = try KeyDerivation(secret: Array(0..<16))
        #expect(
            derivation.key(for: Array("urn:imei:004999010640000".utf8)) == [
                0xFA, 0x30, 0xFC, 0x36, 0xEB, 0x83, 0x4C, 0xFB, 0x85, 0xA2, 0x44, 0xAE, 0x8C, 0xAA, 0xEC, 0xBB,
            ])
    }

    @Test func refusesAShortSecret() {
        let error = #expect(throws: DTLSError.self) { try KeyDerivation(secret: Array(0..<15)) }
        #expect(
            error?.description == "the master secret has 15 bytes: it needs 16 at least, better 32", "\(error as Any)")
    }
}
