import Products
import Storage

extension LifeCycle {
    // MARK: - Client

    /// `AT+ULWM2M=0`: enabled from the next boot on.
    package mutating func enable() { settings.isEnabled = true }

    /// `AT+ULWM2M=1`: stops the client until the next boot, or disables it from the next boot on, as the product does.
    ///
    /// - Parameter forGood: `AT+ULWM2M=1,1` of SARA-R410M: both.
    package mutating func disable(at time: Double, forGood: Bool = false) -> [LifeCycleEffect] {
        switch product.commands.clientSwitch {
        case .keptAfterReset, .cancelsDownload:
            settings.isEnabled = false
            return []
        case .stopsUntilReset:
            if forGood { settings.isEnabled = false }
            return stop(at: time, erasing: false)
        }
    }

    /// `AT+ULWM2M=2`: the database goes, and the next start makes a new one.
    package mutating func reset(at time: Double) -> [LifeCycleEffect] {
        switch product.commands.clientSwitch {
        case .keptAfterReset, .cancelsDownload: erased()
        case .stopsUntilReset: stop(at: time, erasing: true)
        }
    }

    private mutating func stop(at time: Double, erasing: Bool) -> [LifeCycleEffect] {
        switch state {
        case .starting, .running:
            state = .stopping(until: time + Double(product.timings.stop), erasing: erasing)
            return []
        case .stopping(let end, let wasErasing):
            state = .stopping(until: end, erasing: erasing || wasErasing)
            return []
        case .off, .booting, .stopped: return erasing ? erased() : []
        }
    }

    // MARK: - Orders for the next boot

    /// `AT+UMNOPROF`: another profile from the next boot on, with a new database.
    ///
    /// The profile in use again changes nothing on SARA-R410M and SARA-R412M (UBX-17003787 R13 §7.15.4) and restores
    /// its factory values elsewhere (UBX-18068860 R09 §3.7).
    package mutating func changeProfile(to profile: Int) {
        let isSame = profile == settings.profile
        settings.nextProfile = isSame && product.group.isR41 ? nil : profile
    }

    /// `lua_system_factory_reset`: the factory profile from the next boot on, with a new database.
    mutating func restoreFactoryProfile() { settings.nextProfile = newModule.profile(of: product) }

    /// `AT+UFACTORY`: what the next boot erases; neither takes an earlier order back.
    package mutating func orderFactoryReset(files: Bool, settings erasesSettings: Bool) {
        settings.erasesFiles = files
        settings.erasesSettings = erasesSettings
    }

    // MARK: - Changes

    /// Something changed that the database keeps. Before a client runs there is nothing that could change.
    package mutating func change(at time: Double) {
        switch state {
        case .running, .stopping:
            guard !needsDatabase, changedAt == nil else { return }
            changedAt = time
            retryDelay = 0
        case .off, .booting, .starting, .stopped: break
        }
    }

    /// `AT+ULWM2MWRITE=""`: saves now; nil if the product does not take it.
    package mutating func commit() -> [LifeCycleEffect]? { policy.takesCommand ? saved() : nil }

    /// Saves now what is not saved, if each change is saved at once; nil if there is nothing to save.
    mutating func commitAtOnce() -> [LifeCycleEffect]? {
        guard policy.delay == 0, changedAt != nil, !isErased else { return nil }
        return saved()
    }

    /// A save failed: the changes are still to be saved, and on their own not before some seconds have passed.
    mutating func commitFailed(at time: Double) {
        switch state {
        case .running, .stopping: changedAt = changedAt ?? time
        case .off, .booting, .starting, .stopped: break
        }
        retryDelay = min(max(1, retryDelay * 2), Self.longestRetryDelay)
        retriesAt = time + retryDelay
    }

    /// Seconds.
    private static let longestRetryDelay = 60.0

    /// Somebody removed object.db while the module boots: the start that comes makes a new one.
    mutating func databaseRemoved() { if case .booting = state { needsDatabase = true } }

    mutating func saved() -> [LifeCycleEffect] {
        defer {
            changedAt = nil
            retriesAt = nil
        }
        return changedAt == nil || isErased ? [] : [.commit]
    }

    mutating func erased() -> [LifeCycleEffect] {
        // The one that is being made is new.
        if case .starting = state, makesDatabase { return [] }
        let wasErased = isErased
        // A client that starts only now makes a new database and keeps it.
        isErased = hasObjects
        needsDatabase = true
        changedAt = nil
        return wasErased ? [] : [.removeDatabase]
    }
}
