/// How far blocks may go.
///
/// - Source: RFC 7959.
public struct BlockSettings: Hashable, Sendable {
    /// The largest block that is sent, in bytes: 16, 32, 64, ... 1024. A larger payload goes in blocks of this size.
    public var size = 1024
    /// The largest payload that is put together from blocks, in bytes; more is refused with 4.13, or given up.
    public var largestPayload = 1 << 20
    /// The largest payload of a request of the peer, in bytes, where that is less.
    public var largestUpload = 1 << 20
    /// How many payloads are put together, and how many representations are kept, at a time; older ones give way.
    public var mostTransfers = 8
    /// Seconds without a block after which a transfer is forgotten.
    public var lifetime = 247.0

    public init() {}
}
