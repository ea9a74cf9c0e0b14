package import CoAP

/// The server side of DTLS for many peers at one socket.
///
/// Nothing is kept about a peer until its cookie has proved that it receives at its address. An open association is
/// ended neither by datagrams forged in its name nor by an unfinished handshake.
///
/// The owner calls `advance(to:)` when `nextDeadline` has come.
///
/// - Source: RFC 6347 §4.2; §4.2.1 for the cookie; §4.2.8 for a peer that lost its state and starts again.
package final class DTLSListener {
    /// Called with the connection to a peer once its handshake is complete; it must close the connection eventually.
    package var onPeer: ((DTLSConnection) -> Void)?
    /// Called with the reason why a handshake failed.
    package var onFailure: ((String) -> Void)?
    /// The most handshakes at a time; if there are more, the oldest one is given up.
    package var mostHandshakes = 256
    /// The most associations at a time; if there are more, the one that was silent longest ends.
    package var mostAssociations = 65_536

    private let context: DTLSContext
    private let cookies: CookieExchange
    private let key: ([UInt8]) -> [UInt8]?
    private let timing: DTLSTiming
    private let clock: () -> Double
    private let onSecret: ((String) -> Void)?
    private var peers: [ObjectIdentifier: DTLSPeer] = [:]
    /// The peers in a handshake, the oldest first.
    private var unfinished: [DTLSPeer] = []

    /// - Parameters:
    ///   - key: returns the key for an identity; nil if it is not known.
    ///   - clock: seconds on the owner's clock.
    ///   - onSecret: receives the secrets of every association as lines of a key log file, for a recording.
    /// - throws: `unavailable` if OpenSSL lacks what is needed.
    package init(
        timing: DTLSTiming = DTLSTiming(), clock: @escaping () -> Double, onSecret: ((String) -> Void)? = nil,
        key: @escaping (_ identity: [UInt8]) -> [UInt8]?
    ) throws(DTLSError) {
        context = try DTLSContext(isServer: true)
        cookies = try CookieExchange()
        self.timing = timing
        self.clock = clock
        self.onSecret = onSecret
        self.key = key
    }

    /// What to do with a datagram from an unknown address.
    package func receive(_ datagram: [UInt8], from address: String) -> StrangerVerdict {
        guard let hello = DTLSRecord.records(in: datagram).lazy.compactMap({ ClientHello($0) }).first else {
            return .ignore
        }
        return switch cookies.judge(hello, from: address, at: clock()) {
        case .proven: .welcome
        case .ask(let request): .answer(request)
        case .ignore: .ignore
        }
    }

    /// Takes over the connection to a peer that is about to send its first message.
    package func accept(_ link: any Connection) {
        let peer = DTLSPeer(link, cookies: cookies, clock: clock) { [weak self] link, hello in
            self?.makeConnection(over: link, hello)
        }
        let id = ObjectIdentifier(peer)
        peer.onOpen = { [weak self, unowned peer] connection in
            self?.makeRoom(for: peer)
            self?.onPeer?(connection)
        }
        peer.onFailure = { [weak self] words in self?.onFailure?(words) }
        peer.onHandshake = { [weak self, unowned peer] in self?.noteHandshake(of: peer) }
        peer.onEmpty = { [weak self, unowned peer] in
            self?.unfinished.removeAll { $0 === peer }
            self?.peers[id] = nil
        }
        peers[id] = peer
    }

    /// When to call `advance(to:)` next, on the owner's clock; nil while no handshake is running.
    package var nextDeadline: Double? { unfinished.lazy.compactMap(\.nextDeadline).min() }

    /// Retransmits flights, and gives up handshakes.
    package func advance(to now: Double) {
        for peer in unfinished where peer.nextDeadline ?? .infinity <= now { peer.advance(to: now) }
    }

    private func noteHandshake(of peer: DTLSPeer) {
        unfinished.removeAll { $0 === peer }
        guard peer.isShakingHands else { return }
        unfinished.append(peer)
        if unfinished.count > mostHandshakes, let oldest = unfinished.first {
            oldest.giveUpHandshake("more than \(mostHandshakes) handshakes run: the oldest one was given up")
        }
    }

    private func makeRoom(for new: DTLSPeer) {
        guard peers.count > mostAssociations else { return }
        let others = peers.values.filter { $0.isOpen && $0 !== new }
        guard others.count >= mostAssociations, let silent = others.min(by: { $0.lastHeard < $1.lastHeard })
        else { return }
        silent.endAssociation("more than \(mostAssociations) clients are connected: this one was silent longest")
    }

    private func makeConnection(over link: any Connection, _ hello: ClientHello) -> DTLSConnection? {
        do throws(DTLSError) {
            return try DTLSConnection(
                over: link, as: .server(key: key), hello: hello, context: context, timing: timing, clock: clock,
                onSecret: onSecret)
        } catch {
            onFailure?("\(link.peer): \(error)")
            return nil
        }
    }
}
