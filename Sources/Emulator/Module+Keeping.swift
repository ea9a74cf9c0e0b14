import LwM2M
import Modem
import ObjectHost

/// What outlives the scripts, the power and the process.
extension Module {
    /// Whether there is a database to start with.
    var hasDatabase: Bool { settings[Key.database] != nil }

    /// Copies what requests changed; the life cycle says when it is saved.
    func look() {
        guard keeping.isBehind else { return }
        for problem in keeping.look(at: host) { emit(.log(problem)) }
        cycle.change(at: now)
    }

    /// Saves before a request is answered, where each change is saved at once.
    func saveIfAlways() {
        guard cycle.policy.delay == 0 else { return }
        look()
        if isRunning, let effects = cycle.step(to: now) { apply(effects) }
    }

    func commit() {
        look()
        let changes = keeping.unsaved
        keeping.unsaved = []
        guard !changes.isEmpty else { return }
        storing { store throws(StoreError) in
            try store.transaction { () throws(StoreError) in
                for change in changes {
                    switch change {
                    case .object(let id): try store.commit(id, of: keeping.current)
                    case .instance(let id, let instance):
                        try store.commit(id, instance: instance, of: keeping.current)
                    }
                }
            }
        }
        keeping.saved = keeping.current
    }

    func removeDatabase() {
        keeping.clear()
        storing { store throws(StoreError) in try store.clear() }
        set(Key.database, to: nil)
    }

    /// The factory state is there: all of it is saved.
    func createDatabase() {
        makeFactoryInstances()
        for id in host.objectIDs { keeping.note(DataModelChange(.executed, Path(id), by: .host)) }
        look()
        commit()
        set(Key.database, to: String(profile))
    }

    func eraseFiles() {
        set(Key.deleted, to: nil)
        keeping.clear()
        guard let flash else { return removeDatabase() }
        // SQLite must not hold a file that is removed.
        store = nil
        do throws(FlashError) { try flash.deleteAll() } catch { emit(.log("the flash: \(error)")) }
        set(Key.database, to: nil)
        openStoreAgain()
    }

    func openStore() throws(ModuleError) {
        guard let flash else { return }
        do throws(StoreError) { store = try Store(flash) } catch { throw .store(error) }
    }

    /// Opens object.db anew where somebody removed or replaced it; NVM stays.
    func openStoreAgain() {
        guard let flash else { return }
        var kept = settings
        for name in volatileSettings { kept[name] = nil }
        kept[Key.database] = nil
        store = nil
        do throws(StoreError) {
            let opened = try Store(flash, keeping: kept)
            store = opened
            if let notice = opened.notice { emit(.log("the flash: \(notice)")) }
            let state = try opened.state()
            if opened.isNew { settings[Key.database] = nil }
            keeping.clear()
            keeping.saved = state.instances
            keeping.current = state.instances
        } catch {
            emit(.log("the flash: \(error)"))
        }
    }

    func storing(_ body: (Store) throws(StoreError) -> Void) {
        guard let store else { return }
        do throws(StoreError) { try body(store) } catch { emit(.log("the flash: \(error)")) }
    }
}
