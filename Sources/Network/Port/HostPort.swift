/// A way for bytes to one host, which takes them as fast as it reads.
public protocol HostPort: AnyObject {
    /// Sends bytes; what the host does not take now goes out later.
    func send(_ bytes: some Collection<UInt8>)
    /// Whether so much waits for the host that nothing more should be sent; nothing is read from it either.
    var isFull: Bool { get }
    /// Whether the host has everything that was sent to it, as far as this side can know.
    var isTaken: Bool { get }
    /// Called when there is room again in a port that was full.
    var onRoom: (() -> Void)? { get set }
}
