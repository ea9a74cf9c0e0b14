import CoAP
import LwM2M
import LwM2MOverCoAP

/// The connection to the bootstrap server between two bootstraps: the server may begin one at any time, as long as its
/// account is kept.
///
/// - Source: LwM2M 1.0.1 §5.2.4, server-initiated bootstrap.
extension Client {
    /// Listens to the bootstrap server.
    func standBy(_ link: ServerLink, _ account: ServerAccount) {
        standby = (link, account)
        link.listen { [unowned self] datagram in
            guard let link = standby?.link, let incoming = link.receiveRequest(datagram) else { return }
            link.settle(
                incoming, beginBootstrap(by: account, over: link, isShared: false, with: incoming.request))
        }
        link.onFailure = { [unowned self] _ in endStandby() }
    }

    func endStandby() {
        guard let link = standby?.link else { return }
        standby = nil
        link.close()
    }

    /// Ends the connection if the account of the bootstrap server has been removed or leads elsewhere.
    func checkStandby() {
        guard let standby else { return }
        if accounts.bootstrap?.isReached(as: standby.account) != true { endStandby() }
    }

    /// Whether there is a bootstrap server that may also be a management server.
    var knowsBootstrapServer: Bool { bootstrapSession != nil || accounts.hasBootstrap }

    /// Answers a request that begins a bootstrap because the management server is also the bootstrap server; nil if it
    /// begins none.
    func answerAsBootstrap(_ request: CoAPRequest, from account: ServerAccount, over link: ServerLink?) -> ServerReply?
    {
        if let bootstrapSession, bootstrapSession.isShared(link) { return bootstrapSession.answer(request) }
        guard bootstrapSession == nil, let link, let own = accounts.bootstrap, own.isReached(as: account),
            Self.isForBootstrapAlone(request)
        else { return nil }
        return beginBootstrap(by: own, over: link, isShared: true, with: request)
    }

    private func beginBootstrap(
        by account: ServerAccount, over link: ServerLink, isShared: Bool, with request: CoAPRequest
    ) -> ServerReply? {
        guard isRunning, bootstrapSession == nil, let own = accounts.bootstrap, own.isReached(as: account) else {
            return nil
        }
        // A Finish with nothing before it changes nothing.
        guard request.method != .post else { return nil }
        if isShared { endStandby() } else { standby = nil }
        isBootstrapOrdered = false
        bootstraps.begin(at: time)
        let session = BootstrapSession(own, of: self)
        bootstrapSession = session
        return session.begin(over: link, isShared: isShared, with: request)
    }

    /// Whether only a bootstrap server may send the request: those for Object 0, and those for whole Objects.
    private static func isForBootstrapAlone(_ request: CoAPRequest) -> Bool {
        switch request.method {
        case .delete: request.path.count < 2 || request.path.first == "0"
        case .put: request.path.count == 1 && !request.payload.isEmpty || request.path.first == "0"
        case .get: request.acceptedFormat == .linkFormat && (request.path.isEmpty || request.path == ["0"])
        default: false
        }
    }
}
