import LwM2M
import Products
import Storage

/// Carries out the effects returned by the life cycle, each by the part responsible for it.
extension Module {
    /// Changes the life cycle, and stores its settings.
    func order(_ body: (inout LifeCycle) -> Void) {
        body(&cycle)
        keepCycle()
    }

    /// Changes the life cycle, and carries out the effects. False if the life cycle does not accept the order.
    @discardableResult
    func apply(_ order: (inout LifeCycle) -> [LifeCycleEffect]?) -> Bool {
        guard let effects = order(&cycle) else { return false }
        perform(effects)
        return true
    }

    func perform(_ effects: [LifeCycleEffect]) {
        let hadClient = isClientStarted
        for effect in effects { perform(effect) }
        keepCycle()
        if isReady { updater.endInstallation() }
        if isRunning, !hadClient, !isClientStarted { startClient() }
        if !isRunning, isClientStarted { stopClient(isSudden: false) }
        announceState()
    }

    private func perform(_ effect: LifeCycleEffect) {
        switch effect {
        case .report(let event): emit(.client(event))
        case .eraseFiles:
            database.eraseFiles()
            database.nvm[.hostDevice] = nil
        case .eraseSettings:
            database.nvm.forgetAll(but: .database)
            emit(.settingsErased)
        case .removeDatabase: database.clear()
        case .loadObjects:
            guard let failed = objects.loadAll() else { return }
            emit(.load(failed))
            perform(cycle.loadFailed(file: failed.fileName))
        case .createDatabase:
            let isShared = configuration.builtIns != .none && objects.beginWithInstances(of: factoryDatabase)
            if !isShared { makeFactoryInstances() }
            database.recordFactoryState(of: host, profile: profile, isCopied: isShared)
            commit()
        case .commit: commit()
        case .discard: database.copies.discardUnsaved()
        case .unloadObjects:
            updater.end()
            objects.unloadAll()
        }
    }

    private func commit() { if !database.commit(from: host) { cycle.commitFailed(at: now) } }

    private func announceState() {
        guard announcedState != cycle.state else { return }
        announcedState = cycle.state
        emit(.state(cycle.state))
    }

    /// Begins with what is stored in NVM. A profile other than the stored one applies from the first boot on, with a
    /// new database.
    func beginWithKeptSettings() {
        let newModule = configuration.newModule
        cycle.settings = database.nvm.lifeCycleSettings(of: product, newModule: newModule, first: cycle.settings)
        guard let asked = configuration.profile else { return }
        if asked != cycle.settings.profile {
            cycle.settings = LifeCycleSettings(product, profile: asked, newModule: newModule)
            database.clear()
        }
        database.nvm[.profile] = asked
        keepCycle()
    }

    private func keepCycle() {
        database.nvm.keep(cycle.settings, of: product, newModule: configuration.newModule)
        if objects.profile != profile { bindingsChanged() }
    }
}
