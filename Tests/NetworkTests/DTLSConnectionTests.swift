import CoAP
import Network
import Randomness
import TestSupport
import Testing
import Wires

struct DTLSConnectionTests {
    @Test func shakesHandsAndCarriesDatagramsBothWays() throws {
        let pair = try DTLSPair()
        #expect(pair.client.state == .opening && pair.client.cipher == "none")
        pair.client.send([1, 2, 3])
        pair.settle()
        #expect(pair.clientStates == [.open] && pair.server.state == .open)
        #expect(pair.client.cipher == "PSK-AES128-CCM8" && !pair.client.isResumed)
        #expect(pair.server.clientIdentity == Array("device".utf8))
        pair.server.send([4])
        pair.server.send([UInt8](repeating: 7, count: 1200))
        pair.settle()
        #expect(pair.atServer == [[1, 2, 3]] && pair.atClient == [[4], [UInt8](repeating: 7, count: 1200)])
        #expect(pair.client.nextDeadline == nil && pair.server.nextDeadline == nil)
    }

    @Test func takesTheLongestIdentityAndKey() throws {
        let (identity, key) = ([UInt8](repeating: 65, count: 128), [UInt8](repeating: 0xFF, count: 64))
        let pair = try DTLSPair(
            identity: identity, key: key, keys: [String(decoding: identity, as: UTF8.self): key])
        pair.settle()
        #expect(pair.client.state == .open && pair.server.clientIdentity == identity)
    }

