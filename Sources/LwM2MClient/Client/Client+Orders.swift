public import LwM2M

/// What the host orders by command.
extension Client {
    /// Registers with a server now, or updates its registration: `AT+ULWM2MREG`.
    ///
    /// - Returns: false where the client has no account of the server, or is not started.
    @discardableResult
    public func register(_ server: ShortServerID) -> Bool {
        guard isRunning else { return false }
        left.remove(server)
        if session(server) == nil {
            readAccounts()
            guard let account = accounts[server], !settings[server].isDisabled else { return false }
            sessions.append(ServerSession(account, of: self))
        }
        session(server)?.register { $0.refresh(at: time) }
        return true
    }

    /// Gives up the registration with a server and makes a new one.
    public func renew(_ server: ShortServerID) { session(server)?.register { $0.start(at: time) } }

    /// Bootstraps where there is an account for it, and registers with all servers: `AT+ULWM2MREG=0`.
    public func registerAll() {
        guard isRunning else { return }
        let isBootstrapping = bootstrap()
        for account in accounts.servers {
            // The bootstrap is followed by a Register with each server that it may bring.
            if isBootstrapping, settings[account.shortServerID].waitsForBootstrap {
                left.remove(account.shortServerID)
            } else {
                register(account.shortServerID)
            }
        }
    }

    /// Whether a command left a server since the start.
    public func hasLeft(_ server: ShortServerID) -> Bool { left.contains(server) }

    /// De-registers from a server, until `register` or the next start: `AT+ULWM2MDEREG`.
    ///
    /// - Returns: false where the client has no account of the server.
    @discardableResult
    public func deregister(_ server: ShortServerID) -> Bool {
        left.insert(server)
        guard let session = session(server) else { return false }
        session.register { $0.deregister(at: time) }
        return true
    }

    /// Begins a bootstrap now.
    ///
    /// - Returns: false where there is no account of a bootstrap server, or the client is not started.
    @discardableResult
    public func bootstrap() -> Bool {
        guard isRunning else { return false }
        readAccounts()
        guard accounts.bootstrap != nil else { return false }
        bootstrapSession?.end()
        bootstrapSession = nil
        isBootstrapOrdered = true
        bootstraps = RetrySeries(due: time)
        return true
    }
}
