public import CoAP

/// The server's side of DTLS for many peers at one socket.
///
/// Whoever owns it calls `advance(to:)` when `nextDeadline` has come.
///
/// - Source: RFC 6347 §4.2; §4.2.8 for a peer that lost its state and begins anew from the same address.
public final class DTLSListener {
    /// Hears of a peer once its handshake is done; it has to close the connection some day.
    public var onPeer: ((DTLSConnection) -> Void)?
    /// Hears why a handshake failed, in words.
    public var onFailure: ((String) -> Void)?

    private let context: DTLSContext
    private let key: ([UInt8]) -> [UInt8]?
    private let timing: DTLSTiming
    private let clock: () -> Double
    private let onSecret: ((String) -> Void)?
    private var peers: [ObjectIdentifier: DTLSPeer] = [:]

    /// - Parameters:
    ///   - key: answers the key for an identity; nil for one that is not known.
    ///   - clock: seconds on the owner's clock.
    ///   - onSecret: receives the secrets of every association as lines of a key log file, for a recording.
    /// - throws: `unavailable` where OpenSSL lacks what is needed.
    public init(
        timing: DTLSTiming = DTLSTiming(), clock: @escaping () -> Double, onSecret: ((String) -> Void)? = nil,
        key: @escaping (_ identity: [UInt8]) -> [UInt8]?
    ) throws(DTLSError) {
        context = try DTLSContext(isServer: true)
        self.timing = timing
        self.clock = clock
        self.onSecret = onSecret
        self.key = key
    }

    /// Takes over the way to a peer that is about to say its first word.
    public func accept(_ link: any Connection) {
        let peer = DTLSPeer(link) { [weak self] link in self?.makeConnection(over: link) }
        let id = ObjectIdentifier(peer)
        peer.onOpen = { [weak self] connection in self?.onPeer?(connection) }
        peer.onFailure = { [weak self] words in self?.onFailure?(words) }
        peer.onEmpty = { [weak self] in self?.peers[id] = nil }
        peers[id] = peer
    }

    /// When to call `advance(to:)` next, on the owner's clock; nil while no handshake runs.
    public var nextDeadline: Double? { peers.values.lazy.compactMap(\.nextDeadline).min() }

    /// Sends flights again, and gives up handshakes.
    public func advance(to now: Double) {
        for peer in Array(peers.values) where peer.nextDeadline ?? .infinity <= now { peer.advance(to: now) }
    }

    private func makeConnection(over link: any Connection) -> DTLSConnection? {
        do throws(DTLSError) {
            return try DTLSConnection(
                over: link, as: .server(key: key), context: context, timing: timing, clock: clock, onSecret: onSecret)
        } catch {
            onFailure?("\(link.peer): \(error)")
            return nil
        }
    }
}
