/// What became of a connection to a server.
///
/// - Source: UBX-18068860 R09 §4.1.2.
public enum ConnectionChange: Hashable, Sendable {
    /// With the URI as Object 0 holds it.
    case created(uri: String)
    /// With the bytes of CoAP that went over it so far.
    case suspended(sent: Int, received: Int)
    /// With the URI as Object 0 holds it.
    case resumed(uri: String)
    /// With the bytes of CoAP that went over it in all.
    case closed(sent: Int, received: Int)
}
