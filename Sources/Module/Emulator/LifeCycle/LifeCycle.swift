import Moments
package import Products
package import Storage

/// The life of a module: boot, the start of its client, stop, restart, reset, loss of power.
///
/// A value without a clock or files of its own: every call gets the time, and answers what is to be done. Between the
/// calls `nextDeadline` says when `step` has something to do.
///
/// - Source: UBX-18068860 R09 §3.1, §3.2, §4.1, §5.3.2.
package struct LifeCycle: Hashable, Sendable {
    /// What the module is.
    package let product: Product
    /// To be kept over the end of the process, after each call.
    package var settings: LifeCycleSettings
    /// The identity of the SIM, which the production mode checks.
    package var imsi: String
    /// The profile that profile 1 selects by the SIM.
    package var profileOfSIM: Int?
    /// When changes are saved.
    package let policy: CommitPolicy
    /// What a new profile and a factory reset begin with.
    package let newModule: NewModule
    package internal(set) var state = LifeCycleState.off

    /// When the boot began.
    var bootBegan = 0.0
    var needsDatabase = false
    /// When the first of the changes that are not saved was made.
    var changedAt: Double?
    /// Before when nothing is saved on its own: the save before failed.
    var retriesAt: Double?
    /// Seconds from a save that failed to the next one, which double.
    var retryDelay = 0.0
    /// The start that is under way makes a new database.
    var makesDatabase = false
    /// The database was removed under a running client, which is not to save itself again.
    var isErased = false

    /// A module that is off.
    ///
    /// - Parameters:
    ///   - settings: what it kept; the factory values unless told otherwise.
    ///   - imsi: of a SIM that is not for tests, unless told otherwise.
    ///   - policy: when changes are saved; as the product does unless told otherwise.
    ///   - newModule: what a new profile and a factory reset begin with.
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

    /// When something happens on its own, in seconds; nil if nothing is due.
    package var nextDeadline: Double? {
        let change: Double? =
            switch state {
            case .booting(let time), .starting(let time), .stopping(let time, _): time
            case .off, .running, .stopped: nil
            }
        return earlier(change, commitTime)
    }

    /// When the changes are saved on their own; nil if nothing is due.
    private var commitTime: Double? {
        guard !isErased, let due = changedAt.flatMap(policy.dueTime) else { return nil }
        return max(due, retriesAt ?? due)
    }

    /// Does the next thing that is due; nil if nothing is. Call it again until it answers nil.
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

    /// Power comes, or a reset begins anew.
    ///
    /// - Parameter hasDatabase: whether object.db is there and can be used.
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

    /// The module goes off by a command, a reset or a script: what is not saved is saved first.
    package mutating func shutDown() -> [LifeCycleEffect] {
        var effects: [LifeCycleEffect] = []
        if case .stopping(_, erasing: true) = state { effects = erased() } else { effects = saved() }
        if hasObjects { effects.append(.unloadObjects) }
        state = .off
        return effects
    }

    /// Power goes without a warning.
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
        // Reading what is there takes no longer than making it. Both times count from the reset.
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

    /// An Object could not be loaded at the start: the client ends.
    package mutating func loadFailed(file: String) -> [LifeCycleEffect] {
        guard case .starting = state else { return [] }
        state = .stopped(.badObject(file: file))
        return [.unloadObjects] + reports(.exited)
    }

    /// The client never comes to rest: it ends, and the module stays up without it.
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

/// Where a module is between power and a running client. Times are seconds on the clock of the module.
package enum LifeCycleState: Hashable, Sendable {
    case off
    /// The AT port does not answer yet.
    case booting(until: Double)
    /// The client starts, with its database to be made if there is none.
    case starting(until: Double)
    case running
    /// `AT+ULWM2M=1` or `=2` on SARA-R410M and SARA-R412M; `erasing` for the latter.
    case stopping(until: Double, erasing: Bool)
    /// The module is up, its client is not, and stays so until the next boot.
    case stopped(StopReason)

    /// Why a client does not run.
    package enum StopReason: Hashable, Sendable {
        /// Operator profiles 0 and 201 never start it.
        case profile
        case disabled
        case productionMode
        /// This file could not be loaded (UBX-18068860 R09 §5.3.2).
        case badObject(file: String)
        /// A command stopped it.
        case command
        /// It had always more to do at one moment of time.
        case restless
    }
}

/// What the owner of a life cycle has to do, in the order in which it comes.
package enum LifeCycleEffect: Hashable, Sendable {
    /// Say it on the line, if `+ULWM2MSTAT` lets it.
    case report(ClientEvent)
    /// Remove all files of the flash.
    case eraseFiles
    /// Give all settings of NVM their factory values.
    case eraseSettings
    /// Remove object.db.
    case removeDatabase
    /// Load the Objects; answer with `loadFailed` if one cannot be.
    case loadObjects
    /// Make object.db in its factory state.
    case createDatabase
    /// Save all changes.
    case commit
    /// Changes that are not saved are lost.
    case discard
    case unloadObjects
}

/// What NVM holds of the client's life, and what was ordered for the next boot.
package struct LifeCycleSettings: Hashable, Sendable {
    /// The operator profile in use.
    package var profile: Int
    /// What `AT+ULWM2M?` answers: 0 for enabled.
    package var isEnabled: Bool
    /// nil on a product without one.
    package var productionMode: ProductionMode?
    /// The profile that the next boot takes; nil if it does not change.
    package var nextProfile: Int?
    /// `AT+UFACTORY=2,x`: the next boot erases all files.
    package var erasesFiles = false
    /// `AT+UFACTORY=x,2`: the next boot gives NVM its factory values.
    package var erasesSettings = false

    /// The first values under a profile; that of a new module unless told otherwise.
    ///
    /// - Parameter newModule: whether it is as the factory left it or as it stands on a desk.
    package init(_ product: Product, profile: Int? = nil, newModule: NewModule = .factory) {
        let number = profile ?? newModule.profile(of: product)
        self.profile = number
        let known = MNOProfile.numbered(number)
        // A profile of which nothing is known is as most are.
        if newModule == .factory, case .disabled? = known?.start(on: product) {
            isEnabled = false
        } else {
            isEnabled = true
        }
        productionMode = known?.productionMode(on: product)
    }
}

/// How a module is that nobody has set up yet, and what a factory reset leads back to.
package enum NewModule: String, Hashable, Sendable, CaseIterable {
    /// As the factory left it: under some profiles the client is disabled.
    case factory
    /// The same with the client enabled, so that the first command answers; and a profile under which it starts at all.
    case desk

    /// The number of the operator profile.
    package func profile(of product: Product) -> Int {
        let number = product.factoryProfile
        guard self == .desk, MNOProfile.numbered(number)?.start(on: product) == .never else { return number }
        return Self.profileAtDesk
    }

    /// Standard Europe: all products have it, and there is no bootstrap.
    private static let profileAtDesk = 100
}
