import Moments
package import Products
package import Storage

/// The life of a module: boot, client start, stop, restart, reset, loss of power.
///
/// A value without a clock or files of its own: every call receives the time, and returns what is to be done. Between
/// calls, `nextDeadline` says when `step` has something to do.
///
/// - Source: UBX-18068860 R09 §3.1, §3.2, §4.1, §5.3.2.
package struct LifeCycle: Hashable, Sendable {
    /// The product that the module is.
    package let product: Product
    /// To be stored across processes after each call.
    package var settings: LifeCycleSettings
    /// The identity of the SIM, which the production mode checks.
    package var imsi: String
    /// The profile that profile 1 selects from the SIM.
    package var profileOfSIM: Int?
    /// When changes are saved.
    package let policy: CommitPolicy
    /// The initial state of a new profile and after a factory reset.
    package let newModule: NewModule
    package internal(set) var state = LifeCycleState.off

    /// When the boot began.
    var bootBegan = 0.0
    var needsDatabase = false
    /// When the first of the unsaved changes was made.
    var changedAt: Double?
    /// Nothing is saved automatically before this time, because the previous save failed.
    var retriesAt: Double?
    /// Seconds from a failed save to the next attempt; doubled each time.
    var retryDelay = 0.0
    /// The start in progress creates a new database.
    var makesDatabase = false
    /// The database was removed while the client was running, which must not save itself again.
    var isErased = false

    /// A module that is off.
    ///
    /// - Parameters:
    ///   - settings: what it stored; the factory values by default.
    ///   - imsi: by default, that of a SIM that is not for tests.
    ///   - policy: when changes are saved; by default, as on the product.
    ///   - newModule: the initial state of a new profile and after a factory reset.
    package init(
        _ product: Product, settings: LifeCycleSettings? = nil, imsi: String = "999990000000001",
        policy: CommitPolicy? = nil, newModule: NewModule = .factory
    ) {
        self.product = product
        self.newModule = newModule
        self.settings = settings ?? LifeCycleSettings(product, newModule: newModule)
        self.imsi = imsi
        self.policy = policy ?? product.commitPolicy
    }

    // MARK: - Time

    /// When something next happens on its own, in seconds; nil if nothing is due.
    package var nextDeadline: Double? {
        let change: Double? =
            switch state {
            case .booting(let time), .starting(let time), .stopping(let time, _): time
            case .off, .running, .stopped: nil
            }
        return earlier(change, commitTime)
    }

    /// When the changes are saved automatically; nil if nothing is due.
    private var commitTime: Double? {
        guard !isErased, let due = changedAt.flatMap(policy.dueTime) else { return nil }
        return max(due, retriesAt ?? due)
    }

    /// Does the next thing that is due; nil if nothing is. Call it again until it returns nil.
    package mutating func step(to time: Double) -> [LifeCycleEffect]? {
        guard let deadline = nextDeadline, deadline <= time else { return nil }
        if let due = commitTime, due <= deadline { return saved() }
        switch state {
        case .booting: return start(at: deadline)
        case .starting:
            state = .running
            let creation: [LifeCycleEffect] = makesDatabase ? [.createDatabase] : []
            if makesDatabase { needsDatabase = false }
            makesDatabase = false
            return creation + reports(.startFinished, .ready)
        case .stopping(_, let erasing):
            let end = erasing ? erased() : saved()
            state = .stopped(.command)
            return end + [.unloadObjects] + reports(.stopped)
        case .off, .running, .stopped: return []
        }
    }

    // MARK: - Power

    /// Power comes on, or a reset starts over.
    ///
    /// - Parameter hasDatabase: whether object.db exists and is usable.
    package mutating func powerOn(at time: Double, hasDatabase: Bool) -> [LifeCycleEffect] {
        guard state == .off else { return [] }
        var effects: [LifeCycleEffect] = []
        var hasDatabase = hasDatabase
        if settings.erasesFiles {
            effects.append(.eraseFiles)
            settings.erasesFiles = false
            hasDatabase = false
        }
        let isNewProfile = settings.erasesSettings || settings.nextProfile != nil
        if settings.erasesSettings {
            effects.append(.eraseSettings)
            settings = LifeCycleSettings(product, newModule: newModule)
        } else if let profile = settings.nextProfile {
            settings = LifeCycleSettings(product, profile: profile, newModule: newModule)
        }
        if isNewProfile, hasDatabase {
            effects.append(.removeDatabase)
            hasDatabase = false
        }
        needsDatabase = !hasDatabase
        makesDatabase = false
        changedAt = nil
        retriesAt = nil
        retryDelay = 0
        isErased = false
        bootBegan = time
        state = .booting(until: time + Double(product.timings.boot))
        return effects
    }

    /// Switches the module off by command, reset or script: unsaved changes are saved first.
    package mutating func shutDown() -> [LifeCycleEffect] {
        var effects: [LifeCycleEffect] = []
        if case .stopping(_, erasing: true) = state { effects = erased() } else { effects = saved() }
        if hasObjects { effects.append(.unloadObjects) }
        state = .off
        return effects
    }

    /// Power fails without warning.
    package mutating func losePower() -> [LifeCycleEffect] {
        let effects: [LifeCycleEffect] = changedAt == nil ? [] : [.discard]
        let unload: [LifeCycleEffect] = hasObjects ? [.unloadObjects] : []
        changedAt = nil
        state = .off
        return effects + unload
    }

    // MARK: - Start

    /// Whether the Objects are loaded.
    var hasObjects: Bool {
        switch state {
        case .starting, .running, .stopping: true
        case .off, .booting, .stopped: false
        }
    }

    private mutating func start(at time: Double) -> [LifeCycleEffect] {
        if neverStarts {
            state = .stopped(.profile)
            return []
        }
        guard settings.isEnabled else {
            state = .stopped(.disabled)
            return []
        }
        if settings.productionMode?.stopsClient(imsi: imsi) == true {
            state = .stopped(.productionMode)
            return reports(.startRefused)
        }
        // Reading the existing database takes no longer than creating it. Both times count from the reset.
        let creation = product.timings.databaseCreation(profile: settings.profile)
        makesDatabase = needsDatabase
        let seconds = needsDatabase ? creation : min(creation, product.timings.clientStart)
        state = .starting(until: max(bootBegan + Double(seconds), time + product.timings.shortestClientStart))
        return reports(.startBegan) + [.loadObjects]
    }

    private var neverStarts: Bool {
        let number = settings.profile == 1 ? profileOfSIM : settings.profile
        return number.flatMap { MNOProfile.numbered($0)?.start(on: product) } == .never
    }

    /// An Object could not be loaded at the start: the client exits.
    package mutating func loadFailed(file: String) -> [LifeCycleEffect] {
        guard case .starting = state else { return [] }
        state = .stopped(.badObject(file: file))
        return [.unloadObjects] + reports(.exited)
    }

    /// The client never comes to rest: it is stopped, and the module stays up without it.
    mutating func stopRestless() -> [LifeCycleEffect] {
        let end = saved()
        let unload: [LifeCycleEffect] = hasObjects ? [.unloadObjects] : []
        changedAt = nil
        makesDatabase = false
        state = state == .off ? .off : .stopped(.restless)
        return end + unload + (unload.isEmpty ? [] : reports(.exited))
    }

    func reports(_ events: ClientEvent...) -> [LifeCycleEffect] {
        events.filter { $0.isReported(by: product) }.map(LifeCycleEffect.report)
    }
}

