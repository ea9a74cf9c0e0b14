import CoAP

/// One endpoint with the test as its peer, message by message.
final class Wire {
    let endpoint: Endpoint
    /// What the endpoint sent and the test has not looked at.
    private(set) var sent: [Message] = []
    var time = 0.0
    /// What the endpoint was asked, in order.
    private(set) var asked: [CoAPRequest] = []
    var answer: (IncomingRequest) -> RequestHandling = { _ in
        .respond(CoAPResponse(.content, contentFormat: 0, payload: Array("42".utf8)))
    }
    private(set) var outcomes: [(Token, NotificationOutcome)] = []

    init(_ settings: EndpointSettings = EndpointSettings(), seed: UInt64 = 1) {
        endpoint = Endpoint(settings: settings, seed: seed)
        endpoint.send = { [unowned self] datagram in
            if let message = try? Message(decoding: datagram) { sent.append(message) }
        }
        endpoint.onNotificationOutcome = { [unowned self] in outcomes.append(($0, $1)) }
    }

    /// What went out since the last look.
    func take() -> [Message] {
        defer { sent = [] }
        return sent
    }

    /// The one message that went out since the last look.
    func takeOne() -> Message? {
        let messages = take()
        return messages.count == 1 ? messages[0] : nil
    }

    func receive(_ message: Message) {
        endpoint.receive(message.encoded(), at: time) { request in
            asked.append(request.request)
            return answer(request)
        }
    }

    /// Sends a request to the endpoint, and answers what came back.
    func ask(
        _ method: Code, _ path: [String], id: UInt16, token: Token = Token([0xA]), type: MessageType = .confirmable,
        payload: [UInt8] = [], _ options: [Option] = []
    ) -> [Message] {
        var all = Options(path.map { Option(.uriPath, $0) })
        for option in options { all.add(option) }
        receive(Message(type, method, id: MessageID(id), token: token, options: all, payload: payload))
        return take()
    }

    /// Lets time pass; what is due on the way happens at its time.
    func pass(_ seconds: Double) {
        let end = time + seconds
        while let deadline = endpoint.nextDeadline, deadline <= end {
            time = max(time, deadline)
            endpoint.advance(to: time)
        }
        time = end
    }
}
