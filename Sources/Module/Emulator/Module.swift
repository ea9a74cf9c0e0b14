import LwM2M
import Moments
public import ObjectHost
public import Products
public import Storage

/// A cellular module: its life from power to a running client, its Objects, its flash and its memory.
///
/// It has one owner, works synchronously, and has no clock of its own: whoever drives it maps real time to
/// `advance(to:)`, and tests say what time it is. After each request to its Objects the owner calls `advance(to:)`, so
/// that what the request changed or ordered is done.
public final class Module {
    public let product: Product
    public let clock: ModuleClock
    /// nil where nothing outlives the process.
    public let flash: Flash?
    /// The Objects; replaced at each boot. Requests from outside go to `dataModel`.
    public internal(set) var host: ObjectHost
    /// The Objects over all boots, as the wire and the line reach them.
    public let dataModel = ModuleDataModel()
    /// What runs while the client runs.
    public weak var client: (any ModuleClient)?
    /// Where the module stands, what was ordered for its next boot, and when it saves.
    public internal(set) var cycle: LifeCycle
    /// 15 digits; scripts see a change at once.
    public var imei: String { didSet { bindingsChanged() } }
    /// The card in the module; the production mode looks at it at the next boot.
    public var sim: SIMCard? { didSet { simChanged() } }
    /// What `lua_modem_get_carrier_id` answers in place of the number of the profile.
    public var carrierID: Int? { didSet { bindingsChanged() } }
    /// The sources of the Objects, in the order in which they were loaded.
    public internal(set) var sources: [ObjectSource] = []
    /// Values of NVM by name; `set` changes them.
    public internal(set) var settings: [String: String] = [:]

    /// What the radio reports; Object 4 shows a change at once, and keeps it.
    public var connectivity = Connectivity() { didSet { connectivityChanged() } }
    /// What became of a database that could not be used; nil where there was none.
    public private(set) var databaseNotice: String?

    let configuration: ModuleConfiguration
    /// The profile that the scripts were last told of.
    var boundProfile = -1
    var announcedState = LifeCycleState.off
    var store: Store?
    /// What a save that failed left for the next one.
    var unstored = UnstoredChanges()
    /// How often something could not be saved. Whoever acknowledges a change compares before and after.
    public internal(set) var storageFailures = 0
    /// Why the last save failed; nil once one went well.
    public internal(set) var storageFailure: StoreError?
    /// object.db was deleted by a command, and the next boot makes it again.
    var isDatabaseDeleted = false
    /// When each server last acknowledged the client, as object.db has it or will have it.
    var registrationsHere: [ShortServerID: Int64] = [:]
    /// Names in `settings` that go with the power.
    var volatileSettings: Set<String> = []
    var keeping = InstanceKeeping()
    /// Files that were added while the module ran, by path.
    var addedFiles: [String] = []
    var pendingRestart: RestartReason?
    /// The download and the installation of new firmware.
    var update = FirmwareUpdate()
    /// What requests did to the Firmware Update Object and nothing followed yet.
    var updateNote: UpdateNote?
    /// Whether the boot before the last start of the client installed new firmware.
    var hasNewFirmware = false
    /// The bytes that the client sent and received since the boot.
    public internal(set) var traffic = (sent: 0, received: 0)
    /// Whether the radio was off when the AT port came up, `+CFUN: 4`.
    public var bootedWithoutRadio = false
    /// Whether the client was told to start.
    var isClientStarted = false
    private var listeners: [(id: ModuleListener, body: (ModuleEvent) -> Void)] = []
    private var listenersMade = 0
    /// Events of a start that may have to be made again; nil while they go out at once.
    var heldEvents: [ModuleEvent]?

    /// A module that is off.
    ///
    /// - throws: `.setup` where the limits are too small for any script, or why the database cannot be used.
    public init(_ configuration: ModuleConfiguration) throws(ModuleError) {
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
        host = try Self.makeHost(configuration, clock)
        dataModel.module = self
        try openStore()
        databaseNotice = store?.notice
        takeSettings()
        takeProfile()
        bindingsChanged()
        connectHost()
    }

    // MARK: - Time

    /// Seconds on the module's clock, which never goes back.
    public var now: Double { clock.now }

    /// Seconds since 1970 on the module's calendar, which can be set.
    public var unixTime: Int64 {
        get { clock.unixTime }
        set { clock.unixTime = newValue }
    }

    /// When something happens by itself, in seconds on the module's clock; nil for never.
    public var nextDeadline: Double? {
        if needsSettling { return now }
        let deadlines = [cycle.nextDeadline, isClientStarted ? client?.nextDeadline : nil, update.nextDeadline]
        return deadlines.compactMap { $0 }.min().map { max($0, now) }
    }

    /// Lets time pass, with all that comes due in it at its own moment, and does what earlier requests left to do.
    ///
    /// - Parameter time: seconds on the module's clock; an earlier moment than now is now.
    public func advance(to time: Double) {
        var turns = Turns()
        settle()
        while let deadline = nextDeadline, deadline <= time {
            guard turns.take(at: deadline) else {
                stopRestlessClient()
                continue
            }
            clock.now = deadline
            if isClientStarted, let due = client?.nextDeadline, due <= deadline { client?.advance(to: now) }
            if let effects = cycle.step(to: now) { apply(effects) }
            if let effects = update.step(to: now) { perform(effects) }
            settle()
        }
        clock.now = max(now, time)
    }

    /// Something is due again and again and never done: without an end to it nobody would come to anything else.
    private func stopRestlessClient() {
        emit(
            .log(
                "the LwM2M client did \(Turns.most) things at one moment, \(now) s after the module was made, and has more "
                    + "to do at once: it is stopped until the next reset"))
        pendingRestart = nil
        updateNote = nil
        keeping.forgetChanges()
        endUpdate()
        apply(cycle.stopRestless())
    }

    /// Lets the start of the module come to its end, at most `longestBoot` seconds on the module's clock: a script may
    /// restart the module each time that it is loaded.
    public func finishBoot() {
        let end = now + Self.longestBoot + installationTime
        settle()
        while isBooting, let deadline = nextDeadline, deadline <= end { advance(to: deadline) }
    }

    /// Seconds, without an installation of new firmware; no product needs half of it.
    private static let longestBoot = 60.0

    /// Whether a boot, or a start or stop of the client, is under way.
    public var isBooting: Bool {
        switch cycle.state {
        case .booting, .starting, .stopping: true
        case .off, .running, .stopped: false
        }
    }

    // MARK: - Listeners

    /// Calls a body with each event, as it happens.
    @discardableResult
    public func addListener(_ body: @escaping (ModuleEvent) -> Void) -> ModuleListener {
        listenersMade += 1
        let listener = ModuleListener(number: listenersMade)
        listeners.append((listener, body))
        return listener
    }

    /// The body is not called again.
    public func removeListener(_ listener: ModuleListener) { listeners.removeAll { $0.id == listener } }

    /// Passes an event to all listeners, in the order in which they came.
    public func emit(_ event: ModuleEvent) {
        guard heldEvents == nil else {
            heldEvents?.append(event)
            return
        }
        for listener in listeners { listener.body(event) }
    }
}
