import LwM2M

/// When the client asks for a bootstrap, and what follows from its end.
///
/// - Source: LwM2M 1.0.1 §5.2.4, §5.2.5.
extension Client {
    /// Whether a bootstrap is running that the other servers must wait for.
    var isBootstrapping: Bool { bootstrapSession?.isWriting ?? false }

    /// Whether all servers failed, or one whose failure alone is enough.
    var needsBootstrap: Bool {
        guard isRunning, bootstrapSession == nil, accounts.bootstrap != nil else { return false }
        if isBootstrapOrdered { return true }
        if accounts.servers.isEmpty { return true }
        guard !sessions.isEmpty else { return false }
        return sessions.allSatisfy(\.registration.hasGivenUp)
            || sessions.contains { $0.registration.hasGivenUp && $0.settings.bootstrapsOnFailure }
    }

    var bootstrapDue: Double? {
        guard needsBootstrap, isOnline else { return nil }
        return isBootstrapOrdered ? -.infinity : bootstraps.due
    }

    func considerBootstrap(at time: Double) {
        guard let due = bootstrapDue, due <= time, let account = accounts.bootstrap else { return }
        beginBootstrap(account, holdOff: account.holdOff)
    }

    func beginBootstrap(_ account: ServerAccount, holdOff: Double) {
        isBootstrapOrdered = false
        endStandby()
        bootstraps.begin(at: time)
        let session = BootstrapSession(account, of: self)
        bootstrapSession = session
        session.begin(holdOff: holdOff)
    }

    /// Gives up a bootstrap that is under way.
    func endBootstrap() {
        bootstrapSession?.end()
        bootstrapSession = nil
    }

    /// Handles the end of a bootstrap.
    func bootstrapEnded(_ bootstrap: BootstrapSession, isSuccess: Bool) {
        bootstrapSession = nil
        bootstraps.end(at: time, settings.retry)
        guard isSuccess else {
            readAccounts()
            // What it wrote is kept, so there may be a server to register with.
            isAccountChanged = true
            return makeSessions()
        }
        emit(.bootstrapped)
        readAccounts()
        // The time is that of the account as the bootstrap leaves it.
        purgeDue = accounts.bootstrap.flatMap { own in
            own.accountTimeout > 0 ? (time + own.accountTimeout, own.securityInstance) : nil
        }
        let old = sessions
        sessions = old.filter { isKept($0, after: bootstrap) }
        for session in old where self.session(session.id) == nil { session.end() }
        for session in sessions {
            guard let account = accounts[session.id] else { continue }
            session.update(account, at: time)
            session.contentChanged(at: time)
        }
        makeSessions()
    }

    /// Whether a bootstrap left the account of a server alone, so that the registration continues.
    private func isKept(_ session: ServerSession, after bootstrap: BootstrapSession) -> Bool {
        guard !session.settings.waitsForBootstrap, !session.settings.isDisabled, let account = accounts[session.id]
        else { return false }
        return !bootstrap.touched(account)
    }

    /// Handles a bootstrap that must begin again once there is a network.
    func bootstrapInterrupted() {
        bootstrapSession = nil
        isBootstrapOrdered = true
    }

    /// - Source: LwM2M 1.0.1 appendix E.1, Resource 12.
    func purge(at time: Double) {
        guard let due = purgeDue, due.time <= time else { return }
        purgeDue = nil
        log("the account of the bootstrap server, /0/\(due.instance), is removed: its time is over")
        try? model.delete(Path(.security, due.instance), from: .host)
    }
}
