import Emulator
import LwM2M
import LwM2MClient
import ObjectHost
import Products
import Storage

/// The commands for the module as a whole.
extension ConsoleSession {
    /// The product and its state: `SARA-R510S-01B, profile 90: the LwM2M client runs`.
    package var standing: String { "\(module.product.name), profile \(module.profile): \(module.whyNotRunning)" }

    /// Saves now, and reports where to.
    ///
    /// - throws: 4.05 if the product does not support it, 5.00 if it cannot be saved.
    func save() throws(LwM2MError) -> String {
        let isTaken: Bool
        do throws(StoreError) { isTaken = try module.saveNow() } catch {
            throw LwM2MError(.internalServerError, "not saved: \(error)")
        }
        guard isTaken else {
            throw LwM2MError(.methodNotAllowed, "\(module.product.name) does not take AT+ULWM2MWRITE=\"\"")
        }
        return keepsFlash
            ? "all changes are saved"
            : "all changes are saved as long as the program runs: --flash DIR keeps them"
    }

    /// Switches to another operator's profile: the module restarts with the Objects it has there and a new database.
    ///
    /// - Source: UBX-18068860 R09 §3.1.
    func change(to profile: MNOProfile) {
        guard profile.number != module.profile else { return }
        module.changeProfile(to: profile.number)
        module.orderReset(.profile(profile.number))
    }

    /// The servers with accounts, if the requester is a server without one.
    func accounts(nextTo requester: Requester) -> [ShortServerID] {
        let servers = module.host.accessControl.servers
        guard case .server(let server) = requester, !servers.contains(server) else { return [] }
        return servers.sorted()
    }

    func reset(_ kind: ResetKind) {
        switch kind {
        case .command: break
        case .client: module.resetClient()
        case .factory: module.orderFactoryReset(files: true, settings: true)
        case .power:
            module.losePower()
            return module.powerOn()
        }
        module.reset()
    }

    func sim(_ change: SIMChange) -> ConsoleOutcome {
        switch change {
        case .show: break
        case .remove: module.sim = nil
        case .insert(let card): module.sim = card
        }
        return .sim(module.sim)
    }

    func set(_ setting: ModuleSetting) throws(LwM2MError) {
        switch setting {
        case .imei(let imei): module.imei = imei
        case .msisdn(let number):
            guard module.sim != nil else { throw LwM2MError(.notFound, "there is no SIM; sim insert puts one in") }
            module.sim?.msisdn = number
        case .carrier(let number): module.carrierID = number
        case .client(true): module.enableClient()
        case .client(false): module.disableClient(forGood: module.product.commands.hasPersistentDisable)
        case .clock(let seconds): module.unixTime = seconds
        case .location(let latitude, let longitude, let altitude):
            guard module.setLocation(latitude: latitude, longitude: longitude, altitude: altitude) else {
                throw LwM2MError(.notFound, "Object 6 is not loaded")
            }
        case .radio(let setting): setting.apply(to: &module.connectivity)
        }
    }

    /// - throws: `.internalServerError` if the flash cannot be listed.
    func files(_ tag: FlashTag?) throws(LwM2MError) -> ConsoleOutcome {
        do throws(FlashError) {
            var files: [ModuleFile] = []
            for tag in tag.map({ [$0] }) ?? FlashTag.all { files += try module.files.list(tag) }
            return .files(files, free: try module.files.freeSpace())
        } catch {
            throw LwM2MError(.internalServerError, "the flash: \(error)")
        }
    }
}

/// The commands for the servers of the client.
extension ConsoleSession {
    func account(_ command: AccountCommand) throws(LwM2MError) -> ConsoleOutcome {
        guard module.isRunning else { throw LwM2MError(.serviceUnavailable, module.whyNotRunning) }
        switch command {
        case .explain(let server, let operation, let path):
            return .explanation(["\(module.host.accessControl.explanation(of: operation, at: path, for: server))"])
        case .list: return .servers(try client().reports)
        case .register(let server):
            try client().renew(server)
            return .module("registering with \(words(server))")
        case .update(let server):
            let network = try client()
            for id in server.map({ [$0] }) ?? network.reports.map(\.shortServerID) { try network.register(id) }
            return .module("updating the registration with \(words(server))")
        case .deregister(let server):
            let network = try client()
            if let server, !network.reports.contains(where: { $0.shortServerID == server }) {
                throw LwM2MError(.notFound, "there is no account of server \(server)")
            }
            network.deregister(server)
            return .module("leaving \(words(server))")
        case .bootstrap:
            try client().bootstrap()
            return .module("asking the bootstrap server")
        case .explainObservations(let path):
            let lines = try client().client?.explainObservations(of: path) ?? []
            return .explanation(lines.isEmpty ? ["no server observes \(path)"] : lines)
        }
    }

    private func client() throws(LwM2MError) -> WireClient {
        guard let network else { throw LwM2MError(.serviceUnavailable, "the module has no connection to its servers") }
        return network
    }

    private func words(_ server: ShortServerID?) -> String { server.map { "server \($0)" } ?? "all servers" }
}
