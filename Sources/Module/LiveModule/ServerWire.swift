import Clocks
package import CoAP
package import Emulator
package import FileSystem
package import Network

/// The way of a module to its servers: sockets on the loop, and what is recorded of them.
package final class ServerWire: Connector {
    package let client: WireClient
    /// Lets the time of the module pass, before and after something came; set once the module runs.
    package var catchUp: () -> Void = {}

    private let loop: EventLoop
    private let sockets: SocketConnector
    private let capture: CaptureFile?

    /// - Parameters:
    ///   - capture: records the datagrams; nil if there is none.
    ///   - note: takes what is worth a line of the log.
    package init(
        _ module: Module, settings: WireSettings, capture: CaptureFile?, on loop: EventLoop,
        note: @escaping (String) -> Void
    ) {
        self.loop = loop
        sockets = SocketConnector(on: loop)
        sockets.onNotice = note
        self.capture = capture
        let relay = Relay()
        var settings = settings
        settings.stopwatch = { MonotonicClock.now }
        client = WireClient(module, settings: settings, connector: relay)
        // The radio takes its time; the AT side says when the module is registered.
        client.service = .none
        relay.wire = self
        if let capture {
            sockets.onSecret = { capture.record(secret: $0) }
            sockets.wrap = { [unowned self] link in recorded(link, capture) }
        }
    }

    package func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
        WakingConnection(sockets.connect(host: host, port: port, security: security)) { [weak self] in self?.catchUp() }
    }

    /// Why the recording is not whole; nil if it is.
    package var failure: FileSystemError? { capture?.failure }

    /// De-registers from all servers, as long as that takes, but not long.
    package func leave() {
        client.leave()
        let end = loop.now + Self.mostSecondsToLeave
        catchUp()
        while !client.isStopped, loop.now < end {
            loop.runOnce(timeout: 0.05)
            catchUp()
        }
    }

    private static let mostSecondsToLeave = 3.0

    private func recorded(_ link: any AddressedConnection, _ capture: CaptureFile) -> any Connection {
        RecordingConnection(link) { direction, datagram in
            guard let local = link.localAddress, let remote = link.remoteAddress else { return }
            let isInbound = direction == .inbound
            capture.record(
                CapturedDatagram(
                    direction, from: isInbound ? remote : local, to: isInbound ? local : remote, payload: datagram),
                at: MonotonicClock.now)
        }
    }

    /// Passes on what the client wants; the client is made before the wire is whole.
    private final class Relay: Connector {
        weak var wire: ServerWire?

        func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
            guard let wire else { preconditionFailure("the wire outlives its client") }
            return wire.connect(host: host, port: port, security: security)
        }
    }
}

/// A connection of which the owner's time goes on before and after something comes.
private final class WakingConnection: Connection {
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    var state: ConnectionState { connection.state }
    var peer: String { connection.peer }
    private let connection: any Connection

    init(_ connection: any Connection, catchUp: @escaping () -> Void) {
        self.connection = connection
        connection.onDatagram = { [weak self] datagram in
            catchUp()
            self?.onDatagram?(datagram)
            catchUp()
        }
        connection.onState = { [weak self] state in
            catchUp()
            self?.onState?(state)
            catchUp()
        }
    }

    func send(_ datagram: [UInt8]) { connection.send(datagram) }
    func close() { connection.close() }
}
