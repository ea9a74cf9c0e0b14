import CoAP
import Network
import TestSupport
import Testing
import Wires

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

        /// The client's end of the way to an address.
        func wire(at server: Wire) -> Wire? { ways.first { $0.server === server }?.wire }

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

    @Test func keepsNothingOfAClientHelloWithoutCookie() throws {
        let bench = try Bench()
        for number in 0..<1000 {
            let hello = Forgery.record(
                22, sequence: 3, Forgery.message(1, Forgery.clientHello(random: UInt8(number % 256))))
            guard case .answer(let request) = bench.listener.receive(hello, from: "127.0.0.1:\(number)") else {
                Issue.record("no HelloVerifyRequest")
                return
            }
            // The record and the message have the numbers of those that they answer.
            #expect(request.count == 13 + 12 + 3 + 32 && request[0] == 22 && request[10] == 3 && request[13] == 3)
        }
        #expect(bench.listener.nextDeadline == nil && bench.peers.isEmpty)
        let hello = Forgery.clientHello()
        for noise in Forgery.atOpenAssociation where noise.suffix(hello.count) != hello[...] {
            #expect(bench.listener.receive(noise, from: "127.0.0.1:9") == .ignore)
        }
    }

    /// A cookie proves an address and a ClientHello, for ten minutes at most.
    @Test func judgesCookies() throws {
        var now = 1000.0
        let listener = try DTLSListener(clock: { now }) { _ in nil }
        func hello(_ cookie: [UInt8], random: UInt8 = 7) -> [UInt8] {
            Forgery.record(
                22, sequence: 1, Forgery.message(1, sequence: 1, Forgery.clientHello(random: random, cookie: cookie)))
        }
        let first = Forgery.record(22, Forgery.message(1, Forgery.clientHello()))
        guard case .answer(let request) = listener.receive(first, from: "a:1") else {
            Issue.record("no HelloVerifyRequest")
            return
        }
        let cookie = Array(request.suffix(32))
        #expect(listener.receive(hello(cookie), from: "a:1") == .welcome)
        #expect(listener.receive(hello(cookie), from: "a:2") != .welcome)
        #expect(listener.receive(hello(cookie, random: 8), from: "a:1") != .welcome)
        #expect(listener.receive(hello(Array(cookie.dropLast())), from: "a:1") != .welcome)
        #expect(listener.receive(hello([UInt8](repeating: 0, count: 255)), from: "a:1") != .welcome)
        now += 299
        #expect(listener.receive(hello(cookie), from: "a:1") == .welcome)
        now += 200
        #expect(listener.receive(hello(cookie), from: "a:1") == .welcome)
        now += 400
        #expect(listener.receive(hello(cookie), from: "a:1") != .welcome)
    }

    @Test func anOpenAssociationOutlivesForgedRecordsAndHellos() throws {
        let bench = try Bench()
        let address = bench.address("127.0.0.1:1")
        let client = try bench.client(at: address)
        bench.settle()
        for datagram in Forgery.atOpenAssociation {
            address.onDatagram?(Forgery.record(22, Forgery.message(1, Forgery.clientHello())))
            address.onDatagram?(datagram)
        }
        address.sent.removeAll()
        client.send([1])
        bench.settle()
        #expect(bench.atServer == [[1]] && bench.states.isEmpty && bench.peers.count == 1 && bench.failures.isEmpty)
    }

    /// Small pieces, as of a client whose way carries little: the cookie stands in the first one.
    @Test func takesAClientHelloInPieces() throws {
        let bench = try Bench()
        let address = bench.address("127.0.0.1:1")
        let client = try bench.client(at: address)
        let wire = try #require(bench.wire(at: address))
        var sequence: UInt64 = 0
        // More records than the client made: those in plain text are counted anew.
        func record(_ datagram: [UInt8], _ fragment: [UInt8]) -> [UInt8] {
            defer { sequence += 1 }
            return Forgery.record(datagram[0], sequence: sequence, version: Array(datagram[1...2]), fragment)
        }
        func inPieces(_ datagram: [UInt8]) -> [[UInt8]] {
            let length = Int(datagram[11]) * 256 + Int(datagram[12]) + 13
            guard datagram.count == length else {
                return inPieces(Array(datagram[..<length])) + inPieces(Array(datagram[length...]))
            }
            guard datagram[3...4] == [0, 0] else { return [datagram] }
            guard datagram[0] == 22, datagram[13] == 1 else { return [record(datagram, Array(datagram[13...]))] }
            let body = datagram.dropFirst(25)
            return [(0, body.prefix(80)), (80, body.dropFirst(80))].map { offset, piece in
                var head = Array(datagram[13..<19])
                head += Forgery.bytes(UInt64(offset), 3) + Forgery.bytes(UInt64(piece.count), 3)
                return record(datagram, head + Array(piece))
            }
        }
        for _ in 0..<20 {
            let sent = wire.sent
            wire.sent = []
            for datagram in sent { for piece in inPieces(datagram) { address.onDatagram?(piece) } }
            let answers = address.sent
            address.sent = []
            for answer in answers { wire.onDatagram?(answer) }
        }
        #expect(bench.peers.count == 1, "\(bench.failures), \(client.state)")
    }

    @Test func givesUpTheOldestHandshakeForANewOne() throws {
        let bench = try Bench()
        bench.listener.mostHandshakes = 3
        // They prove their address, and then say no more.
        for number in 1...5 {
            let server = bench.address("127.0.0.1:\(number)")
            let client = try bench.client(at: server)
            let wire = try #require(bench.wire(at: server))
            for datagram in wire.sent { server.onDatagram?(datagram) }
            wire.sent = []
            for request in server.sent { wire.onDatagram?(request) }
            for datagram in wire.sent { server.onDatagram?(datagram) }
            #expect(client.state == .opening)
        }
        #expect(
            bench.failures == [
                "more than 3 handshakes run: the oldest one was given up",
                "more than 3 handshakes run: the oldest one was given up",
            ])
    }

    @Test func endsTheAssociationThatWasSilentLongestForANewOne() throws {
        let bench = try Bench()
        bench.listener.mostAssociations = 2
        let clients = try (1...3).map { try bench.client(at: bench.address("127.0.0.1:\($0)")) }
        bench.settle()
        #expect(clients.map(\.state).count == 3 && bench.peers.filter { $0.state == .open }.count == 2)
        #expect(bench.states == [.failed("more than 2 clients are connected: this one was silent longest")])
    }
}
