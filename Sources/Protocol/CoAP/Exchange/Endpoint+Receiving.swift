extension Endpoint {
    /// Takes a datagram of the peer, whatever is in it.
    public func receive(_ datagram: [UInt8], at time: Double) {
        let message: Message
        do throws(MalformedMessage) {
            message = try Message(decoding: datagram)
        } catch {
            onTrace?(.refused(error))
            if case .reset(let id) = error.reaction { emit(.reset(of: id)) }
            return
        }
        switch message.type {
        case .acknowledgement: takeAcknowledgement(message, at: time)
        case .reset: takeReset(message, at: time)
        case .confirmable, .nonConfirmable: takeMessage(message, at: time)
        }
    }

    private func takeMessage(_ message: Message, at time: Double) {
        let isConfirmable = message.type == .confirmable
        if message.code == .empty {
            onTrace?(.received(message, isRepeated: false))
            // A ping; the Reset says that somebody is here.
            if isConfirmable { emit(.reset(of: message.id)) }
            return
        }
        if let answer = recent.answer(to: message.id, at: time) {
            onTrace?(.received(message, isRepeated: true))
            repeatAnswer(answer, to: message)
            return
        }
        onTrace?(.received(message, isRepeated: false))
        let parameters = settings.transmission
        let lifetime = isConfirmable ? parameters.exchangeLifetime : parameters.nonConfirmableLifetime
        recent.remember(message.id, until: time + lifetime)
        if message.code.isRequest {
            takeRequest(message, at: time)
        } else if message.code.isResponse {
            takeSeparateResponse(message, at: time)
        } else {
            refuse(message)
        }
    }

    private func repeatAnswer(_ answer: [UInt8], to message: Message) {
        guard message.type == .confirmable else { return }
        if let request = pending[message.id] {
            // The peer is impatient: it hears that the request is being handled.
            if request.acknowledgementDue != nil {
                pending[message.id]?.acknowledgementDue = nil
                acknowledge(message.id)
                return
            }
        }
        guard !answer.isEmpty else { return }
        if onTrace != nil, let sent = try? Message(decoding: answer) { onTrace?(.sent(sent, isRepeated: true)) }
        send(answer)
    }

    /// Refuses a message: with RST where it is confirmable, else with silence.
    func refuse(_ message: Message) {
        guard message.type == .confirmable else { return }
        recent.setAnswer(emit(.reset(of: message.id)), to: message.id)
    }

    private func takeAcknowledgement(_ message: Message, at time: Double) {
        onTrace?(.received(message, isRepeated: false))
        guard let transmission = transmissions[message.id] else { return }
        if message.code != .empty {
            // A response in the acknowledgement: it has to be the one to this very request.
            guard message.code.isResponse, case .request(let exchange) = transmission.purpose,
                exchange.token == message.token
            else { return }
            transmissions[message.id] = nil
            take(message, of: exchange, at: time)
            return
        }
        transmissions[message.id] = nil
        switch transmission.purpose {
        case .request(let exchange):
            exchange.messageID = nil
            exchange.deadline = time + settings.transmission.transmitWait
        case .response: break
        case .notification(let token): notificationAcknowledged(token, at: time)
        }
    }

    private func takeReset(_ message: Message, at time: Double) {
        onTrace?(.received(message, isRepeated: false))
        guard message.code == .empty else { return }
        guard let transmission = transmissions.removeValue(forKey: message.id) else {
            if let token = notified.token(of: message.id, at: time) { notificationReset(token) }
            return
        }
        switch transmission.purpose {
        case .request(let exchange): finish(exchange, .reset, at: time)
        case .response: break
        case .notification(let token): notificationReset(token)
        }
    }

    private func takeSeparateResponse(_ message: Message, at time: Double) {
        let observer = observers[message.token]
        let isNotification = observer?.isEnding ?? false && message.options[.observe] != nil
        if let exchange = exchanges[message.token], !isNotification {
            if let id = exchange.messageID {
                // The response overtook the acknowledgement.
                transmissions[id] = nil
                exchange.messageID = nil
            }
            if RequestCheck.isRejected(message) {
                refuse(message)
            } else if message.type == .confirmable {
                acknowledge(message.id)
            }
            take(message, of: exchange, at: time)
        } else if let observer {
            if RequestCheck.isRejected(message) { return refuse(message) }
            if message.type == .confirmable { acknowledge(message.id) }
            take(message, of: observer, at: time)
        } else if message.options[.observe] != nil {
            // RFC 7641 §3.6: whoever notifies hears that nobody observes, also where it does not ask.
            recent.setAnswer(emit(.reset(of: message.id)), to: message.id)
        } else {
            refuse(message)
        }
    }
}

