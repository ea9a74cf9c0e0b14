import Emulator
import LwM2M
import LwM2MClient
import ObjectHost

/// The commands that concern the servers of the client.
extension ConsoleSession {
    func servers(_ command: ConsoleCommand) throws(LwM2MError) -> ConsoleOutcome {
        guard module.isRunning else { throw LwM2MError(.serviceUnavailable, module.whyNotRunning) }
        if case .explain(let server, let operation, let path) = command {
            return .explanation(["\(module.host.accessControl.explanation(of: operation, at: path, for: server))"])
        }
        guard let network else { throw LwM2MError(.serviceUnavailable, "the module has no way to its servers") }
        switch command {
        case .register(let server):
            try network.renew(server)
            return .module("registering with \(words(server))")
        case .update(let server):
            for id in server.map({ [$0] }) ?? network.reports.map(\.shortServerID) { try network.register(id) }
            return .module("updating the registration with \(words(server))")
        case .deregister(let server):
            network.deregister(server)
            return .module("leaving \(words(server))")
        case .bootstrap:
            try network.bootstrap()
            return .module("asking the bootstrap server")
        case .explainObservations(let path):
            let lines = network.client?.explainObservations(of: path) ?? []
            return .explanation(lines.isEmpty ? ["no server observes \(path)"] : lines)
        default: return .servers(network.reports)
        }
    }

    private func words(_ server: ShortServerID?) -> String { server.map { "server \($0)" } ?? "all servers" }
}
