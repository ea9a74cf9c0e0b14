import Randomness

/// One end of a conversation with one peer, both ways: it answers the peer's requests, sends requests of its own, and
/// notifies.
///
/// It has no socket and no clock. The owner passes it incoming datagrams, answers the requests that this returns, and
/// calls `advance(to:)` when `nextDeadline` has come; outgoing datagrams leave through `send`, in order. All calls, and
/// all closures that it calls, run on the owner's thread. Closures may call the endpoint again; its state is consistent
/// when they are called.
///
/// - Source: RFC 7252, RFC 7641, RFC 7959.
package final class Endpoint {
    package let settings: EndpointSettings
    /// Called with each datagram to send to the peer.
    package var send: ([UInt8]) -> Void
    /// Called with the outcome of notifications.
    package var onNotificationOutcome: ((Token, NotificationOutcome) -> Void)?
    /// Called with each message.
    package var onTrace: ((EndpointTrace) -> Void)?
    /// The Observe number of the last notification or answer to Observe; a new endpoint for the same observations
    /// continues from it.
    package var lastObserveNumber = ObserveNumber(rawValue: 0)
    /// How many times larger than its request a refusal may be; one with a longer text goes without it. nil for no
    /// limit, for a peer that has shown that it receives at its address.
    ///
    /// - Source: RFC 7252 §11.3.
    package var mostAmplification: Int?

    var random: SeededSequence
    /// The bytes of the datagram that is being handled.
    var receivedBytes = 0
    var responder: BlockwiseResponder
    var recent: RecentMessages
    /// Our messages that await acknowledgement.
    var transmissions: [MessageID: Transmission] = [:]
    /// The latest notifications, so that an RST can be matched to its observation.
    var notified: RecentNotifications
    /// Requests from the peer that have not been answered yet.
    var pending: [MessageID: PendingRequest] = [:]
    /// Our requests, by the token under way.
    var exchanges: [Token: Exchange] = [:]
    /// Our requests whose turn has not come.
    var waiting: [Exchange] = []
    /// Observations by the peer.
    var served: [Token: ServedObservation] = [:]
    /// Our observations.
    var observers: [Token: Observer] = [:]
    private var lastMessageID: MessageID
    private var lastExchange: UInt64 = 0

    /// An endpoint that has sent nothing yet.
    ///
    /// - Parameters:
    ///   - seed: determines the message ids, the tokens and the random part of time-outs.
    ///   - send: called with each datagram to send to the peer.
    package init(
        settings: EndpointSettings = EndpointSettings(), seed: UInt64, send: @escaping ([UInt8]) -> Void = { _ in }
    ) {
        self.settings = settings
        self.send = send
        random = SeededSequence(seed: seed)
        lastMessageID = MessageID(UInt16(truncatingIfNeeded: random.next()))
        responder = BlockwiseResponder(settings.blocks)
        recent = RecentMessages(limit: settings.mostRemembered)
        notified = RecentNotifications(limit: 128)
    }

    /// Whether nothing is under way: no request, no response, no notification.
    package var isIdle: Bool { transmissions.isEmpty && exchanges.isEmpty && waiting.isEmpty && pending.isEmpty }

    // MARK: - Time

    /// When something is due, in seconds; nil means never.
    package var nextDeadline: Double? {
        var earliest = responder.nextDeadline ?? .infinity
        for transmission in transmissions.values { earliest = min(earliest, transmission.retransmission.deadline) }
        for exchange in exchanges.values { earliest = min(earliest, exchange.deadline) }
        for request in pending.values { earliest = min(earliest, request.acknowledgementDue ?? .infinity) }
        return earliest < .infinity ? earliest : nil
    }

    /// Does what is due: retransmits, gives up, acknowledges, forgets.
    package func advance(to time: Double) {
        responder.advance(to: time)
        for id in Self.due(pending, at: time, { $0.acknowledgementDue ?? .infinity }, order: \.rawValue) {
            pending[id]?.acknowledgementDue = nil
            acknowledge(id)
        }
        for id in Self.due(transmissions, at: time, \.retransmission.deadline, order: \.rawValue) {
            // An earlier one in this round may have ended it.
            if transmissions[id] != nil { repeatOrGiveUp(id, at: time) }
        }
        let late = exchanges.isEmpty ? [] : exchanges.values.filter { $0.deadline <= time }
        for exchange in late.sorted(by: { $0.id.rawValue < $1.id.rawValue })
        where exchanges[exchange.token] === exchange {
            finish(exchange, .timedOut, at: time)
        }
    }

    /// The keys of what is due. In their own order: that of a dictionary is another one in each run.
    private static func due<Key, Value>(
        _ all: [Key: Value], at time: Double, _ deadline: (Value) -> Double, order: (Key) -> UInt16
    ) -> [Key] {
        guard !all.isEmpty else { return [] }
        let due = all.filter { deadline($0.value) <= time }.keys
        return due.count > 1 ? due.sorted { order($0) < order($1) } : Array(due)
    }

    private func repeatOrGiveUp(_ id: MessageID, at time: Double) {
        guard var transmission = transmissions[id] else { return }
        if transmission.retransmission.expire(at: time) {
            transmissions[id] = transmission
            if case .notification(let token) = transmission.purpose, replaceNotification(id, of: token, at: time) {
                return
            }
            emit(transmission.message, transmission.datagram, isRepeated: true)
            return
        }
        transmissions[id] = nil
        switch transmission.purpose {
        case .request(let exchange): finish(exchange, .timedOut, at: time)
        case .response: break
        case .notification(let token):
            served[token] = nil
            onNotificationOutcome?(token, .unanswered)
        }
    }

    // MARK: - Messages

    /// Sends a message.
    ///
    /// - Returns: its datagram.
    @discardableResult
    func emit(_ message: Message) -> [UInt8] {
        let datagram = message.encoded()
        emit(message, datagram)
        return datagram
    }

    func emit(_ message: Message, _ datagram: [UInt8], isRepeated: Bool = false) {
        onTrace?(.sent(message, isRepeated: isRepeated))
        send(datagram)
    }

    /// Sends a confirmable message, and retransmits it until it is acknowledged.
    func transmit(_ message: Message, for purpose: Transmission.Purpose, at time: Double) {
        let datagram = message.encoded()
        transmissions[message.id] = Transmission(
            message: message, datagram: datagram,
            retransmission: Retransmission(settings.transmission, fraction: random.nextFraction(), at: time),
            purpose: purpose)
        emit(message, datagram)
    }

    /// Acknowledges a message from the peer with an empty message, and again if it is repeated.
    func acknowledge(_ id: MessageID) {
        recent.setAnswer(emit(.acknowledgement(of: id)), to: id)
    }

    /// An id that no message under way uses.
    func nextMessageID() -> MessageID {
        repeat { lastMessageID = lastMessageID.next } while transmissions[lastMessageID] != nil
        return lastMessageID
    }

    /// A token that nothing under way uses, with 64 random bits.
    func nextToken() -> Token {
        while true {
            let token = Token(value: random.next(), count: 8)
            if exchanges[token] == nil, observers[token] == nil { return token }
        }
    }

    func nextExchangeID() -> ExchangeID {
        lastExchange += 1
        return ExchangeID(rawValue: lastExchange)
    }
}

/// How an endpoint behaves, and how much it keeps.
package struct EndpointSettings: Hashable, Sendable {
    package var transmission = TransmissionParameters()
    package var blocks = BlockSettings()
    /// Seconds after which a request that is still being handled gets a separate acknowledgement.
    var acknowledgementDelay = 1.0
    /// How many messages from the peer are remembered to recognize repetitions. Each is remembered for
    /// EXCHANGE_LIFETIME, or until this many newer ones have come.
    package var mostRemembered = 2048
    /// How many requests from the peer may await their response; more are refused with 5.03.
    var mostPending = 64

    package init() {}
}

/// A message on its way, for the log.
package enum EndpointTrace {
    /// It was received; a repeated one had no effect.
    case received(Message, isRepeated: Bool)
    /// It was sent; a repeated one had been sent before.
    case sent(Message, isRepeated: Bool)
    /// A datagram that is not a message was received.
    case refused(MalformedMessage)
}
