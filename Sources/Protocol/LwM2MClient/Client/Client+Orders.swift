package import LwM2M

/// What the host orders by command.
extension Client {
    /// Registers with a server now, or updates its registration: `AT+ULWM2MREG`.
    ///
    /// - Returns: false if the client has no account of the server, or is not started.
    @discardableResult
    package func register(_ server: ShortServerID) -> Bool {
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
    package func renew(_ server: ShortServerID) { session(server)?.register { $0.start(at: time) } }

    /// Bootstraps where there is an account for it, and registers with all servers: `AT+ULWM2MREG=0`.
    package func registerAll() {
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
    /// - Returns: false if there is no account of a bootstrap server, or the client is not started.
    @discardableResult
    package func bootstrap() -> Bool {
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

/// Where the client stands, for people and for commands.
extension Client {
    /// Where the client stands with each server that it has an account of, in the order of Object 1.
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

    /// Why what servers observe at, above or below a path was or was not notified, one line per observation.
    package func explainObservations(of path: Path) -> [String] {
        sessions.flatMap { session in
            session.observations.explanations(of: path, at: time).map { "server \(session.id) observes \($0)" }
        }
    }
}

/// Where the client stands with one server, for `+ULWM2MREG?` and people.
package struct ServerReport: Hashable, Sendable {
    package var shortServerID: ShortServerID
    /// As Object 0 holds it.
    package var uri: String
    package var state: ServerState
    /// Seconds until the client registers again on its own; nil if it is not registered.
    package var secondsLeft: Int?
    /// In seconds.
    package var lifetime: Int64
    package var binding: String
    /// What the server observes.
    package var observations: [Path]
    /// Whether the connection rests, so that the server cannot reach the client.
    package var isResting: Bool
}

/// What happens between the client and its servers, with the data of `+ULWM2MSTAT`.
///
/// - Source: UBX-18068860 R09 §4.1.2, §4.3.2; UBX-17003787 R16, page 317.
package enum ServerEvent: Hashable, Sendable {
    /// Events 0 and 1: the state changed, or was reached again.
    case state(ShortServerID, ServerState)
    /// Event 2: seconds until the client registers again on its own, about once a minute for each registered server.
    case timeLeft(ShortServerID, seconds: Int)
    /// Event 3: a notification is sent for what the server observes.
    case notification(ShortServerID, Path)
    /// Event 6: what became of a connection.
    case connection(ShortServerID, ConnectionChange)
    /// The server acknowledged a Register or an Update.
    case acknowledged(ShortServerID)
    /// The registration with the server is over, or is to be made anew: what was noted about it is void.
    case forgotten(ShortServerID)
    /// The bootstrap server wrote the accounts anew.
    case bootstrapped
    /// A line for the log.
    case log(LogLine)
}
