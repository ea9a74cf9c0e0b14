package import LwM2M
package import ObjectTesting
import Products
import RealModule

/// The server of the tests, on the way to which the module has an account for as long as they run.
extension ModuleTarget {
    /// Listens, and has the module register.
    ///
    /// - Parameters:
    ///   - host: an address of this machine that the module reaches.
    ///   - shortServerID: of the server in the tests.
    /// - throws: if it cannot listen there, if the module takes no account, or does not register.
    package func serve(host: String, port: UInt16, shortServerID: Int) throws {
        guard try !session.serverIDs().contains(shortServerID) else {
            throw PushError("the module has a server \(shortServerID) already: --target-server-id names another one")
        }
        let server = try TargetServer(host: host, port: port, shortServerID: shortServerID)
        self.server = server
        pump()
        if server.isReachableFromElsewhere { onStep("\(server.uri): other machines can reach the server of the tests") }
        account = try TestAccount.add(
            server.uri, shortServerID: shortServerID, to: session, imei: imei, product: product.name,
            reset: product.commands.resets.first ?? 16)
        onStep(
            "the module has an account for server \(shortServerID) of the tests, \(server.uri), and was reset for it")
        try session.line.listen(seconds: Self.longestRegistration, until: { server.endpoint != nil })
        guard let endpoint = server.endpoint else {
            throw PushError(
                "the module did not register with \(server.uri) within \(Int(Self.longestRegistration)) seconds: name an "
                    + "address of this machine that the module reaches")
        }
        onStep("registered as \(endpoint)")
    }

    private static let longestRegistration = 180.0

    /// Lets the server take its turns while somebody waits for the module.
    func pump() {
        session.line.port.isInterrupted = { [server] in
            server?.turn()
            return false
        }
    }

    /// Takes the account from the module.
    func removeAccount() throws {
        guard let account else { return }
        try account.remove(from: session, reset: product.commands.resets.first ?? 16)
        self.account = nil
        onStep("the account for server \(account.shortServerID) is gone from the module, which was reset")
    }

    package func whyUnserved(_ id: ShortServerID) -> String? {
        guard let server else { return "AT is not a server; --target-server lets the module reach one" }
        return server.shortServerID == Int(id)
            ? nil : "the module reaches server \(server.shortServerID) of the tests alone (--target-server-id)"
    }

    package func ask(_ request: Request) throws(TargetError) -> Response {
        try onServer { server throws in try server.ask(request) }
    }

    package func observe(_ path: Path) throws(TargetError) -> Response {
        try onServer { server throws in try server.observe(path) }
    }

    package func cancel(_ path: Path) throws(TargetError) -> Bool {
        try onServer { server throws in try server.cancel(path) }
    }

    package func takeNotifications(atLeast count: Int) throws(TargetError) -> [(path: Path, response: Response)] {
        try onServer { server throws in server.takeNotifications(atLeast: count) }
    }

    private func onServer<Result>(_ body: (TargetServer) throws -> Result) throws(TargetError) -> Result {
        guard let server else { throw TargetError(.unable, "there is no server of the tests") }
        return try reach { () throws in try body(server) }
    }
}
