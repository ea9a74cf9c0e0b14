import Clocks
import CoAP
import Network
import Testing

/// Sockets of UDP on this machine.
@Suite(.serialized) struct SocketTests {
    private final class Heard {
        var datagrams: [[UInt8]] = []
        var notices: [String] = []
        var states: [ConnectionState] = []
        var kept: [any Connection] = []
    }

    /// A listener that sends everything back.
    private func echo(_ loop: EventLoop, host: String, _ heard: Heard, port: UInt16 = 0) throws -> UDPListener {
        let listener = try UDPListener(host: host, port: port, on: loop)
        listener.onPeer = { peer in
            heard.kept.append(peer)
            peer.onDatagram = { [weak peer] in peer?.send($0) }
        }
        return listener
    }

    private func listen(_ connection: UDPConnection, _ heard: Heard) {
        connection.onDatagram = { heard.datagrams.append($0) }
        connection.onNotice = { heard.notices.append($0) }
        connection.onState = { heard.states.append($0) }
    }

    @Test(arguments: ["127.0.0.1", "::1"]) func datagramsGoThereAndBack(_ host: String) throws {
        let loop = try EventLoop()
        let server = Heard()
        let client = Heard()
        let listener = try echo(loop, host: host, server)
        let connection = UDPConnection(host: host, port: listener.port, on: loop)
        listen(connection, client)
        #expect(connection.state == .open)
        #expect(connection.peer == listener.address)
        #expect(connection.remoteAddress == listener.localAddress)
        for byte in 0..<10 as Range<UInt8> { connection.send([byte]) }
        EventLoopTests.run(loop) { client.datagrams.count == 10 }
        #expect(client.datagrams == (0..<10).map { [UInt8($0)] })
        #expect(server.kept.count == 1)
        #expect(!listener.isReachableFromElsewhere)
        connection.close()
        connection.send([1])
        connection.close()
    }

    @Test func answersToABurstGoOutInOrderAlsoBeforeTheEnd() throws {
        let loop = try EventLoop()
        let server = Heard()
        let listener = try UDPListener(host: "127.0.0.1", port: 0, on: loop)
        listener.onPeer = { peer in
            server.kept.append(peer)
            peer.onDatagram = { [weak peer] datagram in
                server.datagrams.append(datagram)
                guard datagram == [0xFF] else { return }
                for byte in 0..<40 as Range<UInt8> { peer?.send([byte]) }
            }
        }
        let connection = UDPConnection(host: "127.0.0.1", port: listener.port, on: loop)
        connection.onDatagram = { [unowned connection] datagram in
            connection.send(datagram)
            if datagram == [39] { connection.close() }
        }
        connection.send([0xFF])
        EventLoopTests.run(loop) { server.datagrams.count == 41 }
        #expect(server.datagrams == [[0xFF]] + (0..<40).map { [UInt8($0)] })
    }

    /// Answers of one size may go out as one piece; each stays a datagram of its own, whatever its size.
    @Test func answersOfAnySizesStayApart() throws {
        let loop = try EventLoop()
        let server = Heard()
        let sizes = [5, 5, 5, 3, 5, 0, 0, 7, 1, 1, 2, 1200, 1200, 1100, 9] + Array(repeating: 600, count: 70)
        let answers = sizes.enumerated().map { number, size in [UInt8](repeating: UInt8(number & 127), count: size) }
        let listener = try UDPListener(host: "127.0.0.1", port: 0, on: loop)
        listener.onPeer = { peer in
            server.kept.append(peer)
            peer.onDatagram = { [weak peer] datagram in
                server.datagrams.append(datagram)
                if datagram == [0xFF] { peer?.send([0xFE]) }
            }
        }
        let connection = UDPConnection(host: "127.0.0.1", port: listener.port, on: loop)
        connection.onDatagram = { [unowned connection] _ in for answer in answers { connection.send(answer) } }
        connection.send([0xFF])
        EventLoopTests.run(loop) { server.datagrams.count == 1 + answers.count }
        #expect(server.datagrams.map(\.count) == [1] + sizes)
        let areWhole = Array(server.datagrams.dropFirst()) == answers
        #expect(areWhole)
    }

    @Test func aNameIsLookedUpAside() throws {
        let loop = try EventLoop()
        let server = Heard()
        let client = Heard()
        // The name may lead to ::1 first, where nobody listens.
        let listener = try echo(loop, host: "127.0.0.1", server)
        let connection = UDPConnection(host: "localhost", port: listener.port, on: loop)
        listen(connection, client)
        #expect(connection.state == .opening)
        connection.send([1])
        connection.send([2])
        EventLoopTests.run(loop) { client.datagrams.count >= 2 }
        #expect(Set(client.datagrams) == [[1], [2]])
        #expect(client.states == [.open])
        #expect(client.notices.isEmpty)
        #expect(connection.peer == listener.address)
    }

