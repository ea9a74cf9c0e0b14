extension Endpoint {
    /// Handles any datagram from the peer, and asks for the answer to the request in it, if there is one.
    ///
    /// - Parameter answering: called for a request that is new and complete; if nil, requests are answered with 4.04.
    package func receive(
        _ datagram: [UInt8], at time: Double,
        answering: (IncomingRequest) -> RequestHandling = { _ in .respond(CoAPResponse(.notFound)) }
    ) {
        guard let request = receiveRequest(datagram, at: time) else { return }
        settle(request, answering(request), at: time)
    }

    /// Handles any datagram from the peer.
    ///
    /// - Returns: the request in it, to be passed to `settle` with its handling; nil if there is no new and complete
    ///   request.
    package func receiveRequest(_ datagram: [UInt8], at time: Double) -> IncomingRequest? {
        receivedBytes = datagram.count
        let message: Message
        do throws(MalformedMessage) {
            message = try Message(decoding: datagram)
        } catch {
            onTrace?(.refused(error))
            if case .reset(let id) = error.reaction { emit(.reset(of: id)) }
            return nil
        }
        switch message.type {
        case .acknowledgement: handleAcknowledgement(message, at: time)
        case .reset: handleReset(message, at: time)
        case .confirmable, .nonConfirmable: return request(in: message, at: time)
        }
        return nil
    }

    private func request(in message: Message, at time: Double) -> IncomingRequest? {
        let isConfirmable = message.type == .confirmable
        if message.code == .empty {
            onTrace?(.received(message, isRepeated: false))
            // A ping; the Reset says that this endpoint is alive.
            if isConfirmable { emit(.reset(of: message.id)) }
            return nil
        }
        if let answer = recent.answer(to: message.id, at: time) {
            onTrace?(.received(message, isRepeated: true))
            repeatAnswer(answer, to: message)
            return nil
        }
        onTrace?(.received(message, isRepeated: false))
        let parameters = settings.transmission
        let lifetime = isConfirmable ? parameters.exchangeLifetime : parameters.nonConfirmableLifetime
        recent.remember(message.id, until: time + lifetime)
        if message.code.isRequest { return wholeRequest(in: message, at: time) }
        if message.code.isResponse { handleSeparateResponse(message, at: time) } else { refuse(message) }
        return nil
    }

    private func repeatAnswer(_ answer: [UInt8], to message: Message) {
        guard message.type == .confirmable else { return }
        if let request = pending[message.id] {
            // The peer is impatient: tell it that the request is being handled.
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

    /// Refuses a message: with RST if it is confirmable; otherwise it is dropped.
    func refuse(_ message: Message) {
        guard message.type == .confirmable else { return }
        recent.setAnswer(emit(.reset(of: message.id)), to: message.id)
    }

    private func handleAcknowledgement(_ message: Message, at time: Double) {
        onTrace?(.received(message, isRepeated: false))
        guard let transmission = transmissions[message.id] else { return }
        if message.code != .empty {
            // A response in the acknowledgement: it must belong to this very request.
            guard message.code.isResponse, case .request(let exchange) = transmission.purpose,
                exchange.token == message.token
            else { return }
            transmissions[message.id] = nil
            handleResponse(message, to: exchange, at: time)
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

    private func handleReset(_ message: Message, at time: Double) {
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

    private func handleSeparateResponse(_ message: Message, at time: Double) {
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
            handleResponse(message, to: exchange, at: time)
        } else if let observer {
            if RequestCheck.isRejected(message) { return refuse(message) }
            if message.type == .confirmable { acknowledge(message.id) }
            handleNotification(message, to: observer, at: time)
        } else if message.options[.observe] != nil {
            // RFC 7641 §3.6: tell the sender of the notification that nothing observes here, even if it does not ask.
            recent.setAnswer(emit(.reset(of: message.id)), to: message.id)
        } else {
            refuse(message)
        }
    }
}

extension Endpoint {
    /// Answers a deferred request; a second answer has no effect.
    ///
    /// - Parameter isObserved: whether notifications with the token of the request follow.
    package func respond(
        to incoming: IncomingRequest, with response: CoAPResponse, isObserved: Bool = false, at time: Double
    ) {
        guard let request = pending.removeValue(forKey: incoming.id) else { return }
        var response = response
        if isObserved { beginObservation(incoming, &response) }
        let isSeparate = incoming.isConfirmable && request.acknowledgementDue == nil
        answer(incoming, responder.shape(response, for: incoming.context, at: time), isSeparate: isSeparate, at: time)
    }

    /// The request of a message once it is understood and whole; refuses it, or answers its block, otherwise.
    private func wholeRequest(in message: consuming Message, at time: Double) -> IncomingRequest? {
        let (id, token, isConfirmable) = (message.id, message.token, message.type == .confirmable)
        switch RequestCheck.verdict(on: message) {
        case .fine: break
        case .fineWith(let understood): message.options = understood
        case .refused(let refusal):
            // A message that asks for no acknowledgement is dropped if it has options that are not understood.
            if isConfirmable || refusal.code != .badOption {
                answer(id: id, token: token, isConfirmable: isConfirmable, refusal)
            }
            return nil
        }
        let request = CoAPRequest(message.code, options: message.options, payload: message.payload)
        switch responder.assemble(request, at: time) {
        case .answer(let response):
            answer(id: id, token: token, isConfirmable: isConfirmable, response)
            return nil
        case .request(let whole): return IncomingRequest(whole, token: token, isConfirmable: isConfirmable, id: id)
        }
    }

    /// Handles a request as its receiver decided, once.
    package func settle(_ incoming: IncomingRequest, _ handling: consuming RequestHandling, at time: Double) {
        switch consume handling {
        case .respond(let response): answer(incoming, response, at: time)
        case .observe(let observed):
            var response = observed
            beginObservation(incoming, &response)
            answer(incoming, response, at: time)
        case .later:
            guard pending.count < settings.mostPending else {
                let refusal = CoAPResponse(Code(5, 3), diagnostic: "too many requests wait for a response")
                return answer(
                    id: incoming.id, token: incoming.token, isConfirmable: incoming.isConfirmable, refusal)
            }
            pending[incoming.id] = PendingRequest(
                acknowledgementDue: incoming.isConfirmable ? time + settings.acknowledgementDelay : nil)
        case .ignore: recent.forget(incoming.id)
        }
    }

    /// Answers at once with as much as fits into a message.
    private func answer(_ incoming: IncomingRequest, _ response: consuming CoAPResponse, at time: Double) {
        answer(
            id: incoming.id, token: incoming.token, isConfirmable: incoming.isConfirmable,
            responder.shape(response, for: incoming.context, at: time))
    }

    private func answer(
        _ incoming: IncomingRequest, _ response: CoAPResponse, isSeparate: Bool, at time: Double
    ) {
        guard isSeparate else {
            return answer(
                id: incoming.id, token: incoming.token, isConfirmable: incoming.isConfirmable, response)
        }
        let message = Message(
            .confirmable, response.code, id: nextMessageID(), token: incoming.token, options: response.options,
            payload: response.payload)
        transmit(message, for: .response, at: time)
    }

    /// Sends the response in the acknowledgement of a confirmable request, and on its own for any other.
    private func answer(id: MessageID, token: Token, isConfirmable: Bool, _ response: consuming CoAPResponse) {
        let isRefusal = !response.code.isSuccess
        var message = Message(
            isConfirmable ? .acknowledgement : .nonConfirmable, response.code,
            id: isConfirmable ? id : nextMessageID(), token: token, options: response.options,
            payload: response.payload)
        var datagram = message.encoded()
        if let mostAmplification, isRefusal, datagram.count > mostAmplification * receivedBytes {
            message.payload = []
            datagram = message.encoded()
        }
        if isConfirmable { recent.setAnswer(datagram, to: id) }
        emit(message, datagram)
    }

    /// Makes a response the first notification of an observation; a refusal does not begin one.
    private func beginObservation(_ incoming: IncomingRequest, _ response: inout CoAPResponse) {
        guard response.code.isSuccess else { return }
        forget(incoming.token)
        served[incoming.token] = ServedObservation(
            request: incoming.request, blockExponent: incoming.context.block2?.exponent)
        lastObserveNumber = lastObserveNumber.next
        response.options.set(.observe, uint: lastObserveNumber.rawValue)
    }
}
