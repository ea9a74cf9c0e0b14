import CoAP

/// One address at a listener: its open association, and the handshake that may replace it.
final class DTLSPeer {
    var onOpen: ((DTLSConnection) -> Void)?
    var onFailure: ((String) -> Void)?
    /// Called when a handshake began or ended.
    var onHandshake: (() -> Void)?
    /// Called when nothing is left at the address.
    var onEmpty: (() -> Void)?
    /// When the open association last received something, on the owner's clock.
    private(set) var lastHeard = 0.0

    private let link: any Connection
    private let cookies: CookieExchange
    private let clock: () -> Double
    private let make: (any Connection, ClientHello) -> DTLSConnection?
    private var open: Branch?
    /// The running handshake, which the listener's owner does not see yet.
    private var candidate: Candidate?
    private var isAsked = false

    private struct Candidate {
        let hello: ClientHello
        let branch: Branch
        let connection: DTLSConnection
    }

    init(
        _ link: any Connection, cookies: CookieExchange, clock: @escaping () -> Double,
        make: @escaping (any Connection, ClientHello) -> DTLSConnection?
    ) {
        self.link = link
        self.cookies = cookies
        self.clock = clock
        self.make = make
        link.onDatagram = { [weak self] datagram in self?.take(datagram) }
    }

    var nextDeadline: Double? { candidate?.connection.nextDeadline }
    var isOpen: Bool { open != nil }
    var isShakingHands: Bool { candidate != nil }

    func advance(to now: Double) { candidate?.connection.advance(to: now) }

    /// Gives up the running handshake.
    func giveUpHandshake(_ words: String) {
        guard candidate != nil else { return }
        replaceCandidate(with: nil)
        onFailure?(words)
        if open == nil { end() }
    }

    /// Ends the open association, for a given reason.
    func endAssociation(_ words: String) {
        guard let open else { return }
        self.open = nil
        open.end(words)
        if candidate == nil { end() }
    }

    private func take(_ datagram: [UInt8]) {
        for record in DTLSRecord.records(in: datagram) { take(record) }
        if open == nil, candidate == nil, !isAsked { end() }
    }

    private func take(_ record: DTLSRecord) {
        if let hello = ClientHello(record) {
            switch cookies.judge(hello, from: link.peer, at: clock()) {
            case .ignore: break
            case .ask(let request):
                isAsked = true
                link.send(request)
            case .proven:
                if candidate?.hello.isRepeated(by: hello) != true { begin(hello) }
                candidate?.branch.onDatagram?(Array(record.bytes))
            }
        } else if record.epoch == 0 {
            // Unprotected records belong to a handshake.
            candidate?.branch.onDatagram?(Array(record.bytes))
        } else if let candidate, open == nil || candidate.connection.hasChangedCipher && record.content == .handshake {
            candidate.branch.onDatagram?(Array(record.bytes))
        } else if let open {
            lastHeard = clock()
            open.onDatagram?(Array(record.bytes))
        }
    }

    private func begin(_ hello: ClientHello) {
        let branch = Branch(self)
        guard let connection = make(branch, hello) else { return }
        replaceCandidate(with: Candidate(hello: hello, branch: branch, connection: connection))
        connection.onState = { [weak self, weak branch] state in
            guard let self, let branch, candidate?.branch === branch else { return }
            switch state {
            case .opening: break
            case .failed(let words): giveUpHandshake(words)
            case .open: succeed()
            }
        }
    }

    private func succeed() {
        guard let new = candidate else { return }
        let old = open
        open = new.branch
        lastHeard = clock()
        new.connection.onState = nil
        candidate = nil
        old?.end("\(link.peer) began anew")
        onHandshake?()
        onOpen?(new.connection)
    }

    private func replaceCandidate(with new: Candidate?) {
        let old = candidate
        candidate = new
        old?.connection.onState = nil
        onHandshake?()
    }

    /// Handles an association that failed or was closed by its owner.
    private func left(_ branch: Branch) {
        guard open === branch else { return }
        open = nil
        if candidate == nil { end() }
    }

    private func end() {
        link.close()
        onEmpty?()
    }

    /// The link as one association sees it.
    private final class Branch: Connection {
        var onDatagram: (([UInt8]) -> Void)?
        var onState: ((ConnectionState) -> Void)?
        private(set) var state = ConnectionState.open
        let peer: String
        private weak var owner: DTLSPeer?

        init(_ owner: DTLSPeer) {
            self.owner = owner
            peer = owner.link.peer
        }

        func send(_ datagram: [UInt8]) { if state == .open { owner?.link.send(datagram) } }

        func close() {
            guard state == .open else { return }
            state = .failed("closed")
            owner?.left(self)
        }

        func end(_ words: String) {
            state = .failed(words)
            onState?(state)
        }
    }
}
