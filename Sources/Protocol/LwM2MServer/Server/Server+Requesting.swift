import CoAP
package import LwM2M
import LwM2MOverCoAP

extension Server {
    /// Sends a request to a registered client; a sleeping client gets it when it wakes.
    ///
    /// - Parameters:
    ///   - request: its path without the client's alternate path; `Request.read` and similar functions make one.
    ///   - endpoint: the endpoint client name.
    ///   - answer: called once with the outcome, never before this returns.
    /// - throws: 4.04 for a client that is not registered.
    package func send(
        _ request: Request, to endpoint: String, answer: @escaping (ClientAnswer) -> Void
    ) throws(LwM2MError) {
        try whenAwake(endpoint, request) { [clock] peer, message, start in
            peer.endpoint.request(message, at: start) { answer(ClientAnswer($0, since: start, clock())) }
        } orElse: {
            answer($0)
        }
    }

    /// Observes a path of a registered client: its notifications are reported as events until the observation ends.
    ///
    /// - Parameter answer: called once with the answer to the Observe.
    /// - throws: 4.04 for a client that is not registered.
    package func observe(
        _ path: Path, as format: ContentFormat? = nil, of endpoint: String, answer: @escaping (ClientAnswer) -> Void
    ) throws(LwM2MError) {
        wanted[endpoint, default: [:]].updateValue(format, forKey: path)
        try whenAwake(endpoint, .observe(path, as: format)) { [weak self] peer, message, start in
            self?.begin(path, of: endpoint, at: peer, message, start, answer)
        } orElse: {
            answer($0)
        }
    }

    /// Cancels an observation with a GET that carries its token.
    ///
    /// - throws: 4.04 for a client that is not registered and for a path that is not observed.
    package func cancelObserve(
        _ path: Path, of endpoint: String, answer: @escaping (ClientAnswer) -> Void
    ) throws(LwM2MError) {
        let (peer, id) = try observation(of: path, of: endpoint)
        let start = clock()
        peer.endpoint.endObservation(id, at: start) { [clock] in answer(ClientAnswer($0, since: start, clock())) }
        peers.reschedule(peer)
    }

    /// Forgets an observation: the next notification is refused with RST.
    ///
    /// - throws: 4.04 for a client that is not registered and for a path that is not observed.
    package func forgetObserve(_ path: Path, of endpoint: String) throws(LwM2MError) {
        let (peer, id) = try observation(of: path, of: endpoint)
        peer.endpoint.cancel(id, at: clock())
        peers.reschedule(peer)
    }

    /// The observed paths of a client, sorted.
    package func observedPaths(of endpoint: String) -> [Path] {
        guard let registration = registry[endpoint], let peer = peer(of: registration) else { return [] }
        return peer.observations.keys.sorted { $0.segments.lexicographicallyPrecedes($1.segments) }
    }

    /// Observes again the paths that were observed before the client registered again.
    func observeAgain(_ registration: RegisteredClient) {
        let wanted = (wanted[registration.endpoint] ?? [:]).sorted {
            $0.key.segments.lexicographicallyPrecedes($1.key.segments)
        }
        for (path, format) in wanted {
            let report: (ClientAnswer) -> Void = { [weak self] answer in
                guard let response = answer.response else { return }
                self?.onEvent?(.notified(endpoint: registration.endpoint, path: path, response))
            }
            try? observe(path, as: format, of: registration.endpoint, answer: report)
        }
    }

    private func observation(of path: Path, of endpoint: String) throws(LwM2MError) -> (Peer, ExchangeID) {
        guard let registration = registry[endpoint] else { throw Self.unknown(endpoint) }
        wanted[endpoint]?[path] = nil
        guard let peer = peer(of: registration), let id = peer.observations.removeValue(forKey: path) else {
            throw LwM2MError(.notFound, "\(path) of \(endpoint) is not observed")
        }
        return (peer, id)
    }

    private func begin(
        _ path: Path, of endpoint: String, at peer: Peer, _ message: CoAPRequest, _ start: Double,
        _ answer: @escaping (ClientAnswer) -> Void
    ) {
        if let old = peer.observations.removeValue(forKey: path) { peer.endpoint.cancel(old, at: start) }
        var isFirst = true
        var id: ExchangeID?
        id = peer.endpoint.observe(message, at: start) { [weak self, weak peer] outcome in
            guard let self else { return }
            let isObserved = outcome.response?.code.isSuccess ?? false && outcome.response?.observe != nil
            if !isObserved, peer?.observations[path] == id { peer?.observations[path] = nil }
            if isFirst {
                isFirst = false
                answer(ClientAnswer(outcome, since: start, clock()))
            } else if let response = outcome.response {
                onEvent?(.notified(endpoint: endpoint, path: path, Response(response)))
            }
        }
        peer.observations[path] = id
    }

    /// Sends now or, to a client in queue mode, when it next sends something.
    private func whenAwake(
        _ endpoint: String, _ request: Request, _ send: @escaping (Peer, CoAPRequest, Double) -> Void,
        orElse fail: @escaping (ClientAnswer) -> Void
    ) throws(LwM2MError) {
        guard let registration = registry[endpoint] else { throw Self.unknown(endpoint) }
        let run = { [weak self] in
            guard let self, let registration = registry[endpoint] else { return }
            guard let peer = peer(of: registration) else {
                return fail(ClientAnswer(response: nil, failure: "the connection to \(endpoint) is gone", duration: 0))
            }
            send(peer, CoAPRequest(request, below: registration.alternatePath), clock())
            peers.reschedule(peer)
        }
        let lastHeard = max(registration.updated, peer(of: registration)?.lastHeard ?? 0)
        if registration.isQueueMode, clock() - lastHeard >= settings.awakeTime {
            held[endpoint, default: []].append(run)
            onEvent?(.held(endpoint: endpoint, request))
        } else {
            run()
        }
    }

    private static func unknown(_ endpoint: String) -> LwM2MError {
        LwM2MError(.notFound, "no client '\(endpoint)' is registered")
    }
}

extension ClientAnswer {
    /// The outcome of an exchange.
    init(_ outcome: ExchangeOutcome, since start: Double, _ now: Double) {
        self.init(
            response: outcome.response.map { Response($0) }, failure: Self.words(outcome),
            duration: now - start)
    }

    private static func words(_ outcome: ExchangeOutcome) -> String {
        switch outcome {
        case .response: ""
        // Single requests are never cancelled here.
        case .cancelled: "the connection ended before an answer came"
        default: "\(outcome)"
        }
    }
}