/// A request of the peer, whole, with what its response needs.
public struct IncomingRequest {
    public var request: CoAPRequest { context.request }
    public let token: Token
    /// Whether the peer repeats it until it is acknowledged.
    public let isConfirmable: Bool
    let id: MessageID
    let context: BlockContext

    init(_ context: BlockContext, token: Token, isConfirmable: Bool, id: MessageID) {
        self.context = context
        self.token = token
        self.isConfirmable = isConfirmable
        self.id = id
    }
}

/// What becomes of a request of the peer.
public enum RequestHandling {
    /// It is answered now.
    case respond(CoAPResponse)
    /// It is answered now, and notifications with its token follow; the endpoint adds the Observe option. Whoever handles
    /// requests decides how many observations there may be.
    case observe(CoAPResponse)
    /// It will be answered by `Endpoint.respond`, which the handler must not call before it has returned.
    case later
    /// It is not answered; a repetition of it is handled anew.
    case ignore
}

/// Judges the options and the method of a request before anyone acts on it.
///
/// - Source: RFC 7252 §5.4 and §5.7.2; LwM2M 1.0.1 §8.2.
enum RequestCheck {
    /// The refusal of a request; nil where it is fine.
    ///
    /// Elective options that are unknown, repeated or of a wrong length are removed.
    static func refusal(of message: inout Message) -> CoAPResponse? {
        var last: OptionNumber?
        var isToClean = false
        for option in message.options.all {
            let number = option.number
            let isFine = isUnderstood(option) && (number != last || isRepeatable(number))
            last = number
            if isFine { continue }
            if number == .proxyURI || number == .proxyScheme {
                return CoAPResponse(.proxyingNotSupported, diagnostic: "this is no proxy")
            }
            if number.isCritical { return CoAPResponse(.badOption, diagnostic: "option \(number) is not understood") }
            isToClean = true
        }
        if message.code.detail > 4 {
            return CoAPResponse(.methodNotAllowed, diagnostic: "method \(message.code) is not known")
        }
        if isToClean { clean(&message.options) }
        return nil
    }

    /// Whether a response has a critical option that is not understood.
    static func isRejected(_ response: Message) -> Bool {
        response.options.all.contains { option in
            guard option.number.isCritical else { return false }
            return (option.number != .block1 && option.number != .block2) || option.value.count > 3
        }
    }

    private static func clean(_ options: inout Options) {
        var last: OptionNumber?
        var kept: [Option] = []
        for option in options.all where isUnderstood(option) && (option.number != last || isRepeatable(option.number)) {
            kept.append(option)
            last = option.number
        }
        options = Options(ordered: kept)
    }

    @inline(__always)
    private static func isRepeatable(_ number: OptionNumber) -> Bool {
        switch number {
        case .uriPath, .uriQuery, .etag, .locationPath, .locationQuery: true
        default: false
        }
    }

    /// Whether an option is known and its length is one that it may have.
    private static func isUnderstood(_ option: Option) -> Bool {
        let length = option.value.count
        switch option.number {
        case .uriPath, .uriQuery: return length <= 255 && option.isText
        case .uriHost: return length >= 1 && length <= 255
        case .accept, .contentFormat, .uriPort: return length <= 2 || (length <= 4 && option.uint ?? .max < 65536)
        case .observe, .block1, .block2: return length <= 3
        case .size1, .size2: return length <= 4
        case .etag: return length >= 1 && length <= 8
        default: return false
        }
    }
}
