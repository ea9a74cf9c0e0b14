package import CoAP
import Moments

/// DTLS 1.2 with a pre-shared key over any connection that carries datagrams.
///
/// The handshake begins as soon as the connection below is open. The owner calls `advance(to:)` when `nextDeadline` has
/// come.
///
/// - Source: RFC 6347; LwM2M 1.0.1 §7.1.
package final class DTLSConnection: Connection {
    package var onDatagram: (([UInt8]) -> Void)?
    package var onState: ((ConnectionState) -> Void)?
    /// Called with what does not end the handshake but is worth a line in the log: once, if a server stays silent in a
    /// way that with most servers means a different key.
    package var onNotice: ((String) -> Void)?
    package private(set) var state = ConnectionState.opening { didSet { onDeadline?(nextDeadline) } }
    package var peer: String { link.peer }
    /// Told `nextDeadline` whenever it may have changed, and at once.
    var onDeadline: ((Double?) -> Void)? { didSet { onDeadline?(nextDeadline) } }
    /// Called when nobody holds the connection any more.
    var onEnd: (() -> Void)?

    /// When to call `advance(to:)` next, on the owner's clock; nil while there is nothing to wait for.
    package var nextDeadline: Double? {
        guard case .opening = state else { return nil }
        return earlier(deadline, retransmission)
    }

    /// The identity that the client gave; nil until it has given one.
    package var clientIdentity: [UInt8]? { engine.clientIdentity }
    /// Whether the handshake resumed an older session.
    package var isResumed: Bool { state == .open && engine.isResumed }
    /// The negotiated cipher, `PSK-AES128-CCM8`; `none` before that.
    package var cipher: String { engine.cipher }

    private let link: any Connection
    private let engine: DTLSEngine
    private let context: DTLSContext
    private let sessionKey: DTLSContext.SessionKey?
    private let timing: DTLSTiming
    private let clock: () -> Double
    private var deadline: Double? { didSet { onDeadline?(nextDeadline) } }
    private var retransmission: Double? { didSet { onDeadline?(nextDeadline) } }
    private var wait: Double
    private var isClosed = false
    /// How often the client's Finished was sent again.
    private var repeatedFinished = 0
    private var pending: [[UInt8]] = []
    // More datagrams than any exchange sends before the first answer; further ones are lost, as on a network.
    private static let pendingLimit = 64
    // A single such message may be forged. A client with the wrong key repeats it.
    private static let mostRejected = 2
    // The third transmission, 3 s after the first: two may be lost.
    private static let doubtfulRepeats = 2

    /// Starts an association.
    ///
    /// - Parameters:
    ///   - link: carries the records; nothing else may use it.
    ///   - context: for the same side as the role; a client's context keeps the session for the next connection to this
    ///     peer.
    ///   - clock: seconds on the owner's clock.
    ///   - onSecret: receives the secrets of the association as lines of a key log file, for a recording.
    /// - throws: `badCredentials` for an identity or a key that DTLS cannot carry; `unavailable` without memory.
    package convenience init(
        over link: any Connection, as role: DTLSRole, context: DTLSContext, timing: DTLSTiming = DTLSTiming(),
        clock: @escaping () -> Double, onSecret: ((String) -> Void)? = nil
    ) throws(DTLSError) {
        try self.init(
            over: link, as: role, hello: nil, context: context, timing: timing, clock: clock, onSecret: onSecret)
    }

    /// Starts an association; a server continues from the ClientHello whose cookie has been verified.
    init(
        over link: any Connection, as role: DTLSRole, hello: ClientHello?, context: DTLSContext, timing: DTLSTiming,
        clock: @escaping () -> Double, onSecret: ((String) -> Void)?
    ) throws(DTLSError) {
        self.link = link
        self.context = context
        self.timing = timing
        self.clock = clock
        wait = timing.firstRetransmission
        if case .client(let identity, let key) = role {
            try Self.check(identity: identity, key: key)
            let sessionKey = DTLSContext.SessionKey(peer: link.peer, identity: identity, key: key)
            self.sessionKey = sessionKey
            engine = try DTLSEngine(
                role, context: context, session: context.session(for: sessionKey), isVirtual: timing.isVirtual)
        } else {
            sessionKey = nil
            engine = try DTLSEngine(role, context: context, hello: hello, isVirtual: timing.isVirtual)
        }
        engine.onSecret = onSecret
        link.onDatagram = { [weak self] datagram in self?.receive(datagram) }
        link.onState = { [weak self] state in self?.linkChanged(to: state) }
        linkChanged(to: link.state)
    }

    deinit {
        onEnd?()
        if !isClosed { link.close() }
    }

    package func send(_ datagram: [UInt8]) {
        guard !isClosed else { return }
        if state == .open {
            engine.send(datagram)
            flush()
            noteEnd()
        } else if state == .opening, pending.count < Self.pendingLimit {
            pending.append(datagram)
        }
    }

    package func close() {
        guard !isClosed else { return }
        isClosed = true
        onDeadline?(nil)
        engine.close()
        flush()
        pending = []
        link.close()
    }

    /// Retransmits the last flight when that is due; gives up the handshake when its time is up.
    package func advance(to now: Double) {
        guard state == .opening, !isClosed, let deadline else { return }
        if now >= deadline { return fail(words.timeout(engine.progress, seconds: timing.deadline)) }
        guard let due = retransmission, now >= due else { return }
        wait = min(wait * 2, timing.longestRetransmission)
        retransmission = now + wait
        engine.retransmit()
        flush()
        noteEnd()
        doubtKey()
    }

    /// Reports early what the end of the handshake would report, if a server with this key would have answered by now.
    private func doubtKey() {
        guard sessionKey != nil, state == .opening, engine.progress == .awaitingFinished else { return }
        repeatedFinished += 1
        if repeatedFinished == Self.doubtfulRepeats, let doubt = words.doubt { onNotice?(doubt) }
    }

    private func linkChanged(to new: ConnectionState) {
        guard !isClosed, state == .opening || state == .open else { return }
        switch new {
        case .opening: break
        case .failed(let words): fail(words)
        case .open:
            guard deadline == nil else { return }
            let now = clock()
            deadline = now + timing.deadline
            guard sessionKey != nil else { return }
            retransmission = now + wait
            engine.start()
            flush()
            noteEnd()
        }
    }

    private func receive(_ datagram: [UInt8]) {
        guard !isClosed, state == .opening || state == .open else { return }
        let stage = engine.stage
        let received = engine.receive(datagram)
        if flush(), engine.state == .handshaking, engine.stage != stage {
            // A new flight, with its own retransmission waits.
            wait = timing.firstRetransmission
            retransmission = clock() + wait
        }
        if state == .opening, engine.state != .handshaking { handshakeEnded() }
        for data in received where !isClosed { onDatagram?(data) }
        noteEnd()
        if sessionKey == nil, engine.rejectedFinished >= Self.mostRejected { refuseKey() }
    }

    /// Tells a client that its key is wrong, and ends.
    private func refuseKey() {
        guard state == .opening, !isClosed else { return }
        link.send(engine.refuseFinished())
        fail(words.timeout(.awaitingFinished, seconds: timing.deadline))
    }

    /// Whether the peer has announced encryption (ChangeCipherSpec) in an unfinished handshake.
    var hasChangedCipher: Bool { engine.hasChangedCipher }

    private func handshakeEnded() {
        guard engine.state == .open else { return noteEnd() }
        if let sessionKey { context.keep(engine.session, for: sessionKey) }
        state = .open
        retransmission = nil
        let waiting = pending
        pending = []
        for datagram in waiting { engine.send(datagram) }
        flush()
        onState?(.open)
    }

    private func noteEnd() {
        if case .ended(let end) = engine.state { fail(words.end(end, wasOpen: state == .open)) }
    }

    private func fail(_ words: String) {
        guard !isClosed, state == .opening || state == .open else { return }
        if let sessionKey, state == .opening { context.keep(nil, for: sessionKey) }
        flush()
        isClosed = true
        pending = []
        link.close()
        state = .failed(words)
        onState?(state)
    }

    /// Sends the engine's output; returns whether there was any.
    @discardableResult private func flush() -> Bool {
        let datagrams = engine.takeOutgoing()
        for datagram in datagrams { link.send(datagram) }
        return !datagrams.isEmpty
    }

    private var words: DTLSWords {
        DTLSWords(peer: peer, role: engine.role, clientIdentity: engine.clientIdentity)
    }

    /// - Source: LwM2M 1.0.1 appendix E.1.1; RFC 4279 §5.3.
    private static func check(identity: [UInt8], key: [UInt8]) throws(DTLSError) {
        guard identity.count <= 128 else {
            throw DTLSError(.badCredentials, "the identity has \(identity.count) bytes; at most 128 fit")
        }
        guard !identity.contains(0) else {
            throw DTLSError(.badCredentials, "the identity holds a byte 0, which OpenSSL takes for its end")
        }
        guard (1...64).contains(key.count) else {
            throw DTLSError(.badCredentials, "the key has \(key.count) bytes; it takes 1 to 64")
        }
    }
}
