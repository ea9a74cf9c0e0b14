public import LwM2M
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

    /// Saves before a request is answered, where each change is saved at once. What an earlier save left is tried again.
    ///
    /// - throws: 5.00 where it cannot be saved: the change is there, and the next save tries again.
    public func saveIfAlways() throws(LwM2MError) {
        guard cycle.policy.delay == 0 else { return }
        look()
        let before = storageFailures
        while isRunning, let effects = cycle.commitAtOnce() {
            apply(effects)
            guard storageFailures == before else {
                throw LwM2MError(.internalServerError, "changed, but not saved: \(whyNotSaved)")
            }
        }
    }

    /// The same at the end of a command: for changes that it made beside its request.
    ///
    /// - throws: as above.
    public func saveWhatCommandChanged() throws(LwM2MError) {
        if keeping.isBehind { try saveIfAlways() }
    }

    /// Why the last save failed, in words.
    public var whyNotSaved: String { storageFailure.map { "\($0)" } ?? "" }

    /// Whether something that was to be saved is not, with the reason; nil where all of it is.
    public var unsavedReason: String? { unstored.isEmpty ? nil : whyNotSaved }

    func commit() {
        look()
        guard !keeping.unsaved.isEmpty || !unstored.isEmpty else { return }
        unstored.hasInstances = true
        flush()
        if !unstored.isEmpty { cycle.commitFailed(at: now) }
    }

    /// Brings all that the disk should have to it, in one transaction; what fails is left for the next call.
    func flush() {
        guard let flash else {
            if unstored.hasInstances { keeping.markSaved() }
            unstored = UnstoredChanges()
            return
        }
        // Until the next boot there is no database that could keep more than the settings.
        if isDatabaseDeleted {
            let settings = unstored.settings
            unstored = UnstoredChanges()
            unstored.settings = settings
        }
        guard !unstored.isEmpty else { return }
        do throws(StoreError) {
            let store = try openedStore(flash)
            try store.transaction { () throws(StoreError) in try write(to: store) }
            if unstored.hasInstances { keeping.markSaved() }
            unstored = UnstoredChanges()
            storageFailure = nil
        } catch {
            storageFailures += 1
            storageFailure = error
            emit(.log("the flash: not saved: \(error)"))
        }
    }

    /// One that could not be opened at the last boot is tried again.
    private func openedStore(_ flash: Flash) throws(StoreError) -> Store {
        if let store { return store }
        let opened = try Store(flash, keeping: keptSettings)
        store = opened
        if opened.isNew, !isDatabaseDeleted, settings[Key.database] != nil {
            for id in keeping.current.objectIDs { keeping.unsaved.insert(.object(id)) }
            unstored.settings.insert(Key.database)
            unstored.hasInstances = true
        }
        return opened
    }

    private func write(to store: Store) throws(StoreError) {
        if unstored.isCleared { try store.clear() }
        for name in unstored.settings.sorted() {
            try store.set(name, to: volatileSettings.contains(name) ? nil : settings[name])
        }
        for server in unstored.registrations.sorted() {
            try store.commit(registrationAt: registrationsHere[server], with: server)
        }
        guard unstored.hasInstances else { return }
        for change in keeping.unsaved {
            switch change {
            case .object(let id): try store.commit(id, of: keeping.current)
            case .instance(let id, let instance): try store.commit(id, instance: instance, of: keeping.current)
            }
        }
    }

    func removeDatabase() {
        keeping.clear()
        registrationsHere = [:]
        settings[Key.database] = nil
        unstored.settings.insert(Key.database)
        unstored.registrations = []
        unstored.hasInstances = false
        unstored.isCleared = true
        flush()
    }

    /// The factory state is there: all of it is saved, with the word that it is.
    func createDatabase() {
        makeFactoryInstances()
        for id in host.objectIDs { keeping.note(DataModelChange(.executed, Path(id), by: .host)) }
        look()
        settings[Key.database] = String(profile)
        unstored.settings.insert(Key.database)
        commit()
    }

    func eraseFiles() {
        settings[Key.deleted] = nil
        keeping.clear()
        guard let flash else { return removeDatabase() }
        // SQLite must not hold a file that is removed.
        store = nil
        unstored = UnstoredChanges()
        registrationsHere = [:]
        do throws(FlashError) { try flash.deleteAll() } catch { emit(.log("the flash: \(error)")) }
        settings[Key.database] = nil
        openStoreAgain()
    }

    func openStore() throws(ModuleError) {
        guard let flash else { return }
        do throws(StoreError) { store = try Store(flash) } catch { throw .store(error) }
    }

    /// Opens object.db anew where somebody removed or replaced it; NVM stays. While something waits to be saved the
    /// module goes on with what it has.
    func openStoreAgain() {
        guard let flash else { return }
        if !unstored.isEmpty, store?.isInPlace != false {
            flush()
            guard unstored.isEmpty else { return }
        }
        store = nil
        do throws(StoreError) {
            let opened = try Store(flash, keeping: keptSettings)
            store = opened
            if let notice = opened.notice { emit(.log("the flash: \(notice)")) }
            let state = try opened.state()
            if opened.isNew || isDatabaseDeleted { settings[Key.database] = nil }
            isDatabaseDeleted = false
            unstored = UnstoredChanges()
            keeping.clear()
            keeping.saved = state.instances
            keeping.current = state.instances
            registrationsHere = state.registrations
        } catch {
            storageFailure = error
            emit(.log("the flash: \(error)"))
        }
    }

    /// The settings that a new database begins with.
    private var keptSettings: [String: String] {
        var kept = settings
        for name in volatileSettings { kept[name] = nil }
        kept[Key.database] = nil
        return kept
    }
}
