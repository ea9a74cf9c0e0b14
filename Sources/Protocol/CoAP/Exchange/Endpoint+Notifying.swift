extension Endpoint {
    /// Notifies the peer of the state of what it observes.
    ///
    /// While a confirmable notification of the same observation waits for its acknowledgement, the newest state waits with
    /// it, and takes its place when it has to be repeated; states in between are left out. Other observations and requests
    /// do not wait.
    ///
    /// - Parameters:
    ///   - response: the whole state; a refusal is the last notification and ends the observation.
    ///   - token: that of the request that began the observation.
    /// - Source: RFC 7641 §4.2 to §4.5; RFC 7959 §3.4 for blocks of the size that was asked for.
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

    /// Takes over an observation that began at another endpoint for the same peer, so that large notifications of it can be
    /// fetched to their end.
    package func adopt(_ request: CoAPRequest, token: Token) {
        served[token] = ServedObservation(request: request)
    }

    /// Forgets an observation of the peer: nothing of it is repeated, and nothing more is reported of it.
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

    /// Puts the newest state in the place of a notification that is to be repeated.
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

/// An observation of the peer at this end.
struct ServedObservation {
    /// The request that began it; nil if it began at another endpoint.
    var request: CoAPRequest?
    /// How large a block that request asked for; nil if it did not.
    var blockExponent: UInt8?
    /// The confirmable notification that is not acknowledged yet.
    var underWay: MessageID?
    /// Whether the notification that is under way is the last one.
    var isEnding = false
    /// What replaces that one, should it have to be repeated, or follows it.
    var next: (response: CoAPResponse, isConfirmable: Bool)?
}

/// An observation of ours: what the peer notifies.
///
/// - Source: RFC 7641 §3.
final class Observer {
    let id: ExchangeID
    let request: CoAPRequest
    /// The number of the newest notification, and when it came.
    var number: ObserveNumber
    var time: Double
    /// Fetches the rest of the newest notification where that is large.
    var fetch: ExchangeID?
    /// Whether the peer was asked to stop; what still comes is acknowledged, and not reported.
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

/// What became of a notification.
///
/// - Source: RFC 7641 §4.5.
package enum NotificationOutcome: Hashable, Sendable {
    /// The peer has it; only for confirmable ones.
    case acknowledged
    /// The peer does not want to be notified any more: the observation is over.
    case reset
    /// The peer did not acknowledge it: the observation is over.
    case unanswered
}

/// The notifications that went out lately, by message id.
///
/// - Source: RFC 7641 §3.6.
struct RecentNotifications {
    private let limit: Int
    private var ring: [(id: MessageID, token: Token, expiry: Double)] = []
    private var count = 0

    /// - Parameter limit: the most notifications, at least 1.
    init(limit: Int) { self.limit = max(1, limit) }

    /// Whose notification a message was; nil if it is not known any more.
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
