extension Endpoint {
    /// Answers a request for which the handler said `later`; a second answer goes nowhere.
    ///
    /// - Parameter isObserved: whether notifications with the token of the request follow.
    public func respond(
        to incoming: IncomingRequest, with response: CoAPResponse, isObserved: Bool = false, at time: Double
    ) {
        guard let request = pending.removeValue(forKey: incoming.id) else { return }
        var response = response
        if isObserved { beginObservation(incoming, &response) }
        let isSeparate = incoming.isConfirmable && request.acknowledgementDue == nil
        answer(incoming, responder.shape(response, for: incoming.context, at: time), isSeparate: isSeparate, at: time)
    }

    func takeRequest(_ received: Message, at time: Double) {
        var message = received
        let isConfirmable = message.type == .confirmable
        if let refusal = RequestCheck.refusal(of: &message) {
            // What cannot be understood and asks for no acknowledgement is dropped, options alone are to blame then.
            if !isConfirmable, refusal.code == .badOption { return }
            return answer(received, refusal)
        }
        let request = CoAPRequest(message.code, options: message.options, payload: message.payload)
        let context: BlockContext
        switch responder.take(request, at: time) {
        case .answer(let response): return answer(message, response)
        case .request(let whole): context = whole
        }
        let incoming = IncomingRequest(
            context, token: message.token, isConfirmable: isConfirmable, id: message.id)
        switch onRequest?(incoming) ?? .respond(CoAPResponse(.notFound)) {
        case .respond(let response):
            answer(message, responder.shape(response, for: context, at: time))
        case .observe(let observed):
            var response = observed
            beginObservation(incoming, &response)
            answer(message, responder.shape(response, for: context, at: time))
        case .later:
            guard pending.count < settings.mostPending else {
                return answer(message, CoAPResponse(Code(5, 3), diagnostic: "too many requests wait for a response"))
            }
            pending[message.id] = PendingRequest(
                acknowledgementDue: isConfirmable ? time + settings.acknowledgementDelay : nil)
        case .ignore:
            recent.forget(message.id)
        }
    }

    /// Answers at once.
    private func answer(_ message: Message, _ response: CoAPResponse) {
        answer(
            id: message.id, token: message.token, isConfirmable: message.type == .confirmable, response)
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

    /// In the acknowledgement of a confirmable request; on its own for another one.
    private func answer(id: MessageID, token: Token, isConfirmable: Bool, _ response: CoAPResponse) {
        let message = Message(
            isConfirmable ? .acknowledgement : .nonConfirmable, response.code,
            id: isConfirmable ? id : nextMessageID(), token: token, options: response.options,
            payload: response.payload)
        let datagram = message.encoded()
        if isConfirmable { recent.setAnswer(datagram, to: id) }
        emit(message, datagram)
    }

    /// Makes a response the first notification of an observation; a refusal begins none.
    private func beginObservation(_ incoming: IncomingRequest, _ response: inout CoAPResponse) {
        guard response.code.isSuccess else { return }
        forget(incoming.token)
        served[incoming.token] = ServedObservation(
            request: incoming.request, blockExponent: incoming.context.block2?.exponent)
        lastObserveNumber = lastObserveNumber.next
        response.options.set(.observe, uint: lastObserveNumber.rawValue)
    }
}
