import CoAP
import Network
import Testing

struct DTLSListenerTests {
    /// A listener and clients that reach it from one address each.
    final class Bench {
        let listener: DTLSListener
        var peers: [DTLSConnection] = []
        var failures: [String] = []
        var atServer: [[UInt8]] = []
        var states: [ConnectionState] = []
        private var ways: [(wire: Wire, server: Wire)] = []

        init() throws {
            listener = try DTLSListener(timing: DTLSTiming(isVirtual: true), clock: { 0 }) { identity in
                identity == [0x61] ? [1] : nil
            }
            listener.onPeer = { [unowned self] peer in
                peers.append(peer)
                peer.onDatagram = { [unowned self] in atServer.append($0) }
                peer.onState = { [unowned self] in states.append($0) }
            }
            listener.onFailure = { [unowned self] in failures.append($0) }
        }

        func address(_ text: String) -> Wire {
            let server = Wire(peer: text)
            listener.accept(server)
            return server
        }

        func client(at server: Wire, identity: [UInt8] = [0x61], key: [UInt8] = [1]) throws -> DTLSConnection {
            let wire = Wire(peer: "127.0.0.1:5684")
            ways.removeAll { $0.server === server }
            ways.append((wire, server))
            return try DTLSConnection(
                over: wire, as: .client(identity: identity, key: key), context: DTLSContext(isServer: false),
                timing: DTLSTiming(isVirtual: true), clock: { 0 })
        }

        func settle() {
            while let way = ways.first(where: { !$0.wire.sent.isEmpty || !$0.server.sent.isEmpty }) {
                if !way.wire.sent.isEmpty {
                    way.server.onDatagram?(way.wire.sent.removeFirst())
                } else {
                    way.wire.onDatagram?(way.server.sent.removeFirst())
                }
            }
        }
    }

    @Test func servesSeveralPeers() throws {
        let bench = try Bench()
        let clients = try ["127.0.0.1:1", "127.0.0.1:2"].map { try bench.client(at: bench.address($0)) }
        for (index, client) in clients.enumerated() { client.send([UInt8(index)]) }
        bench.settle()
        #expect(bench.peers.map(\.peer).sorted() == ["127.0.0.1:1", "127.0.0.1:2"])
        #expect(Set(bench.atServer) == [[0], [1]] && bench.listener.nextDeadline == nil)
        #expect(bench.peers.map(\.clientIdentity) == [[0x61], [0x61]])
    }

    @Test func takesAPeerThatBeginsAnew() throws {
        let bench = try Bench()
        let address = bench.address("127.0.0.1:1")
        let first = try bench.client(at: address)
        bench.settle()
        #expect(first.state == .open)
        let second = try bench.client(at: address)
        second.send([2])
        bench.settle()
        #expect(second.state == .open && bench.peers.count == 2 && bench.atServer == [[2]])
        #expect(bench.states == [.failed("127.0.0.1:1 began anew")] && !address.isClosed)
    }

    @Test func keepsAnAssociationWhenAStrangerTriesItsAddress() throws {
        let bench = try Bench()
        let address = bench.address("127.0.0.1:1")
        let first = try bench.client(at: address)
        bench.settle()
        let stranger = try bench.client(at: address, identity: [0x62])
        bench.settle()
        #expect(stranger.state != .open && bench.states.isEmpty)
        #expect(bench.failures == ["127.0.0.1:1 calls itself 'b', an identity that is not known here"])
        bench.peers[0].send([7])
        var received: [[UInt8]] = []
        first.onDatagram = { received.append($0) }
        #expect(address.sent.count == 1 && !address.isClosed)
    }

    @Test func forgetsPeersThatFailOrClose() throws {
        let bench = try Bench()
        let noise = bench.address("127.0.0.1:1")
        noise.onDatagram?([1, 2, 3])
        #expect(noise.isClosed)
        let failing = bench.address("127.0.0.1:2")
        let refused = try bench.client(at: failing, identity: [0x62])
        bench.settle()
        #expect(failing.isClosed && refused.state != .open && bench.failures.count == 1)
        let closing = bench.address("127.0.0.1:3")
        let client = try bench.client(at: closing)
        bench.settle()
        client.close()
        bench.settle()
        #expect(closing.isClosed && bench.states == [.failed("127.0.0.1:3 closed the connection")])
    }
}
