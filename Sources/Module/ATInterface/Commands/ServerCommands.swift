import Emulator
import LwM2M
import Products

extension ATCommandTable {
    /// Registration with servers.
    ///
    /// - Source: UBX-18068860 R09 §4.3; UBX-20033314 R03 §3.1.1, §3.6.
    static let serverCommands: [ATCommand] = [
        ATCommand(
            "+ULWM2MREG", "registers with a server", on: .reachingObjects, takes: server,
            set: { call in
                let (server, servers) = try call.namedServer()
                try call.asking { () throws(LwM2MError) in
                    if let server { try servers.register(server) } else { try servers.registerAll() }
                }
            },
            read: { call in
                try call.requireClient()
                for state in call.module.serverStates {
                    let number = call.product.status.numbering.number(of: state.status) ?? 0
                    call.answer("\(state.server),\(number)" + (state.secondsLeft.map { ",\($0)" } ?? ""))
                }
            }),
        ATCommand(
            "+ULWM2MDEREG", "ends the registration with a server", on: .reachingObjects, takes: server,
            set: { call in
                let (server, servers) = try call.namedServer()
                servers.deregister(server)
            }),
    ]

    private static let server = ATSyntax.unshown(.number("server_id", 0...65534))
}

extension ATCall {
    /// - throws: where the client does not run.
    func requireClient() throws(ATError) {
        guard module.device.isRunning else {
            throw ATError(ATAssumptions.clientNotReady, module.device.whyNotRunning)
        }
    }

    /// The server that the one parameter of the command names, nil for all, and what reaches it.
    ///
    /// - throws: where the client does not run or has no such server.
    fileprivate func namedServer() throws(ATError) -> (ShortServerID?, any ATServers) {
        let id = try parameters.integer(0, "server_id")
        try requireClient()
        let known = module.serverStates.map { Int($0.server) }
        guard id == 0 || known.contains(id) else {
            let words = known.isEmpty ? "there are none" : known.map(String.init).joined(separator: ", ")
            throw ATError(
                ATAssumptions.unknownServer, "there is no server \(id) (\(words))", column: parameters.list[0].column)
        }
        guard let servers = module.servers else { throw .notAllowed("the module has no way to its servers") }
        return (id == 0 ? nil : ShortServerID(id), servers)
    }

    /// Does something with the Objects or the servers; a refusal becomes that of the command.
    func asking<Result>(_ body: () throws(LwM2MError) -> Result) throws(ATError) -> Result {
        do throws(LwM2MError) { return try body() } catch {
            throw ATError(ATAssumptions.refusedByModel, "\(error)")
        }
    }
}

extension ATModule {
    /// The state of each server; without a client on the network all are deregistered.
    var serverStates: [ATServerState] {
        if let servers { return servers.states }
        return ServerInstance.all(in: device.dataModel).compactMap { server in
            server.shortServerID.map { ATServerState($0, .deregistered) }
        }
    }
}
