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
