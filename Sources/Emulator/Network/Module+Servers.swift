import LwM2M
import LwM2MClient
public import Modem

/// What NVM and the database keep of the servers.
extension Module {
    // MARK: - +ULWM2MCONFIG

    private static let configurationPrefix = "ULWM2MCONFIG."
    private static let extensionName = "ULWM2MCONFIGEXT."

    /// Each of the sets of SARA-R5 has names of its own; elsewhere there is one.
    private var configurationSet: String {
        product.group.isR5 ? ConfigurationSet(profile: profile).rawValue + "." : ""
    }

    /// The settings of all servers, those of the profile first: what `AT+ULWM2MCONFIG?` prints.
    public var serverConfigurations: [ServerConfiguration] {
        let prefix = Self.configurationPrefix + configurationSet
        var kept: [Int: ServerConfiguration] = [:]
        for (name, value) in settings where name.hasPrefix(prefix) {
            if let configuration = ServerConfiguration(value) { kept[configuration.serverID] = configuration }
        }
        let factory = MNOProfile.numbered(profile)?.serverConfigurations(on: product) ?? []
        var all = factory.map { kept.removeValue(forKey: $0.serverID) ?? $0 }
        all += kept.values.sorted { $0.serverID < $1.serverID }
        return all
    }

    /// The settings of one server; those of a server that nobody set are the defaults.
    public func serverConfiguration(of server: Int) -> ServerConfiguration {
        serverConfigurations.first { $0.serverID == server } ?? ServerConfiguration(serverID: server)
    }

    /// Sets the settings of a server in NVM; they act from the next start of the client on.
    public func set(_ configuration: ServerConfiguration) {
        set(Self.configurationPrefix + configurationSet + "\(configuration.serverID)", to: configuration.text)
    }

    /// Gives all servers their factory settings, as `AT+ULWM2M=2` or a change of the profile do on some products.
    public func forgetServerConfigurations() {
        for name in settings.keys where name.hasPrefix(Self.configurationPrefix) { set(name, to: nil) }
    }

    // MARK: - +ULWM2MCONFIGEXT

    /// The settings of the client as a whole: what `AT+ULWM2MCONFIGEXT?` prints.
    public var clientConfiguration: ClientConfiguration {
        let profile = MNOProfile.numbered(profile) ?? MNOProfile.all[0]
        var configuration = ClientConfiguration(profile, on: product)
        if let text = settings[Self.extensionName + configurationSet] { configuration.take(text) }
        if let mode = cycle.settings.productionMode {
            configuration.productionMode = mode.isOn
            configuration.productionSIM = mode.sim
        }
        return configuration
    }

    /// Sets them in NVM; they act from the next start of the client on.
    public func set(_ configuration: ClientConfiguration) {
        set(Self.extensionName + configurationSet, to: configuration.text)
        guard cycle.settings.productionMode != nil else { return }
        setProductionMode(ProductionMode(isOn: configuration.productionMode, sim: configuration.productionSIM))
    }

    // MARK: - Registrations

    /// When each server last acknowledged the client, in seconds since 1970.
    var registrations: [ShortServerID: Int64] {
        guard let store else { return registrationsWithoutFlash }
        return (try? store.state().registrations) ?? [:]
    }

    /// Keeps it that a server acknowledged the client now.
    func keepRegistration(with server: ShortServerID) {
        registrationsWithoutFlash[server] = unixTime
        let time = unixTime
        storing { store throws(StoreError) in try store.commit(registrationAt: time, with: server) }
    }

    /// The Short Server IDs of the accounts that the profile brings, by the URI that they have then.
    var profileAccounts: [ShortServerID: String] {
        let factory = factoryDatabase
        var accounts: [ShortServerID: String] = [:]
        for instance in factory.instances + factory.operatorAccounts where instance.path.object == 0 {
            var uri = ""
            var id: ShortServerID?
            for resource in instance.resources {
                switch (resource.id, resource.content) {
                case (0, .single(.string(let text)?)): uri = text
                case (10, .single(.integer(let number)?)): id = ShortServerID(exactly: number)
                default: break
                }
            }
            if let id { accounts[id] = uri }
        }
        return accounts
    }
}
