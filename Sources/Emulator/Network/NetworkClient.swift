public import CoAP
import LwM2M
public import LwM2MClient
import Modem
import ObjectHost

/// The LwM2M client of a module: it lives from one start of the module's client to its stop, and knows what the profile,
/// NVM and the radio have to say.
public final class NetworkClient: ModuleClient {
    /// nil while the client of the module does not run.
    public private(set) var client: Client?
    public var settings: NetworkSettings
    /// Where the module stands with the radio network; a change acts at once.
    public var network = NetworkState.home { didSet { networkChanged() } }

    unowned let module: Module
    private let connector: any Connector
    private var simulation: SimulatedServers?

    /// - Parameter connector: opens the real connections.
    public init(_ module: Module, settings: NetworkSettings, connector: any Connector) {
        self.module = module
        self.settings = settings
        self.connector = connector
        module.addListener { [weak self] event in
            if case .changed(let change) = event { self?.client?.changed(change) }
        }
        module.client = self
    }

    // MARK: - Life

    public func start(at time: Double) {
        if let account = settings.account {
            do throws(LwM2MError) { try module.provision(account) } catch {
                module.emit(.log("the account of server \(account.shortServerID) could not be made: \(error.message)"))
            }
        }
        let simulation = SimulatedServers(of: module)
        self.simulation = simulation
        let router = ServerRouter(
            settings.map, accounts: module.profileAccounts, connector: connector, simulation: simulation)
        let client = Client(
            module.dataModel, settings: clientSettings, connector: router, clock: { [unowned module] in module.now })
        client.onEvent = { [weak self] event in self?.heard(event) }
        self.client = client
        client.setOnline(network != .none)
        client.start(registrations: registrations)
    }

    public func stop(at time: Double, isSudden: Bool) {
        let client = client
        self.client = nil
        client?.end()
        simulation = nil
    }

    public var nextDeadline: Double? {
        [client?.nextDeadline, simulation?.nextDeadline].compactMap { $0 }.min()
    }

    public func advance(to time: Double) {
        simulation?.advance(to: time)
        client?.advance(to: time)
    }

    // MARK: - Settings

    private var clientSettings: ClientSettings {
        var settings = ClientSettings(
            endpoint: self.settings.endpoint ?? "urn:imei:\(module.imei)", seed: self.settings.seed)
        settings.msisdn = module.sim?.msisdn ?? ""
        settings.isVerbose = self.settings.isVerbose
        for account in ServerAccounts(of: module.dataModel).servers {
            settings.servers[account.shortServerID] = serverSettings(of: account.shortServerID)
        }
        return settings
    }

    private func serverSettings(of server: ShortServerID) -> ServerSettings {
        let configuration = module.serverConfiguration(of: Int(server))
        let profile = MNOProfile.numbered(module.profile)
        let known = profile?.servers(on: module.product).first { $0.shortServerID == Int(server) }
        var settings = ServerSettings()
        settings.isDisabled = configuration.isDisabled(whileRoaming: network == .roaming)
        settings.bootstrapsOnFailure = configuration[.bootstrapOnFailure] == 1
        // A server that neither the profile nor a command knows was just made by the user.
        settings.registersAtStart =
            configuration[.regUpdateBoot] == 1 || known?.connectsAtBoot == true || known == nil
        let isOperators = profile?.operatorServers.contains { $0.shortServerID == Int(server) } ?? false
        settings.renewal = isOperators ? .half : .nearEnd
        if server != self.settings.account?.shortServerID {
            settings.reachability = ReachabilityPolicy(
                afterMessage: Double(module.clientConfiguration.teardown),
                afterRegistration: Double(module.product.timings.connectionWindow))
        }
        return settings
    }

    // MARK: - Events

    private func networkChanged() {
        guard let client else { return }
        client.setOnline(network != .none)
        for server in client.settings.servers.keys {
            client.settings.servers[server]?.isDisabled =
                module.serverConfiguration(of: Int(server)).isDisabled(whileRoaming: network == .roaming)
        }
        client.applyAvailability()
    }

    private func heard(_ event: ServerEvent) {
        if case .acknowledged(let server) = event { module.keepRegistration(with: server) }
        module.emit(.server(event))
    }

    /// When each server last acknowledged the client, on the clock of the module.
    private var registrations: [ShortServerID: Double] {
        module.registrations.mapValues { module.now - Double(module.unixTime - $0) }
    }
}
