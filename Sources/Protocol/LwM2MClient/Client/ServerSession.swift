import CoAP
import LwM2M
import Moments

/// What the client keeps for one management server: connection, registration, observations.
final class ServerSession {
    // The client owns the session; reference counting would cost a tenth of a request.
    unowned(unsafe) let client: Client
    private(set) var account: ServerAccount { didSet { isOnWire = client.connector.isOnWire(account) } }
    /// Whether its messages go over the network, and not to a server inside the program.
    private(set) var isOnWire: Bool
    private(set) var registration: Registration
    var observations: Observations
    private(set) var link: ServerLink?
    /// The Observe number that the last link came to: observations may outlive it (RFC 7641 §3.4).
    private(set) var lastObserveNumber = ObserveNumber(rawValue: 0)
    private(set) var isResting = false
    /// Whether the server has yet to be told that the client is awake again.
    var isWaking = false
    /// When the server is enabled again: until then nothing is sent to it, and what it sends is ignored.
    var disabledUntil: Double?
    /// What an Execute ordered, to be carried out once the Execute is answered.
    private var order: Order?
    /// Notifications that could not be sent when they were due, oldest first.
    var kept: [Notification] = []
    /// Whether observations and kept notifications outlive the next Register, because the server was disabled.
    var carriesOver = false
    private var reportDue: Double?
    /// When the last request from the server arrived, or the last notification was sent.
    var exchangedAt: Double?

    private enum Order { case disable, update }

    /// Seconds from a registration to the first report of the time left, and between reports.
    private static let firstReport = 5.0
    private static let reportPeriod = 60.0

    init(_ account: ServerAccount, of client: Client) {
        self.account = account
        self.client = client
        isOnWire = client.connector.isOnWire(account)
        settings = client.settings[account.shortServerID]
        registration = Registration(
            client.content(for: account), retry: client.settings.retry, renewal: settings.renewal)
        let id = account.shortServerID
        observations = Observations(
            read: { [unowned client] (path) throws(LwM2MError) in try client.management.content(of: path, from: id) },
            conditions: { [unowned client] path in client.conditions(at: path, for: id) })
    }

    var id: ShortServerID { account.shortServerID }
    /// The client's settings for the server.
    private(set) var settings: ServerSettings

    /// Takes over changed settings of the client.
    func followSettings() { settings = client.settings[id] }

    // MARK: - Orders

    /// Changes the registration, and reports its state if it has changed.
    func register(_ body: (inout Registration) -> Void) {
        let before = registration.state
        let wasHeld = registration.isHeld
        body(&registration)
        if wasHeld, !registration.isHeld { client.emit(.forgotten(id)) }
        if registration.state != before { stateChanged() }
    }

    /// Takes over a registration of an earlier run without reporting it.
    func resume(since acknowledged: Double, at time: Double) {
        registration.resume(since: acknowledged)
        reportDue = time + Self.reportPeriod
    }

    /// Whether the connection came from the owner, not from an account.
    private(set) var isAdopted = false

    /// Applies what an account says about notifications.
    func applyDefaults(of account: ServerAccount?) {
        self.account.defaultMinimumPeriod = account?.defaultMinimumPeriod
        self.account.defaultMaximumPeriod = account?.defaultMaximumPeriod
        self.account.storesNotifications = account?.storesNotifications ?? true
        observations.conditionsChanged()
    }

    /// Takes over an existing registration over an existing connection.
    func adopt(_ connection: any Connection, at time: Double) {
        isAdopted = true
        link = makeLink(over: connection)
        applyDefaults(of: ServerAccounts(of: client.model)[id])
        registration.start(at: time)
        _ = registration.next(at: time)
        registration.answered(.created, location: ["rd", "0"], at: time)
    }

    /// Applies a changed account; if the server is now reached in another way, it needs another connection.
    func update(_ account: ServerAccount, at time: Double) {
        let isSameWay = account.isReached(as: self.account)
        self.account = account
        observations.conditionsChanged()
        if !isSameWay {
            close()
            if !client.hasLeft(id) { register { $0.renew(at: time) } }
        }
    }

    /// Applies changed registration content.
    func contentChanged(at time: Double) {
        let content = client.content(for: account)
        register { $0.change(to: content, at: time) }
    }

    /// Disables the server once its request is answered, as an Execute of Resource 4 of Object 1 asks for.
    func orderDisable() { order = .disable }

    /// Sends an Update once the request is answered, as an Execute of Resource 8 of Object 1 asks for.
    func orderUpdate() { order = order ?? .update }

    /// Forgets the server without telling it.
    func end() {
        close()
        observations.removeAll()
        kept = []
        register { $0.end() }
    }

    // MARK: - Time

    var nextDeadline: Double? {
        if order != nil { return -.infinity }
        let delivery = delivery
        if delivery == .send, !kept.isEmpty { return -.infinity }
        var earliest = earlier(reportDue, restDue)
        if let link { earliest = earlier(earliest, link.nextDeadline) }
        // Anything that must wait is checked once the wait is over; until then it has no deadline.
        if maySend { earliest = earlier(earliest, registration.nextDeadline) }
        if delivery != .wait { earliest = earlier(earliest, observations.nextDeadline) }
        return earliest
    }

