package import LwM2M
import Products

/// What `+ULWM2MCONFIG` and `+ULWM2MCONFIGEXT` set, in NVM: the server rows and the client row.
///
/// SARA-R5 has one set for AT&T, one for Verizon and one for all others; the other products have a single set.
package struct ConfigurationTable {
    private let nvm: NVM
    private let product: Product
    /// The number of the operator profile.
    private let profile: Int
    /// nil on a product without production mode.
    private let productionMode: ProductionMode?

    init(_ nvm: NVM, of product: Product, profile: Int, productionMode: ProductionMode?) {
        self.nvm = nvm
        self.product = product
        self.profile = profile
        self.productionMode = productionMode
    }

    /// The prefix of the key names of the set in use.
    private var prefix: String {
        guard product.commands.configurationReset == .factoryReset else { return "module.config." }
        return "module.config.\(ConfigurationSet(profile: profile).rawValue)."
    }

    private var rows: NVMTable<ServerConfiguration> { NVMTable(prefix: prefix + "server.") }

    private var clientKey: NVMKey<ClientConfiguration> { NVMKey(prefix + "client") }

    /// The rows of all servers that come with the profile or were set; they take effect at the next start of the
    /// client.
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

    /// The row of one server; the initial values if there is none.
    package subscript(server: ShortServerID) -> ServerConfiguration {
        servers.first { $0.server == server } ?? ServerConfiguration(server)
    }

    /// `+ULWM2MCONFIG`: stores the row of a server.
    package func keep(_ row: ServerConfiguration) { nvm[rows[row.server]] = row }

    /// `+ULWM2MCONFIGEXT`, with the production mode.
    package var client: ClientConfiguration {
        var client = nvm[clientKey] ?? ClientConfiguration()
        client.productionMode = productionMode
        return client
    }

    /// Stores the row of the client, except for its production mode.
    func keep(_ row: ClientConfiguration) { nvm[clientKey] = row }

    /// Seconds from the last message until a connection is torn down: what the host configured, otherwise the product's
    /// time under the profile. The note prints 90 under Verizon too, where the time is 60 (§3.5.2, §3.6).
    package var teardown: Int {
        let configured = client.teardown
        return configured == ClientConfiguration().teardown ? product.timings.teardown(profile: profile) : configured
    }

    /// Restores the factory rows, in the set in use.
    package func forgetAll() { nvm.forgetAll(withPrefix: prefix) }
}
