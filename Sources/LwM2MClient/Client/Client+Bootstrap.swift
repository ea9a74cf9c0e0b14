import LwM2M

/// When the client asks for a bootstrap, and what follows from its end.
///
/// - Source: LwM2M 1.0.1 §5.2.4, §5.2.5.
extension Client {
    /// Whether a bootstrap runs that the other servers have to wait for.
    var isBootstrapping: Bool { bootstrapSession?.isWriting ?? false }

    /// Whether every server failed, or one whose failure is enough.
    var needsBootstrap: Bool {
        guard isRunning, bootstrapSession == nil, accounts.bootstrap != nil else { return false }
        if isBootstrapOrdered { return true }
        if accounts.servers.isEmpty { return true }
        guard !sessions.isEmpty else { return false }
        return sessions.allSatisfy(\.registration.hasGivenUp)
            || sessions.contains { $0.registration.hasGivenUp && $0.settings.bootstrapsOnFailure }
    }

    var bootstrapDue: Double? { needsBootstrap && isOnline ? bootstrapNotBefore : nil }

    func considerBootstrap(at time: Double) {
        guard let due = bootstrapDue, due <= time, let account = accounts.bootstrap else { return }
        beginBootstrap(account, holdOff: account.holdOff)
    }

    func beginBootstrap(_ account: ServerAccount, holdOff: Double) {
        isBootstrapOrdered = false
        let session = BootstrapSession(account, of: self)
        bootstrapSession = session
        session.begin(holdOff: holdOff)
    }

    /// Takes it that a bootstrap is over.
    func bootstrapEnded(_ account: ServerAccount, isSuccess: Bool) {
        bootstrapSession = nil
        guard isSuccess else {
            bootstrapFailures += 1
            bootstrapNotBefore = time + settings.retry.wait(after: bootstrapFailures)
            if bootstrapFailures >= settings.retry.attempts { bootstrapFailures = 0 }
            readAccounts()
            // What it wrote stays, so that there may be a server to register with.
            makeSessions(registrations: [:])
            return
        }
        bootstrapFailures = 0
        emit(.bootstrapped)
        readAccounts()
        if account.accountTimeout > 0, let instance = accounts.bootstrap?.securityInstance {
            purgeDue = (time + account.accountTimeout, instance)
        }
        let old = sessions
        sessions = []
        for session in old { session.end() }
        makeSessions(registrations: [:])
    }

    /// - Source: LwM2M 1.0.1 appendix E.1, Resource 12.
    func purge(at time: Double) {
        guard let due = purgeDue, due.time <= time else { return }
        purgeDue = nil
        log("the account of the bootstrap server, /0/\(due.instance), is removed: its time is over")
        try? model.delete(Path(0, due.instance), from: .host)
    }
}