    func advance(to time: Double) {
        link?.advance(to: time)
        carryOutOrder(at: time)
        notify(at: time)
        sendRegistration(at: time)
        report(at: time)
        if let restDue, restDue <= time { rest() }
    }

    private func carryOutOrder(at time: Double) {
        guard let order else { return }
        self.order = nil
        switch order {
        case .update: register { $0.refresh(at: time) }
        case .disable:
            let until = time + account.disableTimeout
            disabledUntil = until
            carriesOver = account.storesNotifications
            register { $0.disable(until: until, at: time) }
        }
    }

    private func report(at time: Double) {
        guard let reportDue, reportDue <= time else { return }
        guard let seconds = registration.secondsLeft(at: time) else {
            self.reportDue = nil
            return
        }
        self.reportDue = max(reportDue + Self.reportPeriod, time)
        client.emit(.timeLeft(id, seconds: seconds))
    }

    // MARK: - Registration

    /// Whether the client may send to the server: there is a network, and no bootstrap that may rewrite the account.
    var maySend: Bool { client.isOnline && !(client.isBootstrapping && settings.waitsForBootstrap) }

    private func sendRegistration(at time: Double) {
        guard maySend else { return }
        if let disabledUntil, disabledUntil <= time { self.disabledUntil = nil }
        var message: Registration.Message?
        register { message = $0.next(at: time) }
        guard let message else { return }
        switch message {
        case .register(let content):
            if !carriesOver {
                observations.removeAll()
                kept = []
            }
            send(content.register(endpoint: client.settings.endpoint, msisdn: client.settings.msisdn))
        case .update(let content, let told, let location): send(content.update(from: told, at: location))
        case .deregister(let location): send(CoAPRequest(.delete, path: location))
        }
    }

    private func send(_ request: CoAPRequest) {
        do throws(ServerAccountError) {
            let link = try openLink()
            wake()
            link.send(request) { [unowned self] response in registrationAnswered(response) }
        } catch {
            client.log("server \(id): \(error)")
            register { $0.unanswered(at: client.time) }
        }
    }

    private func registrationAnswered(_ response: Response?) {
        let time = client.time
        guard let response else {
            // A server that does not answer may have lost its side of the connection.
            close()
            return register { $0.unanswered(at: time) }
        }
        let wasUnregistered = registration.acknowledgedAt == nil
        register { $0.answered(response.code, location: response.location, at: time) }
        // One that was only made in order to be ended is none.
        guard registration.acknowledgedAt == time, registration.isHeld else { return }
        if wasUnregistered { carriesOver = false }
        isWaking = false
        // A connection made by a test needs no reports.
        if !isAdopted { reportDue = time + Self.firstReport }
        client.emit(.acknowledged(id))
    }

    private func stateChanged() {
        client.emit(.state(id, registration.state))
        guard registration.state == .deregistered else { return }
        reportDue = nil
        close()
        if !carriesOver {
            observations.removeAll()
            kept = []
        }
    }

    // MARK: - Connection

    private func openLink() throws(ServerAccountError) -> ServerLink {
        if let link { return link }
        let link = makeLink(over: try client.connector.connect(to: account))
        self.link = link
        exchangedAt = nil
        client.emit(.connection(id, .created(uri: account.uri)))
        return link
    }

    func linkFailed(_ reason: String) {
        client.log("server \(id): \(reason)")
        close()
        if registration.isUnderWay {
            register { $0.unanswered(at: client.time) }
        } else if registration.state.isRegistered {
            register { $0.lose(at: client.time) }
        }
    }

    private func close() {
        guard let link else { return }
        self.link = nil
        lastObserveNumber = link.lastObserveNumber
        isResting = false
        isWaking = false
        link.close()
        client.emit(.connection(id, .closed(sent: link.sent, received: link.received)))
    }

    // MARK: - Rest

    private var reachability: ReachabilityPolicy {
        settings.reachability ?? (account.isQueued ? .queued : .always)
    }

    private var restDue: Double? {
        guard let link, !isResting, link.isIdle, !registration.isUnderWay, registration.state == .registered,
            let acknowledged = registration.acknowledgedAt
        else { return nil }
        return reachability.end(registration: acknowledged, exchange: exchangedAt)
    }

    /// Suspends the connection.
    func rest() {
        guard let link, !isResting else { return }
        isResting = true
        link.rest()
        client.emit(.connection(id, .suspended(sent: link.sent, received: link.received)))
    }

    private func wake() {
        guard let link, isResting else { return }
        isResting = false
        isWaking = true
        link.resume()
        client.emit(.connection(id, .resumed(uri: account.uri)))
    }

    /// Handles the return of the network: what the server was told may be out of date.
    func cameOnline(at time: Double) {
        if isResting, !client.hasLeft(id), registration.state.isRegistered { register { $0.refresh(at: time) } }
    }
}
