import CoAP
import LwM2M
import LwM2MOverCoAP

/// The requests of the server, and the notifications for what it observes.
extension ServerSession {
    /// How many notifications are kept for a server that cannot be reached; the oldest give way.
    private static let mostKept = 100

    /// A link over a connection, whose requests are answered here.
    func makeLink(over connection: any Connection) -> ServerLink {
        let link = ServerLink(connection, to: account, of: client)
        link.lastObserveNumber = lastObserveNumber
        link.listen { [unowned self] datagram in
            guard let link = self.link, let incoming = link.receiveRequest(datagram) else { return }
            link.settle(incoming, answer(incoming.request, token: incoming.token))
        }
        link.onFailure = { [unowned self] reason in linkFailed(reason) }
        return link
    }

    /// The answer to a request from the server; nil to ignore the request.
    func answer(_ message: CoAPRequest, token: Token) -> ServerReply? {
        guard registration.acknowledgedAt != nil, disabledUntil == nil else { return nil }
        if client.knowsBootstrapServer {
            if let reply = client.answerAsBootstrap(message, from: account, over: link) {
                exchangedAt = client.time
                return reply
            }
            if let bootstrap = client.bootstrapSession, bootstrap.silences(account, settings) { return nil }
        }
        exchangedAt = client.time
        do throws(LwM2MError) {
            let request = try client.management.request(in: message, from: id)
            switch request.operation {
            case .observe where observations.hasRoom(for: token): return try beginObservation(request, token: token)
            // One too many is answered like a Read (RFC 7641 §4.1).
            case .observe: break
            case .cancelObserve:
                if let ended = observations.cancel(token: token, path: request.path) { link?.forget(token: ended) }
            case .writeAttributes: observations.conditionsChanged()
            default: break
            }
            return ServerReply(client.management.answer(request, from: id))
        } catch {
            return ServerReply(Response(error))
        }
    }

    private func beginObservation(_ request: Request, token: Token) throws(LwM2MError) -> ServerReply {
        let reading = try client.management.observe(request, from: id)
        if carriesOver == false { dropCarried(reading.path) }
        observations.add(
            Observation(reading.path, token: token, format: reading.format, content: reading.node, at: client.time))
        return ServerReply(reading.response, isObserved: true)
    }

    /// Drops an observation that outlived a Register in favour of the server's new one.
    private func dropCarried(_ path: Path) {
        for observation in observations.all
        where observation.path == path && observation.madeAt < (registration.registeredAt ?? 0) {
            observations.remove(token: observation.token)
            link?.forget(token: observation.token)
        }
    }

    /// What happens to a notification that is due.
    enum Delivery {
        case send
        /// The server does not expect to reach the client; the client may wake on its own, and first tells the server
        /// so.
        case wake
        /// There is no network, or the server is disabled.
        case keep
        /// It is checked once the client and the server are in contact.
        case wait
    }

    var delivery: Delivery {
        if disabledUntil != nil || !client.isOnline { return .keep }
        guard link != nil, maySend else { return .wait }
        if isResting { return registration.state == .registered ? .wake : .wait }
        guard !isWaking else { return .wait }
        switch registration.state {
        case .registered, .updatePending, .updateNeeded: return .send
        default: return .wait
        }
    }

    /// Sends what is due, or keeps it.
    func notify(at time: Double) {
        switch delivery {
        case .send:
            for notification in kept { send(notification) }
            kept = []
            for notification in observations.due(at: time) { send(notification) }
        case .wake:
            guard let due = observations.nextDeadline, due <= time else { return }
            // The server is first told that the client is awake.
            if observations.isSomethingDue(at: time) { register { $0.refresh(at: time) } }
        case .keep:
            let due = observations.due(at: time)
            guard account.storesNotifications else { return }
            kept += due
            kept.removeFirst(max(0, kept.count - Self.mostKept))
        case .wait: break
        }
    }

    private func send(_ notification: Notification) {
        exchangedAt = client.time
        if case .node = notification.content { client.emit(.notification(id, notification.path)) }
        link?.notify(notification) { [unowned self] outcome in notificationEnded(outcome, of: notification) }
    }

    private func notificationEnded(_ outcome: NotificationOutcome, of notification: Notification) {
        switch outcome {
        case .acknowledged: break
        case .reset: observations.remove(token: notification.token)
        case .unanswered:
            observations.remove(token: notification.token)
            // An Update shows whether the server has gone away altogether.
            register { $0.refresh(at: client.time) }
        }
    }
}
