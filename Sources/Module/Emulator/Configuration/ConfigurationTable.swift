package import LwM2M
import Products

/// What `+ULWM2MCONFIG` and `+ULWM2MCONFIGEXT` set, in NVM: the rows of the servers and that of the client.
///
/// SARA-R5 has a set for AT&T, one for Verizon and one for all others; the other products have one.
package struct ConfigurationTable {
    private let nvm: NVM
    private let product: Product
    /// The number of the operator profile.
    private let profile: Int
    /// nil on a product without one.
    private let productionMode: ProductionMode?

    init(_ nvm: NVM, of product: Product, profile: Int, productionMode: ProductionMode?) {
        self.nvm = nvm
        self.product = product
        self.profile = profile
        self.productionMode = productionMode
    }

    /// What the names of the set that is in use begin with.
    private var prefix: String {
        guard product.commands.configurationReset == .factoryReset else { return "module.config." }
        return "module.config.\(ConfigurationSet(profile: profile).rawValue)."
    }

    private var rows: NVMTable<ServerConfiguration> { NVMTable(prefix: prefix + "server.") }

    private var clientKey: NVMKey<ClientConfiguration> { NVMKey(prefix + "client") }

    /// The rows of all servers that the profile brings or that were set; they act from the next start of the client on.
    package var servers: [ServerConfiguration] {
        var servers = ServerConfiguration.factory(on: product, profile: profile)
        for row in nvm.values(of: rows).sorted(by: { $0.server < $1.server }) {
            if let index = servers.firstIndex(where: { $0.server == row.server }) {
                servers[index] = row
            } else {
                servers.append(row)
            }
        }
        return servers
    }

    /// The row of one server; the first values if there is none.
    package subscript(server: ShortServerID) -> ServerConfiguration {
        servers.first { $0.server == server } ?? ServerConfiguration(server)
    }

    /// `+ULWM2MCONFIG`: keeps the row of a server.
    package func keep(_ row: ServerConfiguration) { nvm[rows[row.server]] = row }

    /// `+ULWM2MCONFIGEXT`, with the production mode.
    package var client: ClientConfiguration {
        var client = nvm[clientKey] ?? ClientConfiguration()
        client.productionMode = productionMode
        return client
    }

    /// Keeps the row of the client, except for its production mode.
    func keep(_ row: ClientConfiguration) { nvm[clientKey] = row }

    /// Seconds from the last message until a connection is torn down: what the host configured, else the product's time
    /// under the profile. The note prints 90 under Verizon too, where the time is 60 (§3.5.2, §3.6).
    package var teardown: Int {
        let configured = client.teardown
        return configured == ClientConfiguration().teardown ? product.timings.teardown(profile: profile) : configured
    }

    /// The rows are as the factory made them, in the set that is in use.
    package func forgetAll() { nvm.forgetAll(withPrefix: prefix) }
}
