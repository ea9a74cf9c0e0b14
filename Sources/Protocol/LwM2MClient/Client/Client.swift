package import CoAP
package import LwM2M
import Moments

/// The LwM2M client of a device: it registers with the servers that Objects 0 and 1 name, answers their requests and
/// sends them notifications.
///
/// It has one owner, works synchronously, and has neither sockets nor a clock: connections come from a `Connector`, and
/// time comes from the owner, who calls `advance(to:)` when `nextDeadline` has come and after each change.
///
/// - Source: LwM2M 1.0.1 §5.2 to §5.5.
package final class Client {
    package let model: any DataModel
    /// May be changed between two starts; the settings of servers take effect at the next start.
    package var settings: ClientSettings { didSet { for session in sessions { session.followSettings() } } }
    /// Answers the requests of servers, and holds what they set with Write-Attributes.
    package var management: DeviceManagement
    /// Called with each event concerning the servers, as it happens.
    package var onEvent: ((ServerEvent) -> Void)?
    /// Called with each answer to a server, and with the reason of a refusal, which is not sent.
    package var onAnswer: ((ShortServerID, Response) -> Void)?
    /// Called with each message to a server, as bytes of CoAP.
    package var onSent: (([UInt8], ServerAccount) -> Void)?
    /// Called with each message from a server, as bytes of CoAP.
    package var onReceived: (([UInt8], ServerAccount) -> Void)?
    /// Whether there is a network; without it, nothing is sent, and notifications are kept or dropped.
    package private(set) var isOnline = true
    /// Whether the client is running and registers with its servers.
    package private(set) var isRunning = false

    let connector: any ServerConnector
    private let clock: () -> Double
    private(set) var accounts: ServerAccounts
    /// In the order of Object 1.
    var sessions: [ServerSession] = []
    var bootstrapSession: BootstrapSession?
    /// The connection over which the bootstrap server may begin a bootstrap; nil if there is none.
    var standby: (link: ServerLink, account: ServerAccount)?
    /// Whether Objects 0 and 1 may have changed since they were last read.
    var isAccountChanged = false
    /// Whether the list of Objects and Object Instances may have changed.
    private var isListChanged = false
    /// Object Instances that were deleted, and whose attributes have to go, too.
    private var deleted: [Path] = []
    /// Whether a bootstrap begins as soon as there is a network, whatever the state of the registrations.
    var isBootstrapOrdered = false
    /// When a bootstrap may begin without an order.
    var bootstraps = RetrySeries()
    /// Servers that a command left: before the next start, only another command registers with them.
    var left: Set<ShortServerID> = []
    /// When the account of the bootstrap server is removed, after a successful bootstrap.
    var purgeDue: (time: Double, instance: ObjectInstanceID)?
    private var linksMade: UInt64 = 0
    private var isAdvancing = false

    /// A client that has not been started.
    ///
    /// - Parameters:
    ///   - model: the Objects; the owner passes their changes to `changed`.
    ///   - clock: seconds on the clock of the device, monotonic.
    package init(
        _ model: any DataModel, settings: ClientSettings, connector: any ServerConnector, clock: @escaping () -> Double
    ) {
        self.model = model
        self.settings = settings
        self.connector = connector
        self.clock = clock
        management = DeviceManagement(model)
        accounts = ServerAccounts(of: model)
    }

    /// The current time on the clock of the device.
    var time: Double { clock() }

    /// The current time on a clock that measures how long things take.
    var stopwatch: Double { settings.stopwatch?() ?? clock() }

    // MARK: - Life

    /// Starts the client: registers with all servers or, if there are none, bootstraps.
    ///
    /// - Parameter registrations: when each server last acknowledged the client in an earlier run; may be negative.
    /// - Source: LwM2M 1.0.1 §5.2.4.
    package func start(registrations: [ShortServerID: Double] = [:]) {
        isRunning = true
        bootstraps = RetrySeries(due: time)
        left = []
        readAccounts()
        if accounts.servers.isEmpty, accounts.bootstrap == nil, !model.instances(of: .security).isEmpty {
            log(AccountConsistency(of: model).fault ?? "")
        }
        if settings.bootstrapsAtStart, accounts.bootstrap != nil {
            isBootstrapOrdered = true
            makeSessions(registrations: registrations) { !$0.waitsForBootstrap }
        } else {
            makeSessions(registrations: registrations)
        }
    }

    /// De-registers from all servers; `isStopped` says when this is done.
    package func stop() {
        isRunning = false
        isBootstrapOrdered = false
        endBootstrap()
        endStandby()
        for session in sessions { session.register { $0.deregister(at: time) } }
    }

    /// Ends immediately, without telling the servers.
    package func end() {
        isRunning = false
        endBootstrap()
        endStandby()
        let ended = sessions
        sessions = []
        for session in ended { session.end() }
    }

    /// Whether no server holds a registration any longer.
    package var isStopped: Bool {
        !isRunning && sessions.allSatisfy { $0.registration.state == .deregistered && !$0.registration.isUnderWay }
    }

    /// Sets whether there is a network.
    package func setOnline(_ isOnline: Bool) {
        guard isOnline != self.isOnline else { return }
        self.isOnline = isOnline
        if !isOnline { bootstrapSession?.interrupt() }
        if isOnline { standby?.link.resume() } else { standby?.link.rest() }
        for session in sessions {
            if isOnline { session.cameOnline(at: time) } else { session.rest() }
        }
    }

    /// Applies the settings that say which servers to leave alone: those that become disabled lose their registration
    /// without being told, and those that are enabled again are registered with.
    package func applyAvailability() {
        guard isRunning else { return }
        for session in sessions where settings[session.id].isDisabled { session.end() }
        sessions.removeAll { settings[$0.id].isDisabled }
        for account in accounts.servers where session(account.shortServerID) == nil {
            guard !hasLeft(account.shortServerID), !settings[account.shortServerID].isDisabled else { continue }
            let session = ServerSession(account, of: self)
            sessions.append(session)
            session.register { $0.start(at: time) }
        }
    }

    // MARK: - Changes

    /// Records a change of the Objects; the next `advance` acts on it.
    package func changed(_ change: DataModelChange) {
        for session in sessions { session.observations.touch(change) }
        switch change.kind {
        case .created, .deleted, .added, .removed: isListChanged = true
        case .written, .executed: break
        }
        // Those of a server's Delete have gone with it.
        if change.kind == .deleted, !change.requester.isDeviceManagement { deleted.append(change.path) }
        guard let object = change.path.object, object == .security || object == .server else { return }
        if change.kind == .executed {
            executed(change.path)
        } else {
            isAccountChanged = true
        }
    }

    /// Reads all observed values again, because passing time may have changed them.
    package func rereadObserved() {
        for session in sessions { session.observations.touchAll() }
    }

    /// - Source: LwM2M 1.0.1 appendix E.2, Resources 4 and 8; 9 is of 1.1.
    private func executed(_ path: Path) {
        guard path.object == .server,
            let session = sessions.first(where: { $0.account.serverInstance == path.instance })
        else { return }
        switch path.resource {
        case ServerResource.disable: session.orderDisable()
        case ServerResource.registrationUpdateTrigger: session.orderUpdate()
        case ServerResource.bootstrapRequestTrigger: bootstrap()
        default: break
        }
    }

    // MARK: - Time

    /// When something is due, in seconds; nil means never, `-infinity` at once.
    package var nextDeadline: Double? {
        if isAccountChanged || isListChanged, !isBootstrapping { return -.infinity }
        if !deleted.isEmpty { return -.infinity }
        var earliest = bootstrapDue
        for session in sessions { earliest = earlier(earliest, session.nextDeadline) }
        if let bootstrapSession { earliest = earlier(earliest, bootstrapSession.nextDeadline) }
        if let standby { earliest = earlier(earliest, standby.link.nextDeadline) }
        return earlier(earliest, purgeDue?.time)
    }

    /// Does everything that is due.
    package func advance(to time: Double) {
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        for _ in 0..<Self.mostRounds {
            followChanges(at: time)
            for session in sessions { session.advance(to: time) }
            bootstrapSession?.advance(to: time)
            standby?.link.advance(to: time)
            purge(at: time)
            considerBootstrap(at: time)
            guard let deadline = nextDeadline, deadline <= time else { return }
        }
    }

    /// Anything still due after this many rounds waits for the next call, so that no script can keep the client busy.
    private static let mostRounds = 32

    private func followChanges(at time: Double) {
        // Attributes go with an instance (LwM2M 1.0.1 §5.4.7); those of an Object that is only loaded anew stay.
        for path in deleted { management.attributes.remove(within: path) }
        deleted = []
        // Accounts written by a bootstrap take effect when it ends.
        guard !isBootstrapping else { return }
        if isAccountChanged {
            readAccounts()
            for session in sessions {
                guard !session.isAdopted else {
                    session.applyDefaults(of: accounts[session.id])
                    continue
                }
                if let account = accounts[session.id] {
                    session.update(account, at: time)
                    session.contentChanged(at: time)
                } else {
                    session.register { $0.deregister(at: time) }
                }
            }
        }
        if isListChanged {
            isListChanged = false
            for session in sessions { session.contentChanged(at: time) }
        }
    }

    // MARK: - Accounts

    func readAccounts() {
        isAccountChanged = false
        accounts = ServerAccounts(of: model)
        checkStandby()
    }

    /// Creates sessions for the servers that have none yet.
    func makeSessions(
        registrations: [ShortServerID: Double] = [:], where isWanted: (ServerSettings) -> Bool = { _ in true }
    ) {
        for account in accounts.servers {
            let settings = settings[account.shortServerID]
            guard !settings.isDisabled, isWanted(settings), session(account.shortServerID) == nil,
                !hasLeft(account.shortServerID)
            else { continue }
            let session = ServerSession(account, of: self)
            sessions.append(session)
            if !settings.registersAtStart, let last = registrations[account.shortServerID],
                time - last < Double(account.lifetime)
            {
                session.resume(since: last, at: time)
            } else {
                session.register { $0.start(at: time) }
            }
        }
    }

    /// Adds a session with a server, already registered, over an existing connection: for tests of Objects.
    package func adopt(_ account: ServerAccount, over connection: any Connection) {
        let session = ServerSession(account, of: self)
        sessions.append(session)
        session.adopt(connection, at: time)
    }

    func session(_ server: ShortServerID) -> ServerSession? { sessions.first { $0.id == server } }

    /// The registration content that a server is told.
    func content(for account: ServerAccount) -> RegistrationContent {
        RegistrationContent(
            lifetime: account.lifetime, binding: account.binding, objects: Array(ObjectList(of: model).text.utf8))
    }

    /// The conditions that apply to observations of a path.
    func conditions(at path: Path, for server: ShortServerID) -> NotificationConditions {
        let account = session(server)?.account
        return management.attributes.conditions(
            at: path, for: server,
            defaults: DefaultPeriods(
                minimum: account?.defaultMinimumPeriod, maximum: account?.defaultMaximumPeriod))
    }

    // MARK: - Events

    func emit(_ event: ServerEvent) { onEvent?(event) }

    func log(_ words: String) { emit(.log(LogLine(words))) }

    /// Whether messages of more than one server go over the network.
    var hasSeveralServers: Bool {
        guard sessions.count > 1, let first = sessions.firstIndex(where: \.isOnWire) else { return false }
        return sessions[(first + 1)...].contains(where: \.isOnWire)
    }

    /// A payload in readable form, if that is wanted.
    func payloadLines(_ payload: [UInt8], as format: ContentFormat?, at path: Path?) -> [String] {
        guard settings.isVerbose else { return [] }
        return PayloadText(definition: model.definition).lines(of: payload, as: format, at: path).map { "     " + $0 }
    }

    /// A seed for the tokens and message ids of another connection.
    func nextSeed() -> UInt64 {
        linksMade += 1
        return settings.seed &+ linksMade &* 0x9E37_79B9_7F4A_7C15
    }
}