    @Test func anUnknownNameIsSaidInWords() throws {
        let loop = try EventLoop()
        let client = Heard()
        let connection = UDPConnection(host: "no such host", port: 5683, on: loop)
        listen(connection, client)
        EventLoopTests.run(loop) { !client.states.isEmpty }
        guard case .failed(let words) = connection.state else {
            Issue.record("\(connection.state)")
            return
        }
        #expect(words.hasPrefix("the host no such host is not known: "))
        #expect(client.states == [connection.state])
    }

    @Test func aRefusalIsSaidOnceInWords() throws {
        let loop = try EventLoop()
        let client = Heard()
        let port = try UDPListener(port: 0, on: loop).port
        let connection = UDPConnection(host: "127.0.0.1", port: port, on: loop)
        listen(connection, client)
        for _ in 0..<5 {
            connection.send([1])
            loop.runOnce(timeout: 0.05)
        }
        #expect(
            client.notices == ["nothing listens at 127.0.0.1:\(port): the machine there refused the datagram"])
        #expect(connection.state == .open)
        // Whoever comes later is reached all the same.
        let server = Heard()
        let listener = try echo(loop, host: "127.0.0.1", server, port: port)
        connection.send([7])
        EventLoopTests.run(loop) { !client.datagrams.isEmpty }
        #expect(client.datagrams.last == [7])
        _ = listener
    }

    @Test func aTakenPortIsSaidInWords() throws {
        let loop = try EventLoop()
        let listener = try UDPListener(port: 0, on: loop)
        let error = #expect(throws: NetworkError.self) { _ = try UDPListener(port: listener.port, on: loop) }
        #expect(error?.message == "cannot listen at \(listener.address): Address already in use")
        let name = #expect(throws: NetworkError.self) { _ = try UDPListener(host: "example", port: 0, on: loop) }
        #expect(name?.message == "'example' is not an address to listen on: write 127.0.0.1 or ::1")
    }

    @Test func peersOfAListenerAreToldApart() throws {
        let loop = try EventLoop()
        let server = Heard()
        let listener = try echo(loop, host: "127.0.0.1", server)
        let heard = (0..<20).map { _ in Heard() }
        let connections = heard.map { heard in
            let connection = UDPConnection(host: "127.0.0.1", port: listener.port, on: loop)
            listen(connection, heard)
            return connection
        }
        for (index, connection) in connections.enumerated() { connection.send([UInt8(index)]) }
        EventLoopTests.run(loop) { heard.allSatisfy { !$0.datagrams.isEmpty } }
        for (index, heard) in heard.enumerated() { #expect(heard.datagrams == [[UInt8(index)]]) }
        #expect(Set(server.kept.map(\.peer)).count == 20)
        // A peer that was closed comes in anew.
        server.kept[0].close()
        connections[0].send([99])
        EventLoopTests.run(loop) { server.kept.count == 21 }
        #expect(server.kept.last?.peer == server.kept[0].peer)
    }

    @Test(arguments: [ConnectionSecurity.none, .preSharedKey(identity: Array("a".utf8), key: [1, 2, 3])])
    func twentyKilobytesGoBothWays(_ security: ConnectionSecurity) throws {
        let loop = try EventLoop()
        let context = try DTLSContext(isServer: true)
        let bytes = (0..<20_480).map { UInt8(truncatingIfNeeded: $0) }
        var ends: [(any Connection, Endpoint)] = []
        let listener = try UDPListener(port: 0, on: loop)
        listener.onPeer = { peer in
            var connection = peer
            if security != .none {
                guard
                    let dtls = try? DTLSConnection(
                        over: peer, as: .server { $0 == Array("a".utf8) ? [1, 2, 3] : nil },
                        context: context, clock: { MonotonicClock.now })
                else {
                    Issue.record("no association")
                    return
                }
                connection = dtls
            }
            let endpoint = Endpoint(seed: 1) { connection.send($0) }
            connection.onDatagram = {
                endpoint.receive($0, at: MonotonicClock.now) { incoming in
                    let request = incoming.request
                    if request.method == .get { return .respond(CoAPResponse(.content, payload: bytes)) }
                    return .respond(CoAPResponse(request.payload == bytes ? .changed : .badRequest))
                }
            }
            ends.append((connection, endpoint))
        }
        let connector = SocketConnector(on: loop)
        let connection = connector.connect(host: "127.0.0.1", port: listener.port, security: security)
        let endpoint = Endpoint(seed: 2) { connection.send($0) }
        connection.onDatagram = { endpoint.receive($0, at: loop.now) }
        loop.addDeadlines(next: { endpoint.nextDeadline }, advance: { endpoint.advance(to: $0) })
        var outcomes: [ExchangeOutcome] = []
        endpoint.request(CoAPRequest(.put, path: ["5", "0", "0"], payload: bytes), at: loop.now) { outcomes.append($0) }
        endpoint.request(CoAPRequest(.get, path: ["9"]), at: loop.now) { outcomes.append($0) }
        EventLoopTests.run(loop) { outcomes.count == 2 }
        #expect(outcomes.map(\.description) == ["2.04", "2.05"])
        #expect(outcomes.last?.response?.payload == bytes)
        #expect(ends.count == 1)
        #expect(connection.state == .open)
    }
}
