import CoAP
import Network
import Wires

/// A client and a server of DTLS, joined in memory, on a clock that the test turns.
final class DTLSPair {
    let clientWire = Wire(peer: "127.0.0.1:5684")
    var serverWire = Wire(peer: "127.0.0.1:50000")
    let client: DTLSConnection
    var server: DTLSConnection
    private(set) var now = 0.0
    /// What arrived, in order.
    var atClient: [[UInt8]] = []
    var atServer: [[UInt8]] = []
    var clientStates: [ConnectionState] = []
    /// Says for each datagram whether it gets lost.
    var isLost: () -> Bool = { false }
    /// Sees each datagram that is moved over, and whether it goes to the server.
    var onMove: ((_ isToServer: Bool, _ datagram: [UInt8]) -> Void)?
    /// Changes a datagram on its way to the server.
    var change: (([UInt8]) -> [UInt8])?
    private let clock: Clock

    final class Clock { var now = 0.0 }

    init(
        identity: [UInt8] = Array("device".utf8), key: [UInt8] = [1, 2, 3],
        keys: [String: [UInt8]] = ["device": [1, 2, 3]], ciphers: [DTLSCipher] = DTLSCipher.allCases,
        clientContext: DTLSContext? = nil, serverContext: DTLSContext? = nil, onSecret: ((String) -> Void)? = nil
    ) throws {
        let clock = Clock()
        self.clock = clock
        client = try DTLSConnection(
            over: clientWire, as: .client(identity: identity, key: key),
            context: try clientContext ?? DTLSContext(isServer: false, ciphers: ciphers),
            timing: DTLSTiming(isVirtual: true),
            clock: { clock.now }, onSecret: onSecret)
        server = try Self.makeServer(
            serverWire, keys, serverContext ?? DTLSContext(isServer: true), { clock.now })
        client.onState = { [unowned self] in clientStates.append($0) }
        client.onDatagram = { [unowned self] in atClient.append($0) }
        server.onDatagram = { [unowned self] in atServer.append($0) }
    }

    /// The server loses everything that it knew.
    func restartServer(keys: [String: [UInt8]] = ["device": [1, 2, 3]]) throws {
        serverWire = Wire(peer: "127.0.0.1:50000")
        server = try Self.makeServer(serverWire, keys, DTLSContext(isServer: true), { [clock] in clock.now })
        server.onDatagram = { [unowned self] in atServer.append($0) }
    }

    private static func makeServer(
        _ wire: Wire, _ keys: [String: [UInt8]], _ context: DTLSContext, _ clock: @escaping () -> Double
    ) throws -> DTLSConnection {
        try DTLSConnection(
            over: wire, as: .server { keys[String(decoding: $0, as: UTF8.self)] }, context: context,
            timing: DTLSTiming(isVirtual: true), clock: clock)
    }

    /// Moves datagrams over until both sides are silent.
    func settle() {
        while !clientWire.sent.isEmpty || !serverWire.sent.isEmpty {
            let (up, down) = (clientWire.sent, serverWire.sent)
            clientWire.sent = []
            serverWire.sent = []
            for datagram in up where !isLost() {
                onMove?(true, datagram)
                serverWire.onDatagram?(change?(datagram) ?? datagram)
            }
            for datagram in down where !isLost() {
                onMove?(false, datagram)
                clientWire.onDatagram?(datagram)
            }
        }
    }

    /// Lets time pass, to a moment and through every deadline before it.
    func run(until end: Double) {
        settle()
        while let next = [client.nextDeadline, server.nextDeadline].compactMap({ $0 }).min(), next <= end {
            clock.now = max(clock.now, next)
            client.advance(to: clock.now)
            server.advance(to: clock.now)
            settle()
        }
        clock.now = end
    }

    var time: Double { clock.now }
}