    struct BadCredentials: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let identity, key: [UInt8]
        let message: String
    }
    static let badCredentials = [
        BadCredentials(
            testDescription: "long identity", identity: [UInt8](repeating: 65, count: 129), key: [1],
            message: "the identity has 129 bytes; at most 128 fit"),
        BadCredentials(
            testDescription: "zero in the identity", identity: [65, 0], key: [1],
            message: "the identity holds a byte 0, which OpenSSL takes for its end"),
        BadCredentials(
            testDescription: "no key", identity: [65], key: [], message: "the key has 0 bytes; it takes 1 to 64"),
        BadCredentials(
            testDescription: "long key", identity: [65], key: [UInt8](repeating: 1, count: 65),
            message: "the key has 65 bytes; it takes 1 to 64"),
    ]
    @Test(arguments: badCredentials) func refuses(_ bad: BadCredentials) throws {
        let error = #expect(throws: DTLSError.self) { try DTLSPair(identity: bad.identity, key: bad.key) }
        #expect(error?.code == .badCredentials && error?.message == bad.message)
    }

    /// Our server says so as soon as the client's last word came twice.
    @Test func saysAtBothEndsThatAKeyIsWrong() throws {
        let pair = try DTLSPair(key: [0xAB, 0xCD, 0xEF])
        pair.run(until: 1)
        #expect(
            pair.clientStates == [
                .failed(
                    "127.0.0.1:5684 does not accept this key (alert 51, decrypt_error); you gave 3 bytes")
            ])
        #expect(
            pair.server.state
                == .failed("no valid Finished from 127.0.0.1:50000: it has another key for the identity 'device'"))
        #expect(pair.clientWire.isClosed && pair.client.nextDeadline == nil)
    }

    /// As of most servers, which keep silent; a flight that the server repeats does not shorten the waits.
    @Test func saysThatAWrongKeyIsNotAccepted() throws {
        let pair = try DTLSPair(key: [0xAB, 0xCD, 0xEF])
        pair.isLost = { pair.serverWire.isClosed }
        var notices: [String] = []
        pair.client.onNotice = { notices.append($0) }
        pair.run(until: 2.9)
        #expect(notices == [])
        pair.run(until: 3.1)
        let doubt =
            "no answer to our Finished from 127.0.0.1:5684 so far: it probably does not accept this identity or key; "
            + "you gave 3 bytes"
        #expect(notices == [doubt] && pair.client.state == .opening)
        pair.run(until: 60)
        #expect(notices == [doubt])
        #expect(
            pair.clientStates == [
                .failed(
                    "no answer to our Finished from 127.0.0.1:5684: the server does not accept this identity or key; "
                        + "you gave 3 bytes")
            ])
        #expect(
            pair.server.state
                == .failed("no valid Finished from 127.0.0.1:50000: it has another key for the identity 'device'"))
        #expect(pair.clientWire.isClosed && pair.client.nextDeadline == nil)
    }

    @Test func saysThatAnIdentityIsNotKnown() throws {
        let pair = try DTLSPair(identity: Array("other".utf8))
        pair.settle()
        #expect(
            pair.client.state
                == .failed("127.0.0.1:5684 does not know the identity 'other' (alert 115, unknown_psk_identity)"))
        #expect(
            pair.server.state
                == .failed("127.0.0.1:50000 calls itself 'other', an identity that is not known here"))
    }

    @Test func saysThatNobodyAnswers() throws {
        let pair = try DTLSPair()
        pair.isLost = { true }
        pair.run(until: 19.9)
        #expect(pair.client.state == .opening)
        pair.run(until: 20)
        #expect(
            pair.client.state
                == .failed(
                    "no answer from 127.0.0.1:5684 in 20 s: no DTLS server can be reached there; coaps has port 5684"))
    }

    @Test func passesOnWhyTheLinkFailed() throws {
        let pair = try DTLSPair()
        pair.clientWire.fail("nothing listens on 127.0.0.1:5684")
        #expect(pair.clientStates == [.failed("nothing listens on 127.0.0.1:5684")])
    }

    @Test func sendsFlightsAgainWithGrowingWaits() throws {
        let pair = try DTLSPair()
        var times: [Double] = []
        pair.isLost = {
            times.append(pair.time)
            return true
        }
        pair.run(until: 19)
        #expect(times == [0, 1, 3, 7, 15])
    }

    @Test(arguments: 1...40) func getsThroughALossyNetwork(_ seed: UInt64) throws {
        let pair = try DTLSPair()
        var generator = SeededSequence(seed: seed)
        // The time is short for so many losses: what is tested is that no loss of a message stops a handshake for good.
        var losses = 0
        pair.isLost = {
            guard losses < 4, Int.random(in: 0..<10, using: &generator) < 5 else { return false }
            losses += 1
            return true
        }
        pair.run(until: 19.9)
        #expect(pair.client.state == .open && pair.server.state == .open, "\(pair.client.state)")
        pair.isLost = { false }
        pair.client.send([9])
        pair.settle()
        #expect(pair.atServer == [[9]])
    }

    @Test func resumesASession() throws {
        let (clientContext, serverContext) = (try DTLSContext(isServer: false), try DTLSContext(isServer: true))
        let first = try DTLSPair(clientContext: clientContext, serverContext: serverContext)
        first.settle()
        first.client.close()
        first.settle()
        #expect(first.server.state == .failed("127.0.0.1:50000 closed the connection"))
        let second = try DTLSPair(clientContext: clientContext, serverContext: serverContext)
        second.settle()
        #expect(second.client.state == .open && second.client.isResumed)
        // Another key is another session.
        let third = try DTLSPair(key: [9], clientContext: clientContext, serverContext: serverContext)
        third.run(until: 20)
        #expect(third.client.state != .open)
    }

    @Test func makesANewSessionAfterTheServerLostItsState() throws {
        let clientContext = try DTLSContext(isServer: false)
        let first = try DTLSPair(clientContext: clientContext)
        first.settle()
        try first.restartServer()
        first.client.send([1])
        first.run(until: 5)
        // The association still looks open: only the silence tells.
        #expect(first.client.state == .open && first.atServer.isEmpty)
        let second = try DTLSPair(clientContext: clientContext)
        second.settle()
        #expect(second.client.state == .open && !second.client.isResumed)
    }

    @Test func saysGoodbye() throws {
        let pair = try DTLSPair()
        pair.settle()
        pair.server.close()
        pair.settle()
        #expect(pair.clientStates == [.open, .failed("127.0.0.1:5684 closed the connection")])
        pair.client.send([1])
        pair.client.close()
        pair.settle()
        #expect(pair.clientStates.count == 2 && pair.clientWire.sent.isEmpty)
    }

    @Test func givesItsSecretsToARecording() throws {
        var lines: [String] = []
        let pair = try DTLSPair(onSecret: { lines.append($0) })
        pair.settle()
        #expect(lines.count == 1 && lines[0].hasPrefix("CLIENT_RANDOM ") && lines[0].count == 14 + 64 + 1 + 96)
    }

    @Test func freesWhatItMade() throws {
        weak var client: DTLSConnection?
        weak var context: DTLSContext?
        do {
            let made = try DTLSContext(isServer: false)
            let pair = try DTLSPair(clientContext: made)
            pair.settle()
            (client, context) = (pair.client, made)
            #expect(client != nil)
        }
        #expect(client == nil && context == nil)
    }

    @Test func survivesHostileDatagrams() throws {
        var generator = SeededSequence(seed: 4)
        var corpus: [[UInt8]] = []
        let recorded = try DTLSPair()
        recorded.client.send([1, 2, 3])
        recorded.isLost = {
            corpus += recorded.clientWire.sent + recorded.serverWire.sent
            return false
        }
        corpus += recorded.clientWire.sent
        recorded.settle()
        var pair = try DTLSPair()
        for round in 0..<30_000 {
            if round % 500 == 0 {
                pair = try DTLSPair()
                if round % 1000 == 0 { pair.settle() }
            }
            var datagram = corpus.randomElement(using: &generator) ?? []
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: datagram = Array(datagram.prefix(Int.random(in: 0...datagram.count, using: &generator)))
            case 1:
                datagram = (0..<Int.random(in: 0..<80, using: &generator)).map { _ in
                    .random(in: 0...255, using: &generator)
                }
            default:
                for _ in 0..<3 where !datagram.isEmpty {
                    datagram[Int.random(in: 0..<datagram.count, using: &generator)] = .random(
                        in: 0...255, using: &generator)
                }
            }
            (Bool.random(using: &generator) ? pair.clientWire : pair.serverWire).onDatagram?(datagram)
        }
        // An open association takes no harm from what others throw at it.
        let open = try DTLSPair()
        open.settle()
        for _ in 0..<5000 {
            let noise = (0..<Int.random(in: 1..<60, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            open.clientWire.onDatagram?(noise)
            open.serverWire.onDatagram?(noise)
        }
        for datagram in corpus { open.clientWire.onDatagram?(datagram) }
        open.client.send([5])
        open.settle()
        #expect(open.client.state == .open && open.atServer == [[5]])
    }
}
