import CoAP
import Network

/// Opens the connections of one device over the fleet's sockets.
final class DeviceConnector: Connector {
    private weak var device: FleetDevice?
    private let sockets: SocketConnector
    private var opened: UInt64 = 0

    init(_ device: FleetDevice, _ sockets: SocketConnector) { (self.device, self.sockets) = (device, sockets) }

    /// The network of the device's next connection; nil for the one that there is.
    private func conditions() -> LinkConditions? {
        guard let device, var conditions = device.fleet.conditions else { return nil }
        conditions.seed = device.fleet.plan.seed(of: device.index, purpose: 3) &+ conditions.seed &+ opened
        opened += 1
        return conditions
    }

    func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
        DeviceConnection(
            sockets.connect(host: host, port: port, security: security, over: conditions()),
            isSecure: security != .none, of: device)
    }
}

/// A device's connection: whatever arrives on it advances that device's time, and no other's.
final class DeviceConnection: Connection {
    private let inner: any Connection
    private let isSecure: Bool
    private weak var device: FleetDevice?
    private var probe = MessageProbe()
    private let opened: Double

    init(_ inner: any Connection, isSecure: Bool, of device: FleetDevice?) {
        (self.inner, self.isSecure, self.device) = (inner, isSecure, device)
        opened = device?.fleet.now ?? 0
        inner.onState = { [weak self] state in self?.change(to: state) }
    }

    var state: ConnectionState { inner.state }
    var peer: String { inner.peer }
    var onState: ((ConnectionState) -> Void)?

    var onDatagram: (([UInt8]) -> Void)? {
        didSet {
            guard onDatagram != nil else { return inner.onDatagram = nil }
            inner.onDatagram = { [weak self] datagram in self?.take(datagram) }
        }
    }

    func send(_ datagram: [UInt8]) {
        if let fleet = device?.fleet { probe.send(datagram, at: fleet.now, &fleet.counts) }
        inner.send(datagram)
    }

    func close() {
        inner.onState = nil
        inner.close()
    }

    private func take(_ datagram: [UInt8]) {
        guard let device else { return }
        let fleet = device.fleet
        let isRegistered = probe.receive(datagram, at: fleet.now, &fleet.counts)
        device.perform { onDatagram?(datagram) }
        if let isRegistered { device.setRegistered(isRegistered) }
    }

    private func change(to state: ConnectionState) {
        guard let device else { return }
        switch state {
        case .open where isSecure: device.fleet.countHandshake(seconds: device.fleet.now - opened)
        case .failed where isSecure: FleetCounts.count("failed", in: &device.fleet.counts.handshakes)
        case .open, .opening, .failed: break
        }
        device.perform { onState?(state) }
    }
}
