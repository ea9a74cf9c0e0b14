import Clocks
package import CoAP
package import LwM2MServer
package import Network

/// Where clients connect: a UDP socket, with or without DTLS on top, and the recording of the traffic.
package final class ServerListening {
    /// `coap://127.0.0.1:5683`.
    package let uri: String
    package let isReachableFromElsewhere: Bool
    /// Called with the reason for each failed handshake.
    package var onFailure: ((String) -> Void)?

    private let listener: UDPListener
    private let dtls: DTLSListener?
    private let capture: CaptureFile?

    /// Listens at once, and passes each client to a server.
    ///
    /// - Parameters:
    ///   - conditions: of the network to be on; nil for the one that there is.
    ///   - key: answers the key of an identity, nil for one that it does not know; nil for UDP alone.
    /// - throws: `NetworkError` if it cannot listen there.
    package init(
        host: String, port: UInt16, conditions: LinkConditions? = nil, key: (([UInt8]) -> [UInt8]?)?,
        capture: CaptureFile?, on loop: EventLoop, for server: Server
    ) throws {
        self.capture = capture
        listener = try UDPListener(host: host, port: port, on: loop)
        listener.conditions = conditions
        isReachableFromElsewhere = listener.isReachableFromElsewhere
        uri = (key == nil ? "coap://" : "coaps://") + listener.address
        guard let key else {
            dtls = nil
            listener.onPeer = { [unowned self] link in server.accept(recorded(link)) }
            return
        }
        let dtls = try DTLSListener(
            clock: { [unowned loop] in loop.now }, onSecret: { [capture] in capture?.record(secret: $0) },
            key: key)
        self.dtls = dtls
        dtls.onPeer = { server.accept($0) }
        dtls.onFailure = { [unowned self] in onFailure?($0) }
        listener.onPeer = { [unowned self, unowned dtls] link in dtls.accept(recorded(link)) }
        listener.onStranger = { [unowned self, unowned dtls] datagram, address, peer in
            let verdict = dtls.receive(datagram, from: peer)
            if case .answer(let answer) = verdict { record(datagram, from: address, answeredWith: answer) }
            return verdict
        }
        loop.addDeadlines(next: { dtls.nextDeadline }, advance: { dtls.advance(to: $0) })
    }

    /// Records datagrams that are not recorded elsewhere.
    private func record(_ datagram: [UInt8], from remote: DatagramAddress?, answeredWith answer: [UInt8]) {
        guard let capture, let remote, let local = listener.localAddress else { return }
        capture.record(
            CapturedDatagram(.inbound, from: remote, to: local, payload: datagram), at: MonotonicClock.now)
        capture.record(
            CapturedDatagram(.outbound, from: local, to: remote, payload: answer), at: MonotonicClock.now)
    }

    /// The connection to a client, recorded if requested.
    private func recorded(_ link: any Connection) -> any Connection {
        if let addressed = link as? any AddressedConnection { capture?.record(addressed, holdsInbound: true) }
        return link
    }
}
