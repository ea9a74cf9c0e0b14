/// What a listener does with a datagram of an address of which nothing is kept.
public enum StrangerVerdict: Hashable, Sendable {
    /// A connection is made, and gets the datagram.
    case welcome
    /// This is sent back, and nothing is kept.
    case answer([UInt8])
    case ignore
}
