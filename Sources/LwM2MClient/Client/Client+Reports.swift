public import LwM2M

/// Where the client stands, for people and for commands.
extension Client {
    /// Where the client stands with each server that it has an account of, in the order of Object 1.
    public var reports: [ServerReport] {
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

    /// Why what servers observe at, above or below a path was or was not notified, one line an observation.
    public func explainObservations(of path: Path) -> [String] {
        sessions.flatMap { session in
            session.observations.explanations(of: path, at: time).map { "server \(session.id) observes \($0)" }
        }
    }
}
