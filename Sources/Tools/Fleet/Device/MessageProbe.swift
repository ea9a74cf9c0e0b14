import CoAP

/// Inspects the messages of one connection as they pass, and counts them by kind.
///
/// The client that sends and receives them is unaware of it.
struct MessageProbe {
    /// What one of our messages asks of the server.
    private enum Request: String {
        case register, update, deregister
        case bootstrap = "bootstrap-request"
    }

    private var sent: [Token: (request: Request, at: Double)] = [:]
    /// Requests from the server that have not been answered yet, by token.
    private var asked: [Token: String] = [:]
    /// The last confirmable message, so that a retransmission is not counted.
    private var lastID: MessageID?

    /// Counts a datagram sent to the server.
    mutating func send(_ datagram: [UInt8], at time: Double, _ counts: inout FleetCounts) {
        counts.sent += datagram.count
        guard let message = try? Message(decoding: datagram), message.code != .empty else { return }
        if message.code.isRequest {
            guard sent[message.token] == nil, let request = Self.request(message) else { return }
            // Only one request is in progress at a time, plus the blocks it needs.
            if sent.count > 8 { sent = [:] }
            sent[message.token] = (request, time)
        } else if let operation = asked.removeValue(forKey: message.token) {
            FleetCounts.count("\(operation) \(message.code)", in: &counts.requests)
        } else if message.type != .acknowledgement, message.id != lastID {
            lastID = message.id
            counts.notifications += 1
        }
    }

    /// Counts a datagram received from the server.
    ///
    /// - Returns: whether the server now holds a registration; nil if the datagram does not say.
    mutating func receive(_ datagram: [UInt8], at time: Double, _ counts: inout FleetCounts) -> Bool? {
        counts.received += datagram.count
        guard let message = try? Message(decoding: datagram) else {
            FleetCounts.count("the server sent what is not a CoAP message", in: &counts.failures)
            return nil
        }
        if message.code.isRequest {
            if asked.count > 64 { asked = [:] }
            asked[message.token] = Self.operation(message)
        } else if message.code != .empty, let (request, start) = sent.removeValue(forKey: message.token) {
            FleetCounts.count("\(request.rawValue) \(message.code)", in: &counts.registrations)
            switch request {
            case .register:
                counts.registerTime.record(time - start)
                return message.code == .created
            case .update:
                counts.updateTime.record(time - start)
                return message.code == .changed
            case .deregister: return false
            case .bootstrap: break
            }
        }
        return nil
    }

    private static func request(_ message: Message) -> Request? {
        let path = CoAPRequest(message.code, options: message.options, payload: []).path
        switch (message.code, path.first, path.count) {
        case (.post, "rd", 1): return .register
        case (.post, "rd", _): return .update
        case (.delete, "rd", _): return .deregister
        case (.post, "bs", _): return .bootstrap
        default: return nil
        }
    }

    /// The operation that a server's request stands for, as far as its header says.
    ///
    /// - Source: LwM2M 1.0.1 §8.2.5, §8.2.6.
    private static func operation(_ message: Message) -> String {
        let request = CoAPRequest(message.code, options: message.options, payload: message.payload)
        switch (message.code, request.path.count) {
        case (.get, _):
            if request.accept == 40 { return "discover" }
            return request.observe.map { $0 == 0 ? "observe" : "cancel-observe" } ?? "read"
        case (.put, _): return message.payload.isEmpty && request.contentFormat == nil ? "write-attributes" : "write"
        case (.post, 0...1): return request.path.first == "bs" ? "bootstrap-finish" : "create"
        case (.post, 2): return "write"
        case (.post, _): return "execute"
        case (.delete, _): return "delete"
        default: return "other"
        }
    }
}
