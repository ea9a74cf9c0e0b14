import Products
import Storage

extension LifeCycle {
    // MARK: - Client

    /// `AT+ULWM2M=0`: enables the client from the next boot on.
    package mutating func enable() { settings.isEnabled = true }

    /// `AT+ULWM2M=1`: stops the client until the next boot, or disables it from the next boot on, depending on the
    /// product.
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

    /// `AT+ULWM2M=2`: removes the database; the next start creates a new one.
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

    /// `AT+UMNOPROF`: selects another profile from the next boot on, with a new database.
    ///
    /// Selecting the current profile again changes nothing on SARA-R410M and SARA-R412M (UBX-17003787 R13 §7.15.4) and
    /// restores its factory values elsewhere (UBX-18068860 R09 §3.7).
    package mutating func changeProfile(to profile: Int) {
        let isSame = profile == settings.profile
        settings.nextProfile = isSame && product.group.isR41 ? nil : profile
    }

    /// `lua_system_factory_reset`: selects the factory profile from the next boot on, with a new database.
    mutating func restoreFactoryProfile() { settings.nextProfile = newModule.profile(of: product) }

    /// `AT+UFACTORY`: what the next boot erases; if both are false, an earlier order is revoked.
    package mutating func orderFactoryReset(files: Bool, settings erasesSettings: Bool) {
        settings.erasesFiles = files
        settings.erasesSettings = erasesSettings
    }

    // MARK: - Changes

    /// Records a change to something stored in the database. Before a client is running, there is nothing to change.
    package mutating func change(at time: Double) {
        switch state {
        case .running, .stopping:
            guard !needsDatabase, changedAt == nil else { return }
            changedAt = time
            retryDelay = 0
        case .off, .booting, .starting, .stopped: break
        }
    }

    /// `AT+ULWM2MWRITE=""`: saves now; nil if the product does not accept it.
    package mutating func commit() -> [LifeCycleEffect]? { policy.takesCommand ? saved() : nil }

    /// Saves unsaved changes now, if each change is saved at once; nil if there is nothing to save.
    mutating func commitAtOnce() -> [LifeCycleEffect]? {
        guard policy.delay == 0, changedAt != nil, !isErased else { return nil }
        return saved()
    }

    /// A save failed: the changes are still unsaved, and are not saved automatically until some seconds have passed.
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

    /// object.db was removed while the module is booting: the coming start creates a new one.
    mutating func databaseRemoved() { if case .booting = state { needsDatabase = true } }

    mutating func saved() -> [LifeCycleEffect] {
        defer {
            changedAt = nil
            retriesAt = nil
        }
        return changedAt == nil || isErased ? [] : [.commit]
    }

    mutating func erased() -> [LifeCycleEffect] {
        // The database being created is new.
        if case .starting = state, makesDatabase { return [] }
        let wasErased = isErased
        // A client that is still starting creates a new database and keeps it.
        isErased = hasObjects
        needsDatabase = true
        changedAt = nil
        return wasErased ? [] : [.removeDatabase]
    }
}
