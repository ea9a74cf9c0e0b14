import CoAP

/// Takes what may be keys of Object 0 out of messages that a page shows: payloads that go to it or come from it.
package struct MessageKeyScreen {
    /// A message as it may be shown.
    package struct Shown: Hashable {
        /// The bytes that may be shown, from the header on.
        package var bytes: [UInt8]
        /// How many are left out at the end.
        package var hidden: Int
    }

    private struct Exchange: Hashable {
        var peer: String
        var isOwn: Bool
        var token: Token
    }

    /// The exchanges about Object 0, the oldest first.
    private var exchanges: [Exchange] = []
    private static let mostExchanges = 256

    /// A screen that has seen no message.
    package init() {}

    /// What may be shown of a message.
    ///
    /// - Parameters:
    ///   - peer: who is at the other end.
    ///   - isSent: whether it went there.
    package mutating func shown(_ datagram: [UInt8], of peer: String, isSent: Bool) -> Shown {
        // Nobody knows what a message holds that cannot be read.
        guard let message = try? Message(decoding: datagram) else { return Shown(datagram, upTo: 4) }
        guard message.code != .empty else { return Shown(bytes: datagram, hidden: 0) }
        let exchange = Exchange(peer: peer, isOwn: isSent == message.code.isRequest, token: message.token)
        if message.code.isRequest {
            exchanges.removeAll { $0 == exchange }
            guard Self.mayBeSecurity(message.options.texts(.uriPath)) else { return Shown(bytes: datagram, hidden: 0) }
            if exchanges.count == Self.mostExchanges { exchanges.removeFirst() }
            exchanges.append(exchange)
        } else if !exchanges.contains(exchange) {
            return Shown(bytes: datagram, hidden: 0)
        }
        guard !message.payload.isEmpty else { return Shown(bytes: datagram, hidden: 0) }
        // The payload with the marker before it.
        let end = datagram.count - message.payload.count - 1
        return Shown(bytes: Array(datagram[..<end]), hidden: message.payload.count)
    }

    /// Whether a path is that of Object 0 or of everything.
    private static func mayBeSecurity(_ path: [String]) -> Bool {
        guard let first = path.first, !first.isEmpty else { return true }
        return first.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
    }
}

extension MessageKeyScreen.Shown {
    fileprivate init(_ datagram: [UInt8], upTo end: Int) {
        let end = min(end, datagram.count)
        self.init(bytes: Array(datagram[..<end]), hidden: datagram.count - end)
    }
}
