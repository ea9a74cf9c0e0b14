import ATInterface
import CoAP
import Console
import Emulator
import LivePage
import LwM2MServer
import Products
import Wires

extension FuzzTarget {
    /// What takes one act after the other: the bytes choose the acts.
    static let conversations = [endpoint, server, atLine, atSession, page] + datagramSecurity + storage

    private static let endpoint = FuzzTarget("coap-endpoint", "an end of CoAP with a hostile peer") {
        bytes throws(Breach) in
        var scene = EndpointScene(bytes)
        try scene.play()
    }

    private static let server = FuzzTarget("server", "the server with hostile peers that nobody knows") {
        bytes throws(Breach) in
        var source = ByteSource(bytes)
        var time = 0.0
        let server = Server(seed: 1) { time }
        var peers: [Wire] = []
        while !source.isEmpty {
            time += Double(source.byte())
            server.advance(to: time)
            if peers.isEmpty || source.number(below: 8) == 0 {
                peers.append(Wire(peer: "192.0.2.1:\(1000 + peers.count)"))
                server.accept(peers[peers.count - 1])
            }
            let peer = peers[source.number(below: peers.count)]
            let datagram = EndpointScene.datagram(from: &source)
            peer.sent = []
            peer.onDatagram?(datagram)
            // RFC 7252 §11.3: whoever sends in the name of others gains nothing by it.
            let answered = peer.sent.reduce(0) { $0 + $1.count }
            try hold(answered <= datagram.count + 64, "\(datagram.count) bytes are answered by \(answered)")
        }
        try hold(server.registrationCount <= bytes.count, "\(server.registrationCount) registrations")
    }

    private static let atLine = FuzzTarget("at-line", "a line of the AT port that is taken apart") {
        bytes throws(Breach) in
        guard let module = knowing else { return }
        let line = String(decoding: bytes, as: UTF8.self)
        _ = try? ReadLine(line, on: module)
        _ = ReadLine.isFinalResult(line)
        _ = ReadLine.uploadSize(line)
    }

    /// A module that is off, which gives commands their meaning; nothing changes it.
    nonisolated(unsafe) private static let knowing = (try? Module(ModuleConfiguration())).map { ATModule($0) }

    private static let atSession = FuzzTarget("at-session", "an AT port: lines, files, time, power", mostBytes: 256) {
        bytes throws(Breach) in
        guard var scene = SessionScene(bytes) else { return }
        try scene.play()
    }

    private static let page = FuzzTarget("page", "what a page sends: its address, its headers, its lines") {
        bytes throws(Breach) in
        var source = ByteSource(bytes)
        let access = PageAccess(address: "127.0.0.1:8080") { 0x0123_4567_89AB_CDEF }
        var headers: [String: String] = [:]
        for name in ["Host", "Origin", "Sec-Fetch-Site"] where source.number(below: 2) == 1 {
            headers[name] = String(decoding: source.bytes(atMost: 40), as: UTF8.self)
        }
        if source.number(below: 2) == 1 { headers["Host"] = "127.0.0.1:8080" }
        let path = String(decoding: source.bytes(atMost: 80), as: UTF8.self)
        if case .success = access.target(of: path, header: { headers[$0] }) {
            try hold(path.contains(access.token), "\(path) is let in without the token")
            try hold(headers["Host"]?.hasSuffix(":8080") == true, "\(headers) are let in")
        }
        let text = String(decoding: source.bytes(atMost: 255), as: UTF8.self)
        for part in MixedLine.parts(of: text) {
            if case .commands(let line) = part { _ = Verb.parse(line) }
        }
        var screen = MessageKeyScreen()
        _ = screen.shown(Array(text.utf8), of: "coap://127.0.0.1:5683", isSent: source.number(below: 2) == 1)
    }
}
