package import CoAP
package import LwM2M
package import LwM2MClient
import Moments
import ObjectHost
import Products

/// The LwM2M client of a module: it lives from one start of the module's client to its stop, and knows what the profile,
/// NVM and the radio have to say.
package final class WireClient: ModuleClient {
    /// nil while the client of the module does not run.
    package private(set) var client: Client?
    /// How it behaves; a change acts from the next start on.
    package var settings: WireSettings
    /// The service that the radio has; a change acts at once.
    package var service = RadioService.home { didSet { serviceChanged() } }

    unowned let module: Module
    private let connector: any Connector
    private var simulation: SimulatedServers?
    /// Whether nothing goes out before a command asks for it.
    private var waitsForCommand = false
    /// Whether the Connectivity Statistics Object was started, so that messages have to be counted.
    private var isCounting = false
    /// Whether there is something new that the server of the user's option has no rights on yet.
    private var isGrantDue = false

    /// - Parameter connector: opens the real connections.
    package init(_ module: Module, settings: WireSettings, connector: any Connector) {
        self.module = module
        self.settings = settings
        self.connector = connector
        module.client = self
    }

    /// Follows a change of the Objects.
    package func changed(_ change: DataModelChange) {
        if change.kind == .executed, change.path.object == .connectivityStatistics {
            isCounting = change.path.resource == ConnectivityStatisticsResource.start
        }
        // What is made or loaded and given to nobody is the server's of the user's option.
        if change.requester == .host, change.kind == .created || change.kind == .added,
            change.path.object ?? .security > .accessControl
        {
            isGrantDue = true
        }
        client?.changed(change)
    }

    // MARK: - Life

    /// Connects to the servers and registers; see `ModuleClient`.
    package func start(at time: Double) {
        let factory = module.factoryDatabase
        if let account = settings.account {
            do throws(LwM2MError) {
                try account.provision(
                    in: module.host, operators: factory.operatorAccounts)
            } catch {
                module.emit(.log("the account of server \(account.shortServerID) could not be made: \(error.message)"))
            }
        }
        let simulation = SimulatedServers(of: module)
        self.simulation = simulation
        let contexts = ServerContexts(of: module)
        let deskServer = settings.account?.shortServerID
        let router = ServerRouter(
            settings.map, accounts: factory.accountURIs, connector: connector, simulation: simulation
        ) { [unowned module] (account) throws(ServerAccountError) in
            // The account of an option is there whatever the host configures.
            if account.shortServerID != deskServer { try contexts.check(account, module.contexts) }
        }
        let client = Client(
            module.dataModel, settings: clientSettings, connector: router,
            clock: { [clock = module.clock] in clock.now })
        client.onEvent = { [unowned self] event in handle(event) }
        client.onSent = { [unowned self] bytes in count(sent: bytes) }
        client.onReceived = { [unowned self] bytes in count(received: bytes) }
        self.client = client
        // SARA-R410M and SARA-R412M that booted without radio wait for a command (UBX-18068860 R09 §4.3.1).
        waitsForCommand = module.product.group.isR41 && module.radio.wasOffAtBoot
        client.setOnline(isOnline)
        client.start(registrations: registrations)
        // Whoever names a bootstrap server wants its bootstrap, whatever accounts there are.
        if settings.account?.isBootstrap == true { client.bootstrap() }
    }

    /// Ends the client silently: its servers keep their registrations; see `ModuleClient`.
    package func stop(at time: Double, isSudden: Bool) {
        let client = client
        self.client = nil
        client?.end()
        simulation = nil
    }

    /// When something happens on its own, in seconds; nil if nothing is due.
    package var nextDeadline: Double? {
        if isGrantDue, deskServer != nil { return -.infinity }
        return earlier(client?.nextDeadline, simulation?.nextDeadline)
    }

    /// Does all that is due.
    package func advance(to time: Double) {
        grantWhatIsNew()
        simulation?.advance(to: time)
        client?.advance(to: time)
    }

    /// The management server of the user's option, while it has an account.
    private var deskServer: ShortServerID? {
        guard client != nil, let account = settings.account, !account.isBootstrap,
            module.host.accessControl.servers.contains(account.shortServerID)
        else { return nil }
        return account.shortServerID
    }

    private func grantWhatIsNew() {
        guard isGrantDue else { return }
        isGrantDue = false
        guard let server = deskServer else { return }
        do throws(LwM2MError) { try module.host.giveEveryRight(to: server, alsoBesideOthers: false) } catch {
            module.emit(.log("server \(server) did not get every right: \(error.message)"))
        }
    }

    private func count(sent bytes: Int) {
        module.radio.sent += bytes
        if isCounting { module.countSent(bytes) }
    }

    private func count(received bytes: Int) {
        module.radio.received += bytes
        if isCounting { module.countReceived(bytes) }
    }

    // MARK: - Orders

    /// Where the client stands with each server.
    package var reports: [ServerReport] { client?.reports ?? [] }

    /// `+ULWM2MREG`: registers with a server now, or updates its registration.
    ///
    /// - throws: 4.04 if there is no such account, 4.05 if the product wants a reset first, 5.03 if the client
    ///   does not run.
    package func register(_ server: ShortServerID) throws(LwM2MError) {
        let client = try running()
        endWait()
        guard mayRegister(server) else { throw needsReset("server \(server)") }
        guard client.register(server) else {
            throw LwM2MError(
                .notFound, "there is no account of server \(server), or <server_disabled> of +ULWM2MCONFIG is set")
        }
    }

    /// Registers anew with a server, or with all.
    ///
    /// - throws: as `register`.
    package func renew(_ server: ShortServerID?) throws(LwM2MError) {
        for id in server.map({ [$0] }) ?? reports.map(\.shortServerID) {
            try register(id)
            client?.renew(id)
        }
    }

    /// `+ULWM2MREG=0`: bootstraps if there is an account for it, and registers with all servers. If a server that was
    /// left by command needs a reset first, those that were not left register and there is no bootstrap, which would
    /// register with all.
    ///
    /// - throws: 4.05 if all were left, 5.03 if the client does not run.
    package func registerAll() throws(LwM2MError) {
        let client = try running()
        endWait()
        let servers = reports.map(\.shortServerID)
        let open = servers.filter(mayRegister)
        guard open.count < servers.count else { return client.registerAll() }
        guard !open.isEmpty else { throw needsReset("each server") }
        for server in open { client.register(server) }
    }

    /// - Source: UBX-18068860 R09 §4.3.3.
    private func mayRegister(_ server: ShortServerID) -> Bool {
        module.product.commands.registersAfterDeregistration || client?.hasLeft(server) != true
    }

    private func needsReset(_ what: String) -> LwM2MError {
        LwM2MError(.methodNotAllowed, "\(what) was left by command: \(module.product.name) needs a reset first")
    }

    /// Bootstraps now.
    ///
    /// - throws: 4.04 without an account of a bootstrap server, 5.03 if the client does not run.
    package func bootstrap() throws(LwM2MError) {
        guard try running().bootstrap() else {
            throw LwM2MError(.notFound, "there is no account of a bootstrap server in Object 0")
        }
    }

    /// `+ULWM2MDEREG`; nil for all servers.
    package func deregister(_ server: ShortServerID?) {
        for id in server.map({ [$0] }) ?? reports.map(\.shortServerID) {
            client?.deregister(id)
        }
    }

    /// De-registers from all servers before the end of the program; `isStopped` says when that is done.
    package func leave() { client?.stop() }

    /// Whether no server holds a registration any more.
    package var isStopped: Bool { client?.isStopped ?? true }

    private func running() throws(LwM2MError) -> Client {
        guard let client else { throw LwM2MError(.serviceUnavailable, module.whyNotRunning) }
        return client
    }

    // MARK: - Settings

    private var clientSettings: ClientSettings {
        var settings = ClientSettings(
            endpoint: self.settings.endpoint ?? "urn:imei:\(module.imei)", seed: self.settings.seed)
        settings.msisdn = module.sim?.msisdn ?? ""
        settings.logsMessages = self.settings.logsMessages
        settings.isVerbose = self.settings.isVerbose
        settings.logsMessages = self.settings.logsMessages
        settings.transmission = self.settings.transmission
        settings.stopwatch = self.settings.stopwatch
        let accounts = ServerAccounts(of: module.dataModel)
        if let profile = MNOProfile.numbered(module.profile), profile.bootstrap != nil {
            // The account of an option says nothing of those that the bootstrap brings.
            let brought = profile.operatorServers.map { ShortServerID($0.shortServerID) }.filter {
                $0 != self.settings.account?.shortServerID
            }
            settings.bootstrapsAtStart = !brought.isEmpty && brought.allSatisfy { accounts[$0] == nil }
        }
        settings.servers = allServerSettings
        return settings
    }

    private var allServerSettings: [ShortServerID: ServerSettings] {
        var settings: [ShortServerID: ServerSettings] = [:]
        for account in ServerAccounts(of: module.dataModel).servers {
            settings[account.shortServerID] = serverSettings(of: account.shortServerID)
        }
        return settings
    }

    private func serverSettings(of server: ShortServerID) -> ServerSettings {
        let configuration = module.configurations[server]
        let profile = MNOProfile.numbered(module.profile)
        let known = profile?.servers(on: module.product).first { $0.shortServerID == Int(server) }
        var settings = ServerSettings()
        settings.isDisabled = configuration.isDisabled(whileRoaming: service == .roaming)
        settings.bootstrapsOnFailure = configuration.bootstrapsOnFailure
        settings.waitsForBootstrap = known != nil
        // A server that neither the profile nor a command knows was just made by the user.
        settings.registersAtStart =
            configuration.connectsAtBoot || known?.connectsAtBoot == true || known == nil
        let isOperators = profile?.operatorServers.contains { $0.shortServerID == Int(server) } ?? false
        settings.renewal = isOperators ? .half : .nearEnd
        if server != self.settings.account?.shortServerID {
            settings.reachability = ReachabilityPolicy(
                afterMessage: Double(module.configurations.teardown),
                afterRegistration: Double(module.product.timings.connectionWindow))
        }
        return settings
    }

    // MARK: - Events

    private var isOnline: Bool { service != .none && !waitsForCommand }

    /// A command asks for a registration: what had to wait for one goes on.
    private func endWait() {
        guard waitsForCommand else { return }
        waitsForCommand = false
        serviceChanged()
    }

    private func serviceChanged() {
        guard let client else { return }
        client.setOnline(isOnline)
        for server in client.settings.servers.keys {
            client.settings.servers[server]?.isDisabled =
                module.configurations[server].isDisabled(whileRoaming: service == .roaming)
        }
        client.applyAvailability()
    }

    private func handle(_ event: ServerEvent) {
        switch event {
        case .acknowledged(let server):
            module.database.recordRegistration(with: server, at: module.unixTime)
        // The end of the client at a reset ends no registration.
        case .forgotten(let server) where client != nil: module.database.forgetRegistration(with: server)
        case .bootstrapped: client?.settings.servers = allServerSettings
        default: break
        }
        module.emit(.server(event))
    }

    /// When each server last acknowledged the client, on the clock of the module; without those to which a module with
    /// new firmware registers anew.
    private var registrations: [ShortServerID: Double] {
        let known = module.database.registrations.filter { server, _ in
            !module.hasNewFirmware || !module.configurations[server].registersAfterUpdate
        }
        // A moment that is still to come can be none: the calendar was set back.
        return known.mapValues { module.now - Double(max(0, module.unixTime.subtractingSaturated($0))) }
    }
}

/// The LwM2M client as a module runs it: it starts when the Objects are there, and stops before they go.
///
/// All calls come from the owner of the module, with the module's time.
package protocol ModuleClient: AnyObject {
    /// The Objects are served: connect and register.
    ///
    /// - Parameter time: seconds on the module's clock.
    func start(at time: Double)

    /// The Objects go.
    ///
    /// - Parameter isSudden: whether power was lost, so that nothing can be sent any more.
    func stop(at time: Double, isSudden: Bool)

    /// When something happens on its own, in seconds; nil if nothing is due.
    var nextDeadline: Double? { get }

    /// Does all that is due; `nextDeadline` is later then.
    func advance(to time: Double)

    /// Follows a change of the Objects.
    func changed(_ change: DataModelChange)
}
