import CoAP
import Network
import TestSupport
import Testing

/// What others send in somebody's name, at the programs as they are run.
@Suite(.serialized) struct ForgedDatagramTests {
    /// Stands between a client and the server, and can speak in the name of either.
    private final class Middle {
        let loop: EventLoop
        let listener: UDPListener
        private var client: (any Connection)?
        private var server: UDPConnection?

        init(to port: UInt16) throws {
            let loop = try EventLoop()
            self.loop = loop
            listener = try UDPListener(port: 0, on: loop)
            listener.onPeer = { [unowned self] peer in
                let up = UDPConnection(host: "127.0.0.1", port: port, on: loop)
                peer.onDatagram = { [unowned up] in up.send($0) }
                up.onDatagram = { [unowned peer] in peer.send($0) }
                client = peer
                server = up
            }
        }

        func run(_ program: LiveProgram, until text: String) -> Bool {
            var isThere = false
            EventLoopTests.run(loop) {
                isThere = isThere || program.wait(for: text, seconds: 0.002)
                return isThere
            }
            return isThere
        }

        /// Sends forgeries to both ends, so slowly that none is lost.
        func forge(_ datagrams: [[UInt8]]) {
            for (index, datagram) in datagrams.enumerated() {
                client?.send(datagram)
                server?.send(datagram)
                if index % 16 == 15 { loop.runOnce(timeout: 0.002) }
            }
        }
    }

    private func start(_ arguments: String...) throws -> (LiveProgram, UInt16) {
        let server = try LiveProgram(["server", "--port", "0"] + arguments)
        let line = try #require(server.line(from: "://127.0.0.1:"))
        return (server, try #require(UInt16(line.dropFirst("://127.0.0.1:".count).prefix { $0.isNumber })))
    }

    /// The identity is one that is not UTF-8.
    @Test func anAssociationOutlivesForgeriesAtBothEnds() throws {
        let credentials = ["--psk-identity", "hex:fe01ff80", "--psk", "str:secret"]
        let (server, port) = try start(credentials[0], credentials[1], credentials[2], credentials[3])
        let middle = try Middle(to: port)
        let module = try LiveProgram(["run", "--server", "coaps://127.0.0.1:\(middle.listener.port)"] + credentials)
        #expect(middle.run(server, until: "registered from"))
        let hello = Forgery.record(22, Forgery.message(1, Forgery.clientHello()))
        // A ClientHello without cookie, and then a short record of the next epoch.
        for length in 1...16 {
            middle.forge([hello, Forgery.record(22, epoch: 1, [UInt8](repeating: 1, count: length))])
        }
        middle.forge(Forgery.atOpenAssociation)
        for _ in 0..<50 { middle.loop.runOnce(timeout: 0.002) }
        try server.send("read /3/0/0\n")
        #expect(middle.run(server, until: "/3/0/0 Manufacturer:"))
        let rest = server.rest
        #expect(!rest.contains("registered") && !rest.contains("began anew") && !rest.contains("closed"))
        module.kill()
        server.kill()
    }

    /// Source addresses that are not the sender's: nothing is kept of them, and clients are served at once.
    @Test(arguments: [true, false]) func manyForgedAddressesCostNoMemory(_ isSecure: Bool) throws {
        let credentials = isSecure ? ["--psk-identity", "me", "--psk", "str:secret"] : []
        let server = try LiveProgram(["server", "--port", "0"] + credentials)
        let line = try #require(server.line(from: "://127.0.0.1:"))
        let port = try #require(UInt16(line.dropFirst("://127.0.0.1:".count).prefix { $0.isNumber }))
        let loop = try EventLoop()
        let before = try #require(server.residentMemory)
        for number in 0..<4000 {
            let forged = UDPConnection(host: "127.0.0.1", port: port, on: loop)
            let id = [UInt8(number >> 8), UInt8(number & 255)]
            // A GET of what is not there, or the first block of a Register that never ends.
            let plain: [UInt8] = number % 2 == 0 ? [0x40, 1] + id + [0xB1, 0x78] : [0x40, 2] + id + Self.firstBlock
            forged.send(
                isSecure
                    ? Forgery.record(22, Forgery.message(1, Forgery.clientHello(random: UInt8(number & 255)))) : plain)
            if number % 50 == 49 { loop.runOnce(timeout: 0.002) }
            forged.close()
        }
        let uri = "\(isSecure ? "coaps" : "coap")://127.0.0.1:\(port)"
        let module = try LiveProgram(["run", "--server", uri] + credentials)
        #expect(server.wait(for: "registered from", seconds: 10))
        let grown = try #require(server.residentMemory) - before
        #expect(grown < 24_000, "\(grown) KiB")
        module.kill()
        server.kill()
    }

    /// The options of a POST to /rd?ep=x with a block of 1024 bytes of many.
    private static let firstBlock: [UInt8] =
        [0xB2, 0x72, 0x64, 0x44, 0x65, 0x70, 0x3D, 0x78, 0xC1, 0x0E, 0xFF] + [UInt8](repeating: 0x20, count: 1024)
}
