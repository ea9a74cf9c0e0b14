/// A cipher with a pre-shared key; the raw value is OpenSSL's name.
///
/// - Source: LwM2M 1.0.1 §7.1.7.
public enum DTLSCipher: String, CaseIterable, Sendable {
    case aes128CCM8 = "PSK-AES128-CCM8"
    case aes128CBC = "PSK-AES128-CBC-SHA256"
}
