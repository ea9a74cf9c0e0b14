import CoAP
import Network
import Randomness
import TestSupport
import Testing
import Wires

/// Invalid records are discarded silently, and the association is preserved (RFC 6347 §4.1.2.7).
struct ForgedRecordTests {
    @Test(arguments: DTLSCipher.allCases) func anOpenAssociationOutlivesForgedRecords(_ cipher: DTLSCipher) throws {
        let pair = try DTLSPair(ciphers: [cipher])
        pair.settle()
        #expect(pair.client.state == .open && pair.client.cipher == cipher.rawValue)
        for (index, datagram) in Forgery.atOpenAssociation.enumerated() {
            pair.clientWire.onDatagram?(datagram)
            pair.serverWire.onDatagram?(datagram)
            guard pair.client.state == .open, pair.server.state == .open else {
                Issue.record("datagram \(index), \(datagram.prefix(30)): \(pair.client.state), \(pair.server.state)")
                return
            }
        }
        #expect(pair.clientWire.sent.isEmpty && pair.serverWire.sent.isEmpty)
        pair.client.send([1, 2])
        pair.server.send([3])
        pair.settle()
        #expect(pair.atServer == [[1, 2]] && pair.atClient == [[3]])
    }

    @Test(arguments: DTLSCipher.allCases) func anOpenAssociationOutlivesChangedRecords(_ cipher: DTLSCipher) throws {
        let pair = try DTLSPair(ciphers: [cipher])
        pair.settle()
        var generator = SeededSequence(seed: 9)
        for round in 0..<400 {
            pair.client.send([UInt8](repeating: 1, count: round % 70 + 1))
            pair.server.send([UInt8](repeating: 2, count: round % 70 + 1))
            var up = pair.clientWire.sent.removeFirst()
            var down = pair.serverWire.sent.removeFirst()
            let place = Int.random(in: 0..<min(up.count, down.count), using: &generator)
            up[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            down[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            pair.serverWire.onDatagram?(round % 3 == 0 ? Array(up.prefix(place)) : up)
            pair.clientWire.onDatagram?(round % 3 == 0 ? Array(down.prefix(place)) : down)
        }
        pair.atServer = []
        pair.client.send([5])
        pair.settle()
        #expect(pair.client.state == .open && pair.server.state == .open && pair.atServer == [[5]])
    }

    /// Before each step of a handshake, what can be seen to belong nowhere is thrown at both ends.
    @Test(arguments: DTLSCipher.allCases) func aHandshakeOutlivesWhatBelongsNowhere(_ cipher: DTLSCipher) throws {
        let pair = try DTLSPair(ciphers: [cipher])
        var forged = Forgery.atOpenAssociation.filter { datagram in
            // Whole messages and alerts in plain text are all that a handshake is made of, and of those it believes.
            datagram.count < 13 || datagram[0] == 23 || datagram[3...4] != [0, 0]
        }
        for sequence in 0...3 as ClosedRange<UInt16> {
            for body in [[], [254], [254, 255, 200, 1], [1, 2, 0], [254, 255, 1, 1, 1]] as [[UInt8]] {
                forged.append(
                    Forgery.record(
                        22, sequence: 77, version: [0xFE, 0xFF], Forgery.message(3, sequence: sequence, body)))
            }
        }
        pair.onMove = { _, _ in
            for datagram in forged {
                pair.clientWire.onDatagram?(datagram)
                pair.serverWire.onDatagram?(datagram)
            }
        }
        pair.run(until: 15)
        #expect(pair.client.state == .open && pair.server.state == .open, "\(pair.client.state), \(pair.server.state)")
    }

    @Test func aForgedHelloVerifyRequestCostsOneMoreRound() throws {
        let bench = try DTLSListenerTests.Bench()
        let address = bench.address("127.0.0.1:1")
        let client = try bench.client(at: address)
        let wire = try #require(bench.wire(at: address))
        let cookie: [UInt8] = [0xFE, 0xFF, 4, 1, 2, 3, 4]
        wire.onDatagram?(Forgery.record(22, version: [0xFE, 0xFF], Forgery.message(3, cookie)))
        bench.settle()
        #expect(client.state == .open && bench.peers.count == 1)
    }

    struct Identity: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
    }
    static let identities = [
        Identity(testDescription: "not UTF-8", bytes: [0xFE, 0x01, 0xFF, 0x80]),
        Identity(testDescription: "empty", bytes: []),
        Identity(testDescription: "the longest, not UTF-8", bytes: [UInt8](repeating: 0xC3, count: 128)),
        Identity(testDescription: "replacement character", bytes: [0xEF, 0xBF, 0xBD]),
        Identity(testDescription: "every byte but 0", bytes: Array(1...127)),
    ]
    @Test(arguments: identities) func identitiesMatchByteForByte(_ identity: Identity) throws {
        var asked: [[UInt8]] = []
        let wire = Wire(peer: "127.0.0.1:1")
        let server = try DTLSConnection(
            over: wire,
            as: .server {
                asked.append($0)
                return $0 == identity.bytes ? [4, 5] : nil
            }, context: DTLSContext(isServer: true), clock: { 0 })
        let clientWire = Wire(peer: "127.0.0.1:5684")
        let client = try DTLSConnection(
            over: clientWire, as: .client(identity: identity.bytes, key: [4, 5]), context: DTLSContext(isServer: false),
            clock: { 0 })
        while !clientWire.sent.isEmpty || !wire.sent.isEmpty {
            if clientWire.sent.isEmpty {
                clientWire.onDatagram?(wire.sent.removeFirst())
            } else {
                wire.onDatagram?(clientWire.sent.removeFirst())
            }
        }
        #expect(client.state == .open && server.state == .open && asked == [identity.bytes])
        #expect(server.clientIdentity == identity.bytes)
    }

    /// An identity with a byte 0 is not taken for the one before that byte.
    @Test func anIdentityWithAZeroIsNotItsBeginning() throws {
        let pair = try DTLSPair(identity: Array("device\u{1}x".utf8))
        pair.change = { datagram in
            // The byte 1 of the ClientKeyExchange becomes a 0.
            guard let place = datagram.firstIndex(of: UInt8(ascii: "d")), datagram[13] == 16 else { return datagram }
            var changed = datagram
            changed[place + 6] = 0
            return changed
        }
        pair.settle()
        #expect(pair.server.clientIdentity == Array("device\0x".utf8))
        #expect(
            pair.server.state
                == .failed("127.0.0.1:50000 calls itself hex:6465766963650078, an identity that is not known here"))
    }
}
