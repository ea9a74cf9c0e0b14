import CoAP
import Network
import Wires

extension FuzzTarget {
    /// The records of DTLS in front of OpenSSL.
    static let datagramSecurity = [hello, association]

    private static let hello = FuzzTarget("dtls-hello", "a first datagram of DTLS from an address that nobody knows") {
        bytes throws(Breach) in
        guard let listener = try? DTLSListener(timing: DTLSTiming(isVirtual: true), clock: { 0 }, key: { _ in nil })
        else {
            return
        }
        if case .answer(let answer) = listener.receive(bytes, from: "192.0.2.1:5000") {
            try hold(answer.count <= bytes.count, "\(bytes.count) bytes are answered by \(answer.count)")
        }
    }

    private static let association = FuzzTarget("dtls", "a handshake and an association on a hostile way") {
        bytes throws(Breach) in
        var source = ByteSource(bytes)
        guard let scene = AssociationScene() else { return }
        while !source.isEmpty { scene.act(&source) }
        try hold(scene.wasted < 1 << 20, "\(scene.wasted) bytes were sent")
        // What arrives was sent by the other side, unchanged.
        try hold(scene.received.allSatisfy { $0 == AssociationScene.data }, "\(scene.received) arrived")
    }
}

/// A client and a server of DTLS, joined by a way that does what bytes say.
private final class AssociationScene {
    static let data: [UInt8] = [1, 2, 3]
    private let clientLink = Wire(peer: "127.0.0.1:5684")
    private let serverLink = Wire(peer: "127.0.0.1:50000")
    private let client: DTLSConnection
    private let server: DTLSConnection
    private let clock = Clock()
    /// What came out of the association at either end.
    private(set) var received: [[UInt8]] = []
    /// The bytes that both ends sent.
    private(set) var wasted = 0

    private final class Clock { var now = 0.0 }

    /// nil without memory.
    init?() {
        guard let clientContext = try? DTLSContext(isServer: false),
            let serverContext = try? DTLSContext(isServer: true),
            let client = try? DTLSConnection(
                over: clientLink, as: .client(identity: Array("device".utf8), key: [1, 2, 3]), context: clientContext,
                timing: DTLSTiming(isVirtual: true), clock: { [clock] in clock.now }),
            let server = try? DTLSConnection(
                over: serverLink, as: .server { _ in [1, 2, 3] }, context: serverContext,
                timing: DTLSTiming(isVirtual: true), clock: { [clock] in clock.now })
        else { return nil }
        self.client = client
        self.server = server
        client.onDatagram = { [unowned self] in received.append($0) }
        server.onDatagram = { [unowned self] in received.append($0) }
    }

    func act(_ source: inout ByteSource) {
        switch source.number(below: 10) {
        case 0...3: move(&source) { _, datagram in datagram }
        case 4:
            move(&source) { source, datagram in
                var bent = datagram
                for _ in 0...source.number(below: 3) where !bent.isEmpty {
                    let place = (Int(source.byte()) << 8 | Int(source.byte())) % bent.count
                    bent[place] ^= max(1, source.byte())
                }
                return bent
            }
        case 5: move(&source) { source, datagram in Array(datagram.prefix(Int(source.byte()))) }
        case 6:
            // Once more, and again later.
            let isUp = source.number(below: 2) == 0
            let datagrams = (isUp ? clientLink : serverLink).sent
            for datagram in datagrams { (isUp ? serverLink : clientLink).onDatagram?(datagram) }
        case 7:
            guard let next = [client.nextDeadline, server.nextDeadline].compactMap({ $0 }).min() else { return }
            clock.now = max(clock.now, next)
            client.advance(to: clock.now)
            server.advance(to: clock.now)
        case 8: (source.number(below: 2) == 0 ? client : server).send(Self.data)
        default: (source.number(below: 2) == 0 ? clientLink : serverLink).onDatagram?(source.bytes(atMost: 255))
        }
    }

    /// Moves what one side sent to the other, as a closure changes it.
    private func move(_ source: inout ByteSource, _ change: (inout ByteSource, [UInt8]) -> [UInt8]) {
        let isUp = source.number(below: 2) == 0
        let from = isUp ? clientLink : serverLink
        let datagrams = from.sent
        from.sent = []
        for datagram in datagrams {
            wasted += datagram.count
            (isUp ? serverLink : clientLink).onDatagram?(change(&source, datagram))
        }
    }
}
