import Lua
public import LwM2M
import ObjectHost
import Storage

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

/// The instances of a module outside of its scripts: as they are, and as they would be after a loss of power.
struct InstanceKeeping {
    /// What changed since the copy was made.
    enum Change: Hashable {
        case object(ObjectID)
        case instance(ObjectID, ObjectInstanceID)
    }

    /// As the last look at the scripts found them.
    var current = SavedState()
    /// As they are saved.
    var saved = SavedState()
    /// What the scripts changed and `current` does not have yet.
    private(set) var changes: Set<Change> = []
    /// What `current` has and `saved` has not.
    var unsaved: Set<Change> = []

    // Up to this many instances all of an Object is kept at each change, so that what a script does to its other
    // instances is kept as well; beyond it that would take too long, and the instance named is kept.
    private static let fewInstances = 64

    /// Whether there is something to look at.
    var isBehind: Bool { !changes.isEmpty }

    /// Notes what an operation changed.
    mutating func note(_ change: DataModelChange) {
        guard let object = change.path.object else { return }
        switch change.kind {
        case .added: break
        case .removed, .executed: changes.insert(.object(object))
        case .written, .created, .deleted:
            if let instance = change.path.instance, current.instances(of: object).count > Self.fewInstances {
                changes.insert(.instance(object, instance))
            } else {
                changes.insert(.object(object))
            }
        }
    }

    /// Looks at what changed.
    ///
    /// - Returns: what could not be copied, with the reason.
    mutating func look(at host: ObjectHost) -> [String] {
        var problems: [String] = []
        for change in changes {
            do throws(LuaError) {
                switch change {
                case .object(let id): try current.save(id, of: host)
                case .instance(let id, let instance):
                    if host.instances(of: id).contains(instance) {
                        try current.save(id, instance: instance, of: host)
                    } else {
                        current.drop(id, instance: instance)
                    }
                }
                unsaved.insert(change)
            } catch {
                problems.append("\(change.path) could not be saved: \(error)")
            }
        }
        changes = []
        return problems
    }

    /// Forgets what was not looked at: the scripts are gone.
    mutating func forgetChanges() { changes = [] }

    /// All that was copied is saved.
    mutating func markSaved() {
        unsaved = []
        saved = current
    }

    /// What is not saved is lost.
    mutating func discard() {
        changes = []
        unsaved = []
        current = saved
    }

    /// Forgets all.
    mutating func clear() { self = InstanceKeeping() }
}

extension InstanceKeeping.Change {
    var path: Path {
        switch self {
        case .object(let id): Path(id)
        case .instance(let id, let instance): Path(id, instance)
        }
    }
}

/// What the disk does not have yet although it should: what a save that failed left for the next one.
struct UnstoredChanges {
    /// All but the settings has to be forgotten first.
    var isCleared = false
    /// Names of settings of NVM.
    var settings: Set<String> = []
    /// Servers whose last acknowledgement is not stored.
    var registrations: Set<ShortServerID> = []
    /// The instances that changed were to be saved.
    var hasInstances = false

    var isEmpty: Bool { !isCleared && settings.isEmpty && registrations.isEmpty && !hasInstances }
}
