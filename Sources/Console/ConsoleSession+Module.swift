import Emulator
import LwM2M
import Modem
import ObjectHost

/// The commands that concern the module as a whole.
extension ConsoleSession {
    /// What the module is, and where it stands: `SARA-R510S-01B, profile 90: the LwM2M client runs`.
    public var standing: String { "\(module.product.name), profile \(module.profile): \(module.whyNotRunning)" }

    /// Saves now, and says where to.
    ///
    /// - throws: 4.05 where the product does not take it, 5.00 where it cannot be saved.
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

    /// Another operator's profile: the module restarts with the Objects that it has there and a new database.
    ///
    /// - Source: UBX-18068860 R09 §3.1.
    func change(to profile: MNOProfile) {
        guard profile.number != module.profile else { return }
        module.changeProfile(to: profile.number)
        module.orderReset(.profile(profile.number))
    }

    /// The servers with accounts, where who asks is a server that has none.
    func accounts(beside requester: Requester) -> [ShortServerID] {
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

    /// - throws: `.internalServerError` where the flash cannot be listed.
    func files(_ tag: FlashTag?) throws(LwM2MError) -> ConsoleOutcome {
        do throws(FlashError) {
            var files: [ModuleFile] = []
            for tag in tag.map({ [$0] }) ?? FlashTag.all { files += try module.files(tag) }
            return .files(files, free: try module.freeSpace())
        } catch {
            throw LwM2MError(.internalServerError, "the flash: \(error)")
        }
    }
}
