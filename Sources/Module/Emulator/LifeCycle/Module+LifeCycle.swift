import LwM2M
import Products
import Storage

/// What the life cycle answers is done here, each effect by the part that it concerns.
extension Module {
    /// Changes the life cycle, and keeps what it is to keep.
    func order(_ body: (inout LifeCycle) -> Void) {
        body(&cycle)
        keepCycle()
    }

    /// Changes the life cycle, and does what follows from it. False if the life cycle does not take the order.
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
        case .eraseFiles: database.eraseFiles()
        case .eraseSettings:
            database.nvm.forgetAll(but: .database)
            emit(.settingsErased)
        case .removeDatabase: database.clear()
        case .loadObjects:
            guard let failed = objects.loadAll() else { return }
            emit(.load(failed))
            perform(cycle.loadFailed(file: failed.fileName))
        case .createDatabase:
            makeFactoryInstances()
            database.recordFactoryState(of: host, profile: profile)
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

    /// Begins with what NVM has. Another profile than the kept one holds from the first boot on, with a new database.
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
