import CoAP

/// An endpoint that meets what the bytes make of a peer.
struct EndpointScene {
    private var source: ByteSource
    private var time = 0.0
    private var waiting: [IncomingRequest] = []
    private var answers = 0

    init(_ bytes: [UInt8]) { source = ByteSource(bytes) }

    /// Acts until the bytes end, and then until nothing is left to do.
    mutating func play() throws(Breach) {
        var settings = EndpointSettings()
        settings.mostRemembered = 64
        let endpoint = Endpoint(settings: settings, seed: 1)
        let sent = Counter()
        endpoint.send = { sent.datagrams.append($0) }
        endpoint.onNotificationOutcome = { token, _ in endpoint.forget(token) }
        while !source.isEmpty {
            switch source.number(below: 8) {
            case 0:
                time += Double(source.byte())
                endpoint.advance(to: time)
            case 1:
                let payload = [UInt8](repeating: 1, count: source.number(below: 256) * 8)
                endpoint.request(CoAPRequest(.post, path: ["rd"], payload: payload), at: time) { _ in }
            case 2:
                for incoming in waiting { endpoint.respond(to: incoming, with: CoAPResponse(.changed), at: time) }
                waiting = []
            case 3:
                let token = Token([source.byte() % 4])
                endpoint.notify(
                    CoAPResponse(.content, payload: [1]), token: token, isConfirmable: source.byte() % 2 == 0, at: time)
            case 4 where !sent.datagrams.isEmpty: try receive(answer(to: sent.datagrams.removeLast()), endpoint, sent)
            default: try receive(Self.datagram(from: &source), endpoint, sent)
            }
        }
        for incoming in waiting { endpoint.respond(to: incoming, with: CoAPResponse(.changed), at: time) }
        endpoint.advance(to: time + 1000)
        var turns = 0
        while let deadline = endpoint.nextDeadline {
            endpoint.advance(to: deadline)
            turns += 1
            try hold(turns < 10_000, "something stays due")
        }
        try hold(endpoint.isIdle, "the endpoint never comes to rest")
    }

    private final class Counter { var datagrams: [[UInt8]] = [] }

    private mutating func receive(_ bytes: [UInt8], _ endpoint: Endpoint, _ sent: Counter) throws(Breach) {
        sent.datagrams = []
        var later: IncomingRequest?
        let choice = source.byte()
        endpoint.receive(bytes, at: time) { incoming in
            switch choice % 4 {
            case 0: return .observe(CoAPResponse(.content, payload: [UInt8](repeating: 1, count: 1500)))
            case 1:
                later = incoming
                return .later
            case 2: return .ignore
            default: return .respond(CoAPResponse(.changed))
            }
        }
        if let later { waiting.append(later) }
        let isOurs = (try? Message(decoding: bytes))?.code.isResponse == true
        // An answer to a request of ours may let the next block go out.
        if !isOurs { try hold(sent.datagrams.count <= 1, "\(sent.datagrams.count) answers to \(bytes)") }
        let size = sent.datagrams.reduce(0) { $0 + $1.count }
        try hold(size <= 3 * 1152, "\(size) bytes answer \(bytes)")
    }

    /// An answer to a message of ours, with options that may make no sense.
    private mutating func answer(to datagram: [UInt8]) -> [UInt8] {
        guard let ours = try? Message(decoding: datagram) else { return datagram }
        let types: [MessageType] = [.acknowledgement, .reset, .confirmable, .nonConfirmable]
        let codes: [Code] = [.content, .changed, .created, .notFound, .empty, Code(2, 31), Code(4, 8), Code(4, 13)]
        return Message(
            source.one(of: types), source.one(of: codes), id: ours.id, token: ours.token,
            options: Self.options(from: &source), payload: source.bytes(atMost: 255)
        ).encoded()
    }

    /// Any bytes, or a message that means something.
    static func datagram(from source: inout ByteSource) -> [UInt8] {
        guard source.number(below: 4) > 0 else { return source.bytes(atMost: 255) }
        let types: [MessageType] = [.confirmable, .nonConfirmable, .acknowledgement, .reset]
        let codes: [Code] = [.get, .post, .put, .delete, .empty, .content, .changed, Code(7, 31)]
        return Message(
            source.one(of: types), source.one(of: codes), id: MessageID(UInt16(source.byte() % 16)),
            token: Token([source.byte() % 4]), options: options(from: &source), payload: source.bytes(atMost: 255)
        ).encoded()
    }

    private static func options(from source: inout ByteSource) -> Options {
        var options = Options()
        for _ in 0..<source.number(below: 6) {
            let numbers: [OptionNumber] = [
                .uriPath, .uriPath, .uriQuery, .observe, .block1, .block2, .contentFormat, .accept, .etag, .size1,
                .ifMatch,
                .proxyURI, OptionNumber(2049),
            ]
            let number = source.one(of: numbers)
            if source.number(below: 3) == 0 {
                options.add(Option(number, source.bytes(atMost: 20)[...]))
            } else if number == .uriPath {
                options.add(Option(number, source.one(of: ["rd", "bs", "0", "3", "65535", ".well-known", "core"])))
            } else if number == .uriQuery {
                options.add(
                    Option(number, source.one(of: ["ep=a", "lt=60", "b=U", "lwm2m=1.0", "pmin=1", "sms=1", "ep="])))
            } else {
                options.add(number, uint: UInt32(source.byte()) << UInt32(source.number(below: 24)))
            }
        }
        return options
    }
}
