/// How a connection is protected.
///
/// - Source: LwM2M 1.0.1 §7.1, appendix E.1.1.
public enum ConnectionSecurity: Hashable, Sendable {
    /// UDP alone.
    case none
    /// DTLS 1.2 with a pre-shared key: identity of up to 128 bytes, key of up to 64.
    case preSharedKey(identity: [UInt8], key: [UInt8])
}
