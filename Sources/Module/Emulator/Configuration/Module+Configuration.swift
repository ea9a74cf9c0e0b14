public import LwM2M
import Products

/// What `+ULWM2MCONFIG` and `+ULWM2MCONFIGEXT` set, in NVM.
extension Module {
    /// The rows of all servers that the profile brings or that were set; they act from the next start of the client on.
    public var serverConfigurations: [ServerConfiguration] {
        var rows = ServerConfiguration.factory(on: product, profile: profile)
        let prefix = configurationPrefix + "server."
        let kept = settings.filter { $0.key.hasPrefix(prefix) }.compactMap { ServerConfiguration($0.value) }
        for row in kept.sorted(by: { $0.server < $1.server }) {
            if let index = rows.firstIndex(where: { $0.server == row.server }) {
                rows[index] = row
            } else {
                rows.append(row)
            }
        }
        return rows
    }

    /// The row of one server; the first values where there is none.
    public func configuration(of server: ShortServerID) -> ServerConfiguration {
        serverConfigurations.first { $0.server == server } ?? ServerConfiguration(server)
    }

    /// `+ULWM2MCONFIG`.
    public func configure(_ row: ServerConfiguration) {
        set(configurationPrefix + "server.\(row.server)", to: row.text)
    }

    /// `+ULWM2MCONFIGEXT`; the production mode stands in it.
    public var clientConfiguration: ClientConfiguration {
        var value =
            settings[configurationPrefix + "client"].flatMap { ClientConfiguration($0) }
            ?? ClientConfiguration()
        value.productionMode = cycle.settings.productionMode
        return value
    }

    /// Seconds from the last message until a connection is torn down: what the host configured, else the product's time
    /// under the profile. The note prints 90 under Verizon too, where the time is 60 (§3.5.2, §3.6).
    public var teardown: Int {
        let configured = clientConfiguration.teardown
        return configured == ClientConfiguration().teardown ? product.timings.teardown(profile: profile) : configured
    }

    /// Keeps a row of the client in the set that is in use.
    public func configure(_ value: ClientConfiguration) {
        set(configurationPrefix + "client", to: value.text)
        if let mode = value.productionMode { setProductionMode(mode) }
    }

    /// The rows are as the factory made them, in the set that is in use.
    public func forgetConfiguration() {
        for name in settings.keys where name.hasPrefix(configurationPrefix) { set(name, to: nil) }
    }

    /// SARA-R5 has a set for AT&T, one for Verizon and one for all others; the other products have one.
    private var configurationPrefix: String {
        guard product.commands.configurationReset == .factoryReset else { return "module.config." }
        return "module.config.\(ConfigurationSet(profile: profile).rawValue)."
    }
}
