package import CoAP
package import LwM2M
package import LwM2MClient
import Moments
import ObjectHost
import Products

/// The LwM2M client of a module: it lives from one start of the module's client to its stop, and takes into account the
/// profile, NVM and the radio.
package final class WireClient: ModuleClient {
    /// nil while the module's client is not running.
    package private(set) var client: Client?
    /// The client's behaviour; a change takes effect at the next start.
    package var settings: WireSettings
    /// The service of the radio; a change takes effect at once.
    package var service = RadioService.home { didSet { serviceChanged() } }

    /// Called with each CoAP message to or from a server, before it is protected and after that was taken off.
    package var onMessage: ((_ bytes: [UInt8], _ account: ServerAccount, _ isSent: Bool) -> Void)?

    // The module owns its client; reference counting would be paid for with each message.
    unowned(unsafe) let module: Module
    private let connector: any Connector
    private var simulation: SimulatedServers?
    /// How many boots started the client.
    private var starts: UInt64 = 0
    /// Whether nothing is sent until a command asks for it.
    private var waitsForCommand = false
    /// Whether the Connectivity Statistics Object was started, so that messages must be counted.
    private var isCounting = false
    /// Whether something is new on which the server of the user's option has no rights yet.
    private var isGrantDue = false

    /// - Parameter connector: opens real connections.
    package init(_ module: Module, settings: WireSettings, connector: any Connector) {
        self.module = module
        self.settings = settings
        self.connector = connector
        module.client = self
    }

    /// Reacts to a change of the Objects.
    package func changed(_ change: DataModelChange) {
        if change.kind == .executed, change.path.object == .connectivityStatistics {
            isCounting = change.path.resource == ConnectivityStatisticsResource.start
        }
        // What is created or loaded without an owner belongs to the server of the user's option.
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
            // The account of an option exists regardless of what the host configures.
            if account.shortServerID != deskServer { try contexts.check(account, module.contexts) }
        }
        defer { starts &+= 1 }
        let client = Client(
            module.dataModel, settings: clientSettings, connector: router,
            clock: { [clock = module.clock] in clock.now })
        client.onEvent = { [unowned self] event in handle(event) }
        client.onSent = { [unowned(unsafe) self] bytes, account in
            count(sent: bytes.count)
            onMessage?(bytes, account, true)
        }
        client.onReceived = { [unowned(unsafe) self] bytes, account in
            count(received: bytes.count)
            onMessage?(bytes, account, false)
        }
        self.client = client
        // SARA-R410M and SARA-R412M that booted without radio wait for a command (UBX-18068860 R09 §4.3.1).
        waitsForCommand = module.product.group.isR41 && module.radio.wasOffAtBoot
        client.setOnline(isOnline)
        client.start(registrations: registrations)
        // Naming a bootstrap server asks for its bootstrap, whatever accounts exist.
        if settings.account?.isBootstrap == true { client.bootstrap() }
    }

    /// Ends the client without de-registering: its servers keep their registrations; see `ModuleClient`.
    package func stop(at time: Double, isSudden: Bool) {
        let client = client
        self.client = nil
        client?.end()
        simulation = nil
    }

    /// When something next happens on its own, in seconds; nil if nothing is due.
    package var nextDeadline: Double? {
        if isGrantDue, deskServer != nil { return -.infinity }
        return earlier(client?.nextDeadline, simulation?.nextDeadline)
    }

    /// Does everything that is due.
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

    /// The client's state at each server.
    package var reports: [ServerReport] { client?.reports ?? [] }

    /// `+ULWM2MREG`: registers with a server now, or updates its registration.
    ///
    /// - throws: 4.04 if there is no such account, 4.05 if the product requires a reset first, 5.03 if the client is
    ///   not running.
    package func register(_ server: ShortServerID) throws(LwM2MError) {
        let client = try running()
        endWait()
        guard mayRegister(server) else { throw needsReset("server \(server)") }
        guard client.register(server) else {
            throw LwM2MError(
                .notFound, "there is no account of server \(server), or <server_disabled> of +ULWM2MCONFIG is set")
        }
    }

    /// Registers anew with one server, or with all.
    ///
    /// - throws: as `register`.
    package func renew(_ server: ShortServerID?) throws(LwM2MError) {
        for id in server.map({ [$0] }) ?? reports.map(\.shortServerID) {
            try register(id)
            client?.renew(id)
        }
    }

    /// `+ULWM2MREG=0`: bootstraps if there is an account for it, and registers with all servers. If a server that was
    /// left by command needs a reset first, only the servers that were not left register, and there is no bootstrap,
    /// because it would register with all.
    ///
    /// - throws: 4.05 if all were left, 5.03 if the client is not running.
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
    /// - throws: 4.04 without a bootstrap server account, 5.03 if the client is not running.
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

    /// Whether no server holds a registration any longer.
    package var isStopped: Bool { client?.isStopped ?? true }

    private func running() throws(LwM2MError) -> Client {
        guard let client else { throw LwM2MError(.serviceUnavailable, module.whyNotRunning) }
        return client
    }

    // MARK: - Settings

    private var clientSettings: ClientSettings {
        var settings = ClientSettings(
            endpoint: self.settings.endpoint ?? "urn:imei:\(module.imei)",
            // A server would take message ids of the boot before, from the same port, for repetitions.
            seed: self.settings.seed &+ starts &* 0xD1B5_4A32_D192_ED03)
        settings.msisdn = module.sim?.msisdn ?? ""
        settings.logsMessages = self.settings.logsMessages
        settings.isVerbose = self.settings.isVerbose
        settings.transmission = self.settings.transmission
        settings.stopwatch = self.settings.stopwatch
        let accounts = ServerAccounts(of: module.dataModel)
        if let profile = MNOProfile.numbered(module.profile), profile.bootstrap != nil {
            // The account of an option has no bearing on those that the bootstrap brings.
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
        // A server unknown to both the profile and the commands was just created by the user.
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

    /// A command asks for a registration: whatever was waiting for one continues.
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
        // When a reset ends the client, no registration ends.
        case .forgotten(let server) where client != nil: module.database.forgetRegistration(with: server)
        case .bootstrapped: client?.settings.servers = allServerSettings
        default: break
        }
        module.emit(.server(event))
    }

    /// When each server last acknowledged the client, on the module's clock; without those with which a module with new
    /// firmware registers anew.
    private var registrations: [ShortServerID: Double] {
        let known = module.database.registrations.filter { server, _ in
            !module.hasNewFirmware || !module.configurations[server].registersAfterUpdate
        }
        // A time in the future is impossible: the calendar was set back.
        return known.mapValues { module.now - Double(max(0, module.unixTime.subtractingSaturated($0))) }
    }
}

/// The LwM2M client as a module runs it: it starts when the Objects are available, and stops before they are removed.
///
/// All calls come from the owner of the module, with the module's time.
package protocol ModuleClient: AnyObject {
    /// The Objects are served: connects and registers.
    ///
    /// - Parameter time: seconds on the module's clock.
    func start(at time: Double)

    /// The Objects are about to be removed.
    ///
    /// - Parameter isSudden: whether power was lost, so that nothing can be sent any longer.
    func stop(at time: Double, isSudden: Bool)

    /// When something next happens on its own, in seconds; nil if nothing is due.
    var nextDeadline: Double? { get }

    /// Does everything that is due; `nextDeadline` is later afterwards.
    func advance(to time: Double)

    /// Reacts to a change of the Objects.
    func changed(_ change: DataModelChange)
}
