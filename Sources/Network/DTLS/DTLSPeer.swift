import CoAP

/// One address at a listener: the association that is open there, and the handshake that may come to replace it.
final class DTLSPeer {
    var onOpen: ((DTLSConnection) -> Void)?
    var onFailure: ((String) -> Void)?
    /// Nothing is left at the address.
    var onEmpty: (() -> Void)?

    private let link: any Connection
    private let make: (any Connection) -> DTLSConnection?
    private var open: Branch?
    /// The handshake that runs, which the peer of the listener does not see yet.
    private var candidate: (branch: Branch, connection: DTLSConnection)?

    init(_ link: any Connection, make: @escaping (any Connection) -> DTLSConnection?) {
        self.link = link
        self.make = make
        link.onDatagram = { [weak self] datagram in self?.take(datagram) }
    }

    var nextDeadline: Double? { candidate?.connection.nextDeadline }

    func advance(to now: Double) { candidate?.connection.advance(to: now) }

    private func take(_ datagram: [UInt8]) {
        if Self.isClientHello(datagram), candidate == nil { begin() }
        // Handshake messages and the change of ciphers belong to the handshake that runs.
        if let candidate, open == nil || datagram.first == 22 || datagram.first == 20 {
            candidate.branch.onDatagram?(datagram)
        } else if let open {
            open.onDatagram?(datagram)
        } else {
            end()
        }
    }

    private func begin() {
        let branch = Branch(self)
        guard let connection = make(branch) else { return }
        candidate = (branch, connection)
        connection.onState = { [weak self, weak branch] state in
            guard let self, let branch, candidate?.branch === branch else { return }
            switch state {
            case .opening: break
            case .failed(let words):
                candidate = nil
                onFailure?(words)
                if open == nil { end() }
            case .open:
                candidate = nil
                let old = open
                open = branch
                connection.onState = nil
                old?.end("\(link.peer) began anew")
                onOpen?(connection)
            }
        }
    }

    /// An association was closed by its owner or failed.
    private func left(_ branch: Branch) {
        guard open === branch else { return }
        open = nil
        if candidate == nil { end() }
    }

    private func end() {
        link.close()
        onEmpty?()
    }

    /// A handshake record of epoch 0 that begins with a ClientHello.
    ///
    /// - Source: RFC 6347 §4.1, §4.2.2.
    private static func isClientHello(_ datagram: [UInt8]) -> Bool {
        datagram.count > 13 && datagram[0] == 22 && datagram[3] == 0 && datagram[4] == 0 && datagram[13] == 1
    }

    /// What one association sees of the link.
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
