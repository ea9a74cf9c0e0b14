package import LwM2M

/// What the host can order by command.
extension Client {
    /// Registers with a server now, or updates its registration: `AT+ULWM2MREG`.
    ///
    /// - Returns: false if the client has no account of the server, or has not been started.
    @discardableResult
    package func register(_ server: ShortServerID) -> Bool {
        guard isRunning else { return false }
        let wasLeft = left.remove(server) != nil
        if session(server) == nil {
            readAccounts()
            guard let account = accounts[server], !settings[server].isDisabled else { return false }
            sessions.append(ServerSession(account, of: self))
        }
        session(server)?.register { if wasLeft { $0.start(at: time) } else { $0.refresh(at: time) } }
        return true
    }

    /// Gives up the registration with a server and makes a new one.
    package func renew(_ server: ShortServerID) { session(server)?.register { $0.start(at: time) } }

    /// Bootstraps if there is an account for it, and registers with all servers: `AT+ULWM2MREG=0`.
    package func registerAll() {
        guard isRunning else { return }
        let isBootstrapping = bootstrap()
        for account in accounts.servers {
            // After the bootstrap, the client registers with each server that it may have added.
            if isBootstrapping, settings[account.shortServerID].waitsForBootstrap {
                left.remove(account.shortServerID)
            } else {
                register(account.shortServerID)
            }
        }
    }

    /// Whether a command has left a server since the start.
    package func hasLeft(_ server: ShortServerID) -> Bool { left.contains(server) }

    /// De-registers from a server, until `register` or the next start: `AT+ULWM2MDEREG`.
    ///
    /// - Returns: false if the client has no account of the server.
    @discardableResult
    package func deregister(_ server: ShortServerID) -> Bool {
        left.insert(server)
        guard let session = session(server) else { return false }
        session.register { $0.deregister(at: time) }
        return true
    }

    /// Begins a bootstrap now.
    ///
    /// - Returns: false if there is no account of a bootstrap server, or the client has not been started.
    @discardableResult
    package func bootstrap() -> Bool {
        guard isRunning else { return false }
        readAccounts()
        guard accounts.bootstrap != nil else { return false }
        endBootstrap()
        isBootstrapOrdered = true
        bootstraps = RetrySeries(due: time)
        return true
    }
}

/// The state of the client, for users and for commands.
extension Client {
    /// The state with each server that the client has an account of, in the order of Object 1.
    package var reports: [ServerReport] {
        accounts.servers.map { account in
            let session = session(account.shortServerID)
            return ServerReport(
                shortServerID: account.shortServerID, uri: account.uri,
                state: session?.registration.state ?? .deregistered,
                secondsLeft: session?.registration.secondsLeft(at: time), lifetime: account.lifetime,
                binding: account.binding, observations: session?.observations.all.map(\.path) ?? [],
                isResting: session?.isResting ?? false)
        }
    }

    /// Why servers that observe at, above or below a path were or were not notified, one line per observation.
    package func explainObservations(of path: Path) -> [String] {
        sessions.flatMap { session in
            session.observations.explanations(of: path, at: time).map { "server \(session.id) observes \($0)" }
        }
    }
}

/// The state with one server, for `+ULWM2MREG?` and for users.
package struct ServerReport: Hashable, Sendable {
    package var shortServerID: ShortServerID
    /// As Object 0 holds it.
    package var uri: String
    package var state: ServerState
    /// Seconds until the client renews its registration; nil if it is not registered.
    package var secondsLeft: Int?
    /// In seconds.
    package var lifetime: Int64
    package var binding: String
    /// What the server observes.
    package var observations: [Path]
    /// Whether the connection is suspended, so that the server cannot reach the client.
    package var isResting: Bool
}

/// What happens between the client and its servers, with the data of `+ULWM2MSTAT`.
///
/// - Source: UBX-18068860 R09 §4.1.2, §4.3.2; UBX-17003787 R16, page 317.
package enum ServerEvent: Hashable, Sendable {
    /// Events 0 and 1: the state changed, or was reached again.
    case state(ShortServerID, ServerState)
    /// Event 2: seconds until the client renews its registration, about once a minute for each registered server.
    case timeLeft(ShortServerID, seconds: Int)
    /// Event 3: a notification is sent for a path that the server observes.
    case notification(ShortServerID, Path)
    /// Event 6: what happened to a connection.
    case connection(ShortServerID, ConnectionChange)
    /// The server acknowledged a Register or an Update.
    case acknowledged(ShortServerID)
    /// The registration with the server has ended, or must be made again: what was noted about it is void.
    case forgotten(ShortServerID)
    /// The bootstrap server rewrote the accounts.
    case bootstrapped
    /// A line for the log.
    case log(LogLine)
}