/// The state of a module between power-on and a running client. Times are seconds on the module's clock.
package enum LifeCycleState: Hashable, Sendable {
    case off
    /// The AT port does not answer yet.
    case booting(until: Double)
    /// The client is starting, and its database will be created if there is none.
    case starting(until: Double)
    case running
    /// `AT+ULWM2M=1` or `=2` on SARA-R410M and SARA-R412M; `erasing` for the latter.
    case stopping(until: Double, erasing: Bool)
    /// The module is up but its client is not, until the next boot.
    case stopped(StopReason)

    /// Why a client is not running.
    package enum StopReason: Hashable, Sendable {
        /// Operator profiles 0 and 201 never start it.
        case profile
        case disabled
        case productionMode
        /// This file could not be loaded (UBX-18068860 R09 §5.3.2).
        case badObject(file: String)
        /// A command stopped it.
        case command
        /// It always had more to do at a single moment.
        case restless
    }
}

/// What the owner of a life cycle must do, in order.
package enum LifeCycleEffect: Hashable, Sendable {
    /// Report it on the line, if `+ULWM2MSTAT` allows it.
    case report(ClientEvent)
    /// Remove all files of the flash.
    case eraseFiles
    /// Reset all NVM settings to their factory values.
    case eraseSettings
    /// Remove object.db.
    case removeDatabase
    /// Load the Objects; respond with `loadFailed` if one cannot be loaded.
    case loadObjects
    /// Create object.db in its factory state.
    case createDatabase
    /// Save all changes.
    case commit
    /// Discard unsaved changes.
    case discard
    case unloadObjects
}

/// What NVM stores about the client's life, and what was ordered for the next boot.
package struct LifeCycleSettings: Hashable, Sendable {
    /// The operator profile in use.
    package var profile: Int
    /// What `AT+ULWM2M?` answers: 0 for enabled.
    package var isEnabled: Bool
    /// nil on a product without production mode.
    package var productionMode: ProductionMode?
    /// The profile to which the next boot switches; nil if it does not change.
    package var nextProfile: Int?
    /// `AT+UFACTORY=2,x`: the next boot erases all files.
    package var erasesFiles = false
    /// `AT+UFACTORY=x,2`: the next boot resets NVM to its factory values.
    package var erasesSettings = false

    /// The initial values under a profile; by default, that of a new module.
    ///
    /// - Parameter newModule: whether it is factory-new or set up for a desk.
    package init(_ product: Product, profile: Int? = nil, newModule: NewModule = .factory) {
        let number = profile ?? newModule.profile(of: product)
        self.profile = number
        let known = MNOProfile.numbered(number)
        // An unknown profile is treated like most profiles.
        if newModule == .factory, case .disabled? = known?.start(on: product) {
            isEnabled = false
        } else {
            isEnabled = true
        }
        productionMode = known?.productionMode(on: product)
    }
}

/// The state of a module that has not been set up yet, and the state that a factory reset restores.
package enum NewModule: String, Hashable, Sendable, CaseIterable {
    /// As it leaves the factory: under some profiles the client is disabled.
    case factory
    /// The same with the client enabled, so that the first command is answered, and with a profile under which it
    /// starts.
    case desk

    /// The number of the operator profile.
    package func profile(of product: Product) -> Int {
        let number = product.factoryProfile
        guard self == .desk, MNOProfile.numbered(number)?.start(on: product) == .never else { return number }
        return Self.profileAtDesk
    }

    /// Standard Europe: all products have it, and it has no bootstrap.
    private static let profileAtDesk = 100
}
