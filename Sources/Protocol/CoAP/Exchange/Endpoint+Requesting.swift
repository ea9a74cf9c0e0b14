extension Endpoint {
    /// Sends a request; a large payload is sent in blocks, and a large response is assembled from blocks.
    ///
    /// The request waits its turn while other requests of ours are under way. `completion` is called once, never before
    /// this returns.
    @discardableResult
    package func request(
        _ request: CoAPRequest, isConfirmable: Bool = true, at time: Double,
        completion: @escaping (ExchangeOutcome) -> Void
    ) -> ExchangeID {
        let exchange = Exchange(
            id: nextExchangeID(), blocks: BlockwiseRequest(request, settings.blocks), token: .empty,
            isConfirmable: isConfirmable, completion: completion)
        enqueue(exchange, at: time)
        return exchange.id
    }

    /// Observes a resource of the peer.
    ///
    /// - Parameters:
    ///   - request: a GET; the Observe option is added.
    ///   - onNotification: called with the answer and then with each newer notification. Any outcome other than a
    ///     success is the last one; a success without an Observe number says that the peer does not notify, or no
    ///     longer does.
    /// - Source: RFC 7641 §3.
    @discardableResult
    package func observe(
        _ request: CoAPRequest, at time: Double, onNotification: @escaping (ExchangeOutcome) -> Void
    ) -> ExchangeID {
        var request = request
        request.options.set(.observe, uint: 0)
        let exchange = Exchange(
            id: nextExchangeID(), blocks: BlockwiseRequest(request, settings.blocks), token: .empty,
            isConfirmable: true, isObserve: true, completion: onNotification)
        enqueue(exchange, at: time)
        return exchange.id
    }

    /// Ends one of our observations with a request that has its token; notifications are no longer passed on, but are
    /// acknowledged until the answer arrives.
    ///
    /// - Returns: false if there is no such observation.
    @discardableResult
    package func endObservation(
        _ id: ExchangeID, at time: Double, completion: @escaping (ExchangeOutcome) -> Void
    ) -> Bool {
        guard let (token, observer) = observers.first(where: { $0.value.id == id }), !observer.isEnding else {
            return false
        }
        var request = observer.request
        request.options.set(.observe, uint: 1)
        let exchange = Exchange(
            id: nextExchangeID(), blocks: BlockwiseRequest(request, settings.blocks), token: token,
            isConfirmable: true
        ) { [weak self] outcome in
            if self?.observers[token] === observer { self?.observers[token] = nil }
            completion(outcome)
        }
        observer.isEnding = true
        if let fetch = observer.fetch { cancel(fetch, at: time) }
        enqueue(exchange, at: time)
        return true
    }

    /// Gives up one of our requests or observations; anything the peer still sends for it is refused with RST.
    ///
    /// The completion of a request receives `cancelled`.
    package func cancel(_ id: ExchangeID, at time: Double) {
        if let (token, observer) = observers.first(where: { $0.value.id == id }) {
            observers[token] = nil
            if let fetch = observer.fetch { cancel(fetch, at: time) }
        }
        if let place = waiting.firstIndex(where: { $0.id == id }) {
            waiting.remove(at: place).completion(.cancelled)
        } else if let exchange = exchanges.values.first(where: { $0.id == id }) {
            finish(exchange, .cancelled, at: time)
        }
    }

    /// Gives up all our requests and observations, and forgets those of the peer.
    package func cancelAll() {
        let ended = exchanges.values.sorted { $0.id.rawValue < $1.id.rawValue } + waiting
        exchanges = [:]
        waiting = []
        observers = [:]
        served = [:]
        transmissions = [:]
        pending = [:]
        for exchange in ended { exchange.completion(.cancelled) }
    }

    // MARK: - Under way

    private func enqueue(_ exchange: Exchange, at time: Double) {
        waiting.append(exchange)
        startWaiting(at: time)
    }

    private func startWaiting(at time: Double) {
        while !waiting.isEmpty, exchanges.count < max(1, settings.transmission.mostOutstandingRequests) {
            start(waiting.removeFirst(), at: time)
        }
    }

    /// Sends the message of an exchange whose turn has come.
    private func start(_ exchange: Exchange, at time: Double) {
        let request = exchange.blocks.message
        if exchange.token == .empty { exchange.token = nextToken() }
        let message = Message(
            exchange.isConfirmable ? .confirmable : .nonConfirmable, request.method, id: nextMessageID(),
            token: exchange.token, options: request.options, payload: request.payload)
        exchanges[exchange.token] = exchange
        if exchange.isConfirmable {
            exchange.messageID = message.id
            exchange.deadline = .infinity
            transmit(message, for: .request(exchange), at: time)
        } else {
            exchange.deadline = time + settings.transmission.transmitWait
            emit(message)
        }
    }

    /// Ends an exchange, whatever it waits for.
    func finish(_ exchange: Exchange, _ outcome: ExchangeOutcome, at time: Double) {
        if let id = exchange.messageID { transmissions[id] = nil }
        if exchanges[exchange.token] === exchange { exchanges[exchange.token] = nil }
        startWaiting(at: time)
        exchange.completion(outcome)
    }

    /// Handles the response to the message of an exchange.
    func handleResponse(_ message: Message, to exchange: Exchange, at time: Double) {
        exchange.messageID = nil
        guard !RequestCheck.isRejected(message) else {
            return finish(exchange, .failed("the response has a critical option that is not understood"), at: time)
        }
        let response = CoAPResponse(message.code, options: message.options, payload: message.payload)
        if exchange.isObserve, response.code.isSuccess, let number = response.observe,
            observers[exchange.token] == nil
        {
            observers[exchange.token] = Observer(
                id: exchange.id, request: exchange.blocks.whole, number: number, at: time,
                onNotification: exchange.completion)
        }
        step(exchange, exchange.blocks.step(after: response), at: time)
    }

    private func step(_ exchange: Exchange, _ step: BlockwiseRequest.Step, at time: Double) {
        switch step {
        case .done(let response): finish(exchange, .response(response), at: time)
        case .failed(let reason): finish(exchange, .failed(reason), at: time)
        case .send:
            // The next block keeps the turn; its message is an entirely new one.
            if exchanges[exchange.token] === exchange { exchanges[exchange.token] = nil }
            exchange.token = .empty
            start(exchange, at: time)
        }
    }

    // MARK: - Notifications

    /// Handles a notification from the peer.
    func handleNotification(_ message: Message, to observer: Observer, at time: Double) {
        let response = CoAPResponse(message.code, options: message.options, payload: message.payload)
        guard !observer.isEnding else { return }
        guard let number = response.observe, response.code.isSuccess else {
            observers[message.token] = nil
            if let fetch = observer.fetch { cancel(fetch, at: time) }
            return observer.onNotification(.response(response))
        }
        guard number.isNewer(than: observer.number, at: time, earlier: observer.time) else { return }
        observer.number = number
        observer.time = time
        if let fetch = observer.fetch {
            observer.fetch = nil
            cancel(fetch, at: time)
        }
        var blocks = BlockwiseRequest(observer.request, settings.blocks)
        switch blocks.step(after: response) {
        case .done(let whole): observer.onNotification(.response(whole))
        case .failed(let reason): observer.onNotification(.failed(reason))
        case .send:
            let exchange = Exchange(
                id: nextExchangeID(), blocks: blocks, token: .empty, isConfirmable: true
            ) { [weak observer] outcome in
                guard let observer, outcome != .cancelled else { return }
                observer.fetch = nil
                observer.onNotification(outcome)
            }
            observer.fetch = exchange.id
            // The rest of a notification does not wait behind requests that may never be answered.
            start(exchange, at: time)
        }
    }
}
