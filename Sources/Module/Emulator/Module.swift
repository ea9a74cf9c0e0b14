import Lua
import LwM2M
import Moments
import ObjectHost
package import Products
package import Storage

/// A cellular module: its life from power-on to a running client, its Objects, its flash and its memory.
///
/// It has one owner, works synchronously, and has no clock of its own: the owner maps real time to `advance(to:)`, and
/// tests set the time. After each request to its Objects the owner calls `advance(to:)`, so that what the request
/// changed or ordered is carried out.
package final class Module {
    /// The product that it is.
    package let product: Product
    /// Its two clocks.
    package let clock: ModuleClock
    /// nil if nothing survives the process.
    package let flash: Flash?
    /// NVM, the instances and the registrations, in object.db.
    package let database: ModuleDatabase
    /// The Objects and the files they come from.
    package let objects: ObjectShelf
    /// The Objects across all boots, as accessed by the wire and the line.
    package let dataModel = ModuleDataModel()
    /// What runs while the client is running.
    package var client: (any ModuleClient)?
    /// The state of the module, what was ordered for its next boot, and when it saves.
    package internal(set) var cycle: LifeCycle { didSet { cycleDeadline = cycle.nextDeadline } }
    private var cycleDeadline: Double?
    /// What the radio has done since the boot.
    package var radio = RadioUse()
    /// 15 digits; scripts see a change at once.
    package var imei: String { didSet { bindingsChanged() } }
    /// The SIM card in the module; the production mode checks it at the next boot.
    package var sim: SIMCard? { didSet { simChanged() } }
    /// What `lua_modem_get_carrier_id` returns instead of the profile number.
    package var carrierID: Int? { didSet { bindingsChanged() } }
    /// What the radio reports; Object 4 shows a change at once, and stores it.
    package var connectivity = Connectivity() { didSet { showConnectivity() } }

    let configuration: ModuleConfiguration
    /// The download and the installation of new firmware.
    let updater: FirmwareUpdater
    /// The state last announced to the listeners.
    var announcedState = LifeCycleState.off
    private var pendingRestart: RestartReason?
    /// Whether the client was told to start.
    private(set) var isClientStarted = false
    private var listeners = ModuleListeners()

    /// A module that is off.
    ///
    /// - throws: `.host` if the limits are too small for any script, `.store` if the database cannot be used.
    package init(_ configuration: ModuleConfiguration) throws(ModuleError) {
        self.configuration = configuration
        product = configuration.product
        flash = configuration.flash
        clock = ModuleClock(unixTime: configuration.unixTime)
        imei = configuration.imei
        sim = configuration.sim
        carrierID = configuration.carrierID
        cycle = LifeCycle(
            configuration.product, imsi: configuration.sim?.imsi ?? "", policy: configuration.commitPolicy,
            newModule: configuration.newModule)
        let host: ObjectHost
        do throws(ObjectHostError) { host = try ObjectShelf.makeHost(configuration, clock) } catch {
            throw .host(error)
        }
        do throws(StoreError) { database = try ModuleDatabase(configuration.flash) } catch { throw .store(error) }
        objects = ObjectShelf(host, configuration, clock: clock, database: database)
        updater = FirmwareUpdater(objects, database.nvm)
        dataModel.module = self
        connectParts()
        beginWithKeptSettings()
        bindingsChanged()
    }

    deinit { dataModel.module = nil }

    private func connectParts() {
        database.onLog = { [unowned self] text in emit(.log(text)) }
        database.onChange = { [unowned self] in cycle.change(at: now) }
        objects.onEvent = { [unowned self] event in emit(event) }
        objects.onScriptEvent = { [unowned self] event in handle(event) }
        objects.onChange = { [unowned self] change in handle(change) }
        updater.onEvent = { [unowned self] event in emit(.update(event)) }
        updater.onReset = { [unowned self] in pendingRestart = .update }
    }

    // MARK: - Time

    /// Seconds on the module's clock, which never runs backwards.
    package var now: Double { clock.now }

    /// Seconds since 1970 on the module's calendar, which can be set.
    package var unixTime: Int64 {
        get { clock.unixTime }
        set { clock.unixTime = newValue }
    }

    /// When something next happens on its own, in seconds on the module's clock; nil if nothing is due.
    package var nextDeadline: Double? {
        if hasRequestsToFollow { return now }
        var deadline = earlier(cycleDeadline, updater.nextDeadline)
        if isClientStarted { deadline = earlier(deadline, client?.nextDeadline) }
        return deadline.map { max($0, now) }
    }

    /// Lets time pass, handling everything due at its own moment, and completes what earlier requests left to do.
    ///
    /// - Parameter time: seconds on the module's clock; a time before now counts as now.
    /// - Returns: `nextDeadline`.
    @discardableResult
    package func advance(to time: Double) -> Double? {
        var turns = Turns()
        followRequests()
        var next = nextDeadline
        while let deadline = next, deadline <= time {
            defer { next = nextDeadline }
            guard turns.take(at: deadline) else {
                stopRestlessClient()
                continue
            }
            clock.now = deadline
            if isClientStarted, let due = client?.nextDeadline, due <= deadline { client?.advance(to: now) }
            if let effects = cycle.step(to: now) { perform(effects) }
            updater.advance(to: now)
            followRequests()
        }
        clock.now = max(now, time)
        return next
    }

    /// Something is due again and again without ever being done: unless it is stopped, nothing else gets a turn.
    private func stopRestlessClient() {
        emit(
            .log(
                "the LwM2M client did \(Turns.most) things at one moment, \(now) s after the module was made, and has more "
                    + "to do at once: it is stopped until the next reset"))
        pendingRestart = nil
        updater.end()
        perform(cycle.stopRestless())
        database.copies.forgetChanges()
    }

    /// Lets the module finish starting, for at most `longestBoot` seconds on the module's clock: a script may restart
    /// the module each time it is loaded.
    package func finishBoot() {
        let end = now + Self.longestBoot + updater.installationTime
        followRequests()
        while isBooting, let deadline = nextDeadline, deadline <= end { advance(to: deadline) }
    }

    /// Lets the module finish starting without letting its calendar pass, for those who wait for no boot.
    package func finishBootAtOnce() {
        let calendar = unixTime
        finishBoot()
        unixTime = calendar
    }

    /// Seconds, without a firmware installation; no product needs half of it.
    private static let longestBoot = 60.0

    // MARK: - Listeners

    /// Calls a closure with each event as it happens.
    @discardableResult
    package func addListener(_ body: @escaping (ModuleEvent) -> Void) -> ModuleListener { listeners.add(body) }

    /// Removes a listener; its closure is not called again.
    package func removeListener(_ listener: ModuleListener) { listeners.remove(listener) }

    /// Passes an event to all listeners, in the order in which they were added.
    package func emit(_ event: ModuleEvent) { for listener in listeners.all { listener.body(event) } }

    // MARK: - Power

    /// Switches power on: the module boots, starting at `now`.
    package func powerOn() {
        guard !isOn else { return }
        database.nvm.losePower()
        database.open()
        cycle.imsi = sim?.imsi ?? ""
        (radio.sent, radio.received) = (0, 0)
        updater.beginInstallation()
        let (old, ordered) = (cycle.settings.profile, cycle.settings.nextProfile)
        perform(cycle.powerOn(at: now + updater.installationTime, hasDatabase: database.isMade))
        if ordered != nil {
            forgetSettingsOfProfile(old)
            database.nvm[.hostDevice] = nil
        }
    }

    /// Switches the module off by command, as `+CPWROFF` does: unsaved changes are saved.
    package func switchOff() {
        followRequests()
        shutDown()
    }

    /// Resets the module by command, as `+CFUN=15` and `=16` do.
    package func reset(_ reason: RestartReason = .command) {
        followRequests()
        restart(reason)
    }

    /// Resets the module once the command has been answered: at the next `advance(to:)`.
    package func orderReset(_ reason: RestartReason = .command) { pendingRestart = reason }

    /// Power fails without warning: unsaved changes are lost.
    package func losePower() {
        pendingRestart = nil
        stopClient(isSudden: true)
        perform(cycle.losePower())
    }

    private func restart(_ reason: RestartReason) {
        pendingRestart = nil
        emit(.restart(reason))
        shutDown()
        powerOn()
    }

    private func shutDown() {
        copyChangedInstances()
        stopClient(isSudden: false)
        copyChangedInstances()
        perform(cycle.shutDown())
    }

    func startClient() {
        isClientStarted = true
        updater.begin(at: now)
        client?.start(at: now)
    }

    func stopClient(isSudden: Bool) {
        guard isClientStarted else { return }
        isClientStarted = false
        client?.stop(at: now, isSudden: isSudden)
    }

    // MARK: - Requests

    /// Whether requests left work that must not be done within them.
    private var hasRequestsToFollow: Bool {
        pendingRestart != nil || database.copies.hasNews || (updater.isRequested && isRunning)
    }

    /// Follows what requests changed, and restarts if a request asked for it.
    func followRequests() {
        if isRunning { updater.followRequests(at: now) } else { updater.forgetRequests() }
        database.followChanges(of: host)
        if let pendingRestart { restart(pendingRestart) }
    }

    /// Copies what requests changed in the scripts; the life cycle decides when it is saved.
    func copyChangedInstances() { database.copyChangedInstances(of: host) }

    private func handle(_ event: HostEvent) {
        switch event {
        case .urc(let text): emit(.notify(text.bytes))
        case .pulse(let pin): emit(.pulse(pin: pin))
        case .print(let text, let file, let line): emit(.print(text: text, file: file, line: line))
        case .log(let text): emit(.log(text))
        case .reboot: pendingRestart = .script
        case .factoryReset:
            order { $0.restoreFactoryProfile() }
            emit(.factoryReset)
        }
    }

    private func handle(_ change: DataModelChange) {
        database.copies.recordChange(change)
        // While the Objects are being prepared, they are not visible yet.
        guard isRunning else { return }
        updater.recordChange(change)
        client?.changed(change)
        emit(.changed(change))
        dataModel.onChange?(change)
    }
}
