import Emulator
import LwM2M
import LwM2MClient
import Products

extension ATCommandTable {
    /// Registration with servers.
    ///
    /// - Source: UBX-18068860 R09 §4.3; UBX-20033314 R03 §3.1.1, §3.6.
    static let serverCommands: [ATCommand] = [
        ATCommand(
            "+ULWM2MREG", "registers with a server", on: .reachingObjects, takes: server,
            set: { call in
                let (server, client) = try call.namedServer()
                do throws(LwM2MError) {
                    if let server { try client.register(server) } else { try client.registerAll() }
                } catch  where error.code == .methodNotAllowed {
                    // No Object refuses it: the server was left, and only a reset leads back to it (§4.3.3).
                    throw ATError.notAllowed(error.message)
                }
            },
            read: { call in
                try call.requireClient()
                for server in call.module.serverStandings {
                    let number = call.product.status.numbering.number(of: server.state) ?? 0
                    call.answer("\(server.id),\(number)" + (server.secondsLeft.map { ",\($0)" } ?? ""))
                }
            }),
        ATCommand(
            "+ULWM2MDEREG", "ends the registration with a server", on: .reachingObjects, takes: server,
            set: { call in
                let (server, client) = try call.namedServer()
                client.deregister(server)
            }),
    ]

    private static let server = ATSyntax.unshown(.number("server_id", 0...65534))
}

extension ATCall {
    /// - throws: if the client is not running.
    func requireClient() throws(ATError) {
        guard module.device.isRunning else {
            throw ATError(ATAssumptions.clientNotReady, module.device.whyNotRunning)
        }
    }

    /// The server that the only parameter of the command names, nil for all, and the client that reaches it.
    ///
    /// - throws: if the client is not running or has no such server.
    fileprivate func namedServer() throws(ATError) -> (ShortServerID?, WireClient) {
        let id = try parameters.integer(0, "server_id")
        try requireClient()
        let known = module.serverStandings.map { Int($0.id) }
        guard id == 0 || known.contains(id) else {
            let words = known.isEmpty ? "there are none" : known.map(String.init).joined(separator: ", ")
            throw ATError(
                ATAssumptions.unknownServer, "there is no server \(id) (\(words))", column: parameters.list[0].column)
        }
        guard let client = module.client else { throw .notAllowed("the module has no connection to its servers") }
        return (id == 0 ? nil : ShortServerID(id), client)
    }
}

extension ATModule {
    /// The client's state at each server, in the order of the accounts, and the seconds until it registers again on its
    /// own; without a client on the wire it is registered with none.
    var serverStandings: [(id: ShortServerID, state: ServerState, secondsLeft: Int?)] {
        if let client { return client.reports.map { ($0.shortServerID, $0.state, $0.secondsLeft) } }
        return ServerInstance.all(in: device.dataModel).compactMap { server in
            server.shortServerID.map { ($0, .deregistered, nil) }
        }
    }
}
