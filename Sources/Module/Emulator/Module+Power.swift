import LwM2M
import ObjectHost
import Products

/// Power, resets, and what the life cycle asks for.
extension Module {
    /// Whether there is power.
    public var isOn: Bool { cycle.state != .off }

    /// Whether the client runs, so that the Objects can be reached.
    public var isRunning: Bool { cycle.state == .running }

    /// Whether the AT port answers.
    public var isReady: Bool {
        switch cycle.state {
        case .off, .booting: false
        case .starting, .running, .stopping, .stopped: true
        }
    }

    /// Why the client does not run, in words.
    public var whyNotRunning: String {
        switch cycle.state {
        case .off: "the module is off"
        case .booting: "the module boots"
        case .starting: "the LwM2M client is starting"
        case .running: "the LwM2M client runs"
        case .stopping: "the LwM2M client is stopping"
        case .stopped(.profile): "the LwM2M client never starts under operator profile \(profile)"
        case .stopped(.disabled):
            product.commands.clientSwitch == .cancelsDownload
                ? "the LwM2M client is disabled" : "the LwM2M client is disabled: AT+ULWM2M=0 and a reset enable it"
        case .stopped(.productionMode): "production mode: the LwM2M client does not start with this SIM"
        case .stopped(.badObject(let file)):
            "the LwM2M client did not start: \(file) cannot be loaded; remove the file and reset the module"
        case .stopped(.restless): "the LwM2M client never came to rest and was stopped: a reset starts it"
        case .stopped(.command): "the LwM2M client was stopped: a reset starts it"
        }
    }

    /// Power comes: the module boots, from `now` on.
    public func powerOn() {
        guard !isOn else { return }
        for name in volatileSettings { settings[name] = nil }
        volatileSettings = []
        openStoreAgain()
        cycle.imsi = sim?.imsi ?? ""
        traffic = (0, 0)
        beginInstallation()
        let (old, ordered) = (cycle.settings.profile, cycle.settings.nextProfile)
        apply(cycle.powerOn(at: now + installationTime, hasDatabase: hasDatabase))
        if ordered != nil { profileTaken(from: old) }
    }

    /// The module goes off by a command, as with `+CPWROFF`: what is not saved is saved.
    public func switchOff() {
        settle()
        goOff()
    }

    /// A reset by a command, as with `+CFUN=15` and `=16`.
    public func reset(_ reason: RestartReason = .command) {
        settle()
        restart(reason)
    }

    /// A reset as soon as the command has been answered: with the next `advance(to:)`.
    public func orderReset(_ reason: RestartReason = .command) { pendingRestart = reason }

    /// Power goes without a warning: what is not saved is lost.
    public func losePower() {
        pendingRestart = nil
        stopClient(isSudden: true)
        apply(cycle.losePower())
    }

    func restart(_ reason: RestartReason) {
        pendingRestart = nil
        emit(.restart(reason))
        goOff()
        powerOn()
    }

    private func goOff() {
        look()
        stopClient(isSudden: false)
        look()
        apply(cycle.shutDown())
    }

    /// What requests left to do, which must not be done inside of them.
    var needsSettling: Bool {
        pendingRestart != nil || keeping.isBehind || (updateNote != nil && isRunning)
    }

    /// Looks at what requests changed, and restarts where one asked for it.
    func settle() {
        followUpdate()
        look()
        if let pendingRestart { restart(pendingRestart) }
    }

    // MARK: - Effects

    func apply(_ effects: [LifeCycleEffect]) {
        let hadClient = isClientStarted
        for effect in effects { apply(effect) }
        keepCycle()
        endInstallation()
        if isRunning, !hadClient, !isClientStarted { startClient() }
        if !isRunning, isClientStarted { stopClient(isSudden: false) }
        announceState()
    }

    private func apply(_ effect: LifeCycleEffect) {
        switch effect {
        case .report(let event): emit(.client(event))
        case .eraseFiles: eraseFiles()
        case .eraseSettings: eraseSettings()
        case .removeDatabase: removeDatabase()
        case .loadObjects: loadObjects()
        case .createDatabase: createDatabase()
        case .commit: commit()
        case .discard: keeping.discard()
        case .unloadObjects: unloadObjects()
        }
    }

    private func announceState() {
        guard announcedState != cycle.state else { return }
        announcedState = cycle.state
        emit(.state(cycle.state))
    }

    private func startClient() {
        isClientStarted = true
        beginUpdate()
        client?.start(at: now)
    }

    private func stopClient(isSudden: Bool) {
        guard isClientStarted else { return }
        isClientStarted = false
        client?.stop(at: now, isSudden: isSudden)
    }
}
