extension Endpoint {
    /// Notifies the peer of the state of a resource that it observes.
    ///
    /// While a confirmable notification of the same observation waits for its acknowledgement, the newest state waits
    /// too, and takes its place if it must be retransmitted; states in between are skipped. Other observations and
    /// requests do not wait.
    ///
    /// - Parameters:
    ///   - response: the whole state; a refusal is the last notification and ends the observation.
    ///   - token: that of the request that began the observation.
    /// - Source: RFC 7641 §4.2 to §4.5; RFC 7959 §3.4 for blocks of the requested size.
    package func notify(_ response: CoAPResponse, token: Token, isConfirmable: Bool, at time: Double) {
        if served[token]?.underWay != nil {
            served[token]?.next = (response, isConfirmable)
            return
        }
        let message = notification(
            response, token: token, type: isConfirmable ? .confirmable : .nonConfirmable, at: time)
        if isConfirmable {
            served[token, default: ServedObservation()].underWay = message.id
            served[token]?.isEnding = !response.code.isSuccess
            transmit(message, for: .notification(token), at: time)
        } else {
            emit(message)
            if !response.code.isSuccess { served[token] = nil }
        }
    }

    /// Takes over an observation that began at another endpoint for the same peer, so that its large notifications can
    /// be fetched completely.
    package func adopt(_ request: CoAPRequest, token: Token) {
        served[token] = ServedObservation(request: request)
    }

    /// Forgets an observation by the peer: its notifications are no longer retransmitted, and their outcomes no longer
    /// reported.
    package func forget(_ token: Token) {
        if let id = served.removeValue(forKey: token)?.underWay { transmissions[id] = nil }
        notified.forget(token)
    }

    private func notification(
        _ response: CoAPResponse, token: Token, type: MessageType, at time: Double
    ) -> Message {
        var response = response
        if response.code.isSuccess {
            lastObserveNumber = lastObserveNumber.next
            response.options.set(.observe, uint: lastObserveNumber.rawValue)
            if let request = served[token]?.request {
                let block = served[token]?.blockExponent.map {
                    BlockOption(number: 0, isMoreToCome: false, exponent: $0)
                }
                response = responder.shape(response, for: BlockContext(block2: block, request: request), at: time)
            }
        }
        let message = Message(
            type, response.code, id: nextMessageID(), token: token, options: response.options,
            payload: response.payload)
        notified.remember(message.id, token: token, until: time + settings.transmission.exchangeLifetime)
        return message
    }

    /// Replaces a notification that is due for retransmission with the newest state.
    ///
    /// - Returns: whether there was a newer state.
    func replaceNotification(_ id: MessageID, of token: Token, at time: Double) -> Bool {
        guard let next = served[token]?.next, var transmission = transmissions.removeValue(forKey: id) else {
            return false
        }
        served[token]?.next = nil
        transmission.message = notification(next.response, token: token, type: .confirmable, at: time)
        transmission.datagram = transmission.message.encoded()
        transmissions[transmission.message.id] = transmission
        served[token]?.underWay = transmission.message.id
        served[token]?.isEnding = !next.response.code.isSuccess
        emit(transmission.message, transmission.datagram)
        return true
    }

    func notificationAcknowledged(_ token: Token, at time: Double) {
        let next = served[token]?.next
        served[token]?.underWay = nil
        served[token]?.next = nil
        if served[token]?.isEnding ?? false { served[token] = nil }
        onNotificationOutcome?(token, .acknowledged)
        if let next, served[token] != nil, served[token]?.underWay == nil {
            notify(next.response, token: token, isConfirmable: next.isConfirmable, at: time)
        }
    }

    func notificationReset(_ token: Token) {
        forget(token)
        onNotificationOutcome?(token, .reset)
    }
}

/// An observation by the peer, served by this endpoint.
struct ServedObservation {
    /// The request that began it; nil if it began at another endpoint.
    var request: CoAPRequest?
    /// The block size that this request asked for; nil if it asked for none.
    var blockExponent: UInt8?
    /// The confirmable notification that has not been acknowledged yet.
    var underWay: MessageID?
    /// Whether the notification under way is the last one.
    var isEnding = false
    /// What replaces the notification under way if it must be retransmitted, and otherwise follows it.
    var next: (response: CoAPResponse, isConfirmable: Bool)?
}

/// One of our observations: what the peer notifies.
///
/// - Source: RFC 7641 §3.
final class Observer {
    let id: ExchangeID
    let request: CoAPRequest
    /// The number of the newest notification, and when it came.
    var number: ObserveNumber
    var time: Double
    /// The exchange that fetches the rest of the newest notification if it is large.
    var fetch: ExchangeID?
    /// Whether the peer was asked to stop; later notifications are acknowledged, but not reported.
    var isEnding = false
    let onNotification: (ExchangeOutcome) -> Void

    init(
        id: ExchangeID, request: CoAPRequest, number: ObserveNumber, at time: Double,
        onNotification: @escaping (ExchangeOutcome) -> Void
    ) {
        self.id = id
        self.request = request
        self.number = number
        self.time = time
        self.onNotification = onNotification
    }
}

/// The outcome of a notification.
///
/// - Source: RFC 7641 §4.5.
package enum NotificationOutcome: Hashable, Sendable {
    /// The peer acknowledged it; only for confirmable notifications.
    case acknowledged
    /// The peer no longer wants to be notified: the observation is over.
    case reset
    /// The peer did not acknowledge it: the observation is over.
    case unanswered
}

/// The notifications sent recently, by message id.
///
/// - Source: RFC 7641 §3.6.
struct RecentNotifications {
    private let limit: Int
    private var ring: [(id: MessageID, token: Token, expiry: Double)] = []
    private var count = 0

    /// - Parameter limit: the most notifications, at least 1.
    init(limit: Int) { self.limit = max(1, limit) }

    /// The token of the notification with this message id; nil if it is no longer known.
    func token(of id: MessageID, at time: Double) -> Token? {
        ring.last { $0.id == id && $0.expiry > time }?.token
    }

    mutating func remember(_ id: MessageID, token: Token, until expiry: Double) {
        if ring.count < limit {
            ring.append((id, token, expiry))
        } else {
            ring[count % limit] = (id, token, expiry)
        }
        count += 1
    }

    mutating func forget(_ token: Token) { ring.removeAll { $0.token == token } }
}
