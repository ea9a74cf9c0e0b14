import Lua
import LwM2M
import ObjectHost
package import Storage

/// What survives the scripts, a loss of power and the process: NVM, the instances of the Objects, and when servers last
/// acknowledged the client. All of it is in object.db; without a flash it lives as long as the module.
///
/// `flush` writes to disk everything that should be there, in one transaction. What fails is left for the next call, so
/// that nothing to be stored is ever lost.
package final class ModuleDatabase {
    /// The values set by commands and by the module itself.
    package let nvm = NVM()
    /// The instances of the Objects outside the scripts.
    var copies = InstanceCopies()
    /// When each server last acknowledged the client, in seconds since 1970.
    private(set) var registrations: [ShortServerID: Int64] = [:]
    /// What happened to a database that could not be used when the module was created; nil if there was none.
    package let notice: String?
    /// How often something could not be stored. Code that acknowledges a change compares the count before and after.
    package private(set) var failureCount = 0
    /// Why the last attempt to store failed; nil once one succeeded.
    package private(set) var failure: StoreError?

    /// Receives descriptions of what goes wrong.
    var onLog: (String) -> Void = { _ in }
    /// Called when instances have changed and must be saved eventually.
    var onChange: () -> Void = {}

    private let flash: Flash?
    private var store: Store?
    private var unstored = UnstoredChanges()
    /// A command deleted object.db, and the next boot creates it again.
    private var isFileDeleted = false

    /// Opens the database of a flash and reads all of it.
    ///
    /// - throws: why it cannot be opened.
    init(_ flash: Flash?) throws(StoreError) {
        self.flash = flash
        store = try flash.map { flash throws(StoreError) in try Store(flash) }
        notice = store?.notice
        nvm.store = { [weak self] in self?.flush() }
        guard let store else { return }
        do throws(StoreError) {
            let state = try store.state()
            nvm.load(state.settings)
            registrations = state.registrations
            copies = InstanceCopies(saved: state.instances)
        } catch {
            failure = error
        }
    }

    /// Whether there is a database with which the client can start.
    var isMade: Bool { nvm.holds(.database) }

    /// Why the last attempt to store failed, for people.
    package var whyNotSaved: String { failure.map { "\($0)" } ?? "" }

    /// Why something that should be stored is not; nil if everything is.
    package var unsavedReason: String? { isStored ? nil : whyNotSaved }

    private var isStored: Bool { unstored.isEmpty && nvm.unstoredNames.isEmpty }

    // MARK: - Instances

    /// Notes that requests changed something in the scripts, and copies it if that cannot wait.
    func followChanges(of host: ObjectHost) {
        guard copies.hasNews else { return }
        if copies.takeNews() { copyChanges(of: host) }
        onChange()
    }

    /// Copies what requests changed in the scripts.
    func copyChangedInstances(of host: ObjectHost) {
        guard copies.isBehind else { return }
        copyChanges(of: host)
        onChange()
    }

    private func copyChanges(of host: ObjectHost) {
        for problem in copies.copyChangedInstances(of: host) { onLog(problem) }
    }

    /// Restores the instances of an Object that was just loaded; those that do not fit it are discarded.
    func restoreInstances(of id: ObjectID, in host: ObjectHost) {
        do { try copies.restoreInstances(of: id, in: host) } catch {
            copies.dropInstances(of: id, isSaved: true)
            onLog("the instances of /\(id) could not be given back: \(error)")
        }
    }

    /// Saves what the scripts changed.
    ///
    /// - Returns: false if it could not be saved, so that it must be tried again.
    func commit(from host: ObjectHost) -> Bool {
        copyChanges(of: host)
        guard copies.hasUnsaved || !isStored else { return true }
        unstored.hasInstances = true
        flush()
        return isStored
    }

    /// The factory state is in place: all of it is to be saved, together with the profile for which it was created.
    ///
    /// - Parameter isCopied: whether the copies have it, apart from recorded changes.
    func recordFactoryState(of host: ObjectHost, profile: Int, isCopied: Bool) {
        if !isCopied { copies.recordAllObjects(of: host) }
        copyChangedInstances(of: host)
        nvm.prepare(.database, profile)
    }

    // MARK: - Registrations

    /// Records that a server acknowledged the client.
    ///
    /// - Parameter time: in seconds since 1970.
    func recordRegistration(with server: ShortServerID, at time: Int64) { setRegistration(with: server, to: time) }

    /// Forgets a registration that has ended.
    func forgetRegistration(with server: ShortServerID) { setRegistration(with: server, to: nil) }

    private func setRegistration(with server: ShortServerID, to time: Int64?) {
        registrations[server] = time
        unstored.registrations.insert(server)
        flush()
    }

    // MARK: - Disk

    /// Writes to disk everything that should be there, in one transaction; what fails is left for the next call.
    func flush() {
        guard let flash else {
            markStored()
            return
        }
        // Until the next boot there is no database that could hold more than NVM.
        if isFileDeleted { unstored = UnstoredChanges() }
        guard !isStored else { return }
        do throws(StoreError) {
            let store = try openedStore(flash)
            try store.transaction { () throws(StoreError) in try writeUnstored(to: store) }
            markStored()
            failure = nil
        } catch {
            failureCount += 1
            failure = error
            onLog("the flash: not saved: \(error)")
        }
    }

    private func markStored() {
        if unstored.hasInstances { copies.markAllSaved() }
        forgetUnstored()
    }

    private func forgetUnstored() {
        unstored = UnstoredChanges()
        nvm.markStored()
    }

    /// Retries opening a database that could not be opened at the last boot.
    private func openedStore(_ flash: Flash) throws(StoreError) -> Store {
        if let store { return store }
        let opened = try Store(flash, keeping: storedTexts)
        store = opened
        if opened.isNew, !isFileDeleted, isMade {
            copies.markAllUnsaved()
            nvm.markUnstored(.database)
            unstored.hasInstances = true
        }
        return opened
    }

    private func writeUnstored(to store: Store) throws(StoreError) {
        if unstored.isCleared { try store.clear() }
        for name in nvm.unstoredNames.sorted() { try store.set(name, to: nvm.storedText(name)) }
        for server in unstored.registrations.sorted() {
            try store.commit(registrationAt: registrations[server], with: server)
        }
        if unstored.hasInstances { try copies.writeUnsaved(to: store) }
    }

    /// The initial content of a new database: NVM, without the mark of a factory state.
    private var storedTexts: [String: String] {
        var texts = nvm.storedTexts
        texts[NVMKey.database.name] = nil
        return texts
    }

    // MARK: - End and new beginning

    /// Discards the instances and the registrations, here and on disk; NVM stays.
    func clear() {
        copies = InstanceCopies()
        registrations = [:]
        nvm.prepare(.database, nil)
        unstored.registrations = []
        unstored.hasInstances = false
        unstored.isCleared = true
        flush()
    }

    /// A command removes object.db from the flash; the next boot creates it again.
    func closeForRemoval() {
        copies = InstanceCopies()
        store = nil
        nvm.drop(.database)
        isFileDeleted = true
    }

    /// Removes all files of the flash, including this database; NVM stays.
    func eraseFiles() {
        nvm.drop(.deletedFiles)
        copies = InstanceCopies()
        guard let flash else { return clear() }
        // SQLite must not keep a removed file open.
        store = nil
        forgetUnstored()
        registrations = [:]
        do throws(FlashError) { try flash.deleteAll() } catch { onLog("the flash: \(error)") }
        nvm.drop(.database)
        open()
    }

    /// Reopens object.db if it was removed or replaced; NVM stays. As long as something is waiting to be stored, the
    /// module continues with what it has.
    func open() {
        guard let flash else { return }
        if !isStored, store?.isInPlace != false {
            flush()
            guard isStored else { return }
        }
        store = nil
        do throws(StoreError) {
            let opened = try Store(flash, keeping: storedTexts)
            store = opened
            if let notice = opened.notice { onLog("the flash: \(notice)") }
            let state = try opened.state()
            if opened.isNew || isFileDeleted { nvm.drop(.database) }
            isFileDeleted = false
            forgetUnstored()
            copies = InstanceCopies(saved: state.instances)
            registrations = state.registrations
        } catch {
            failure = error
            onLog("the flash: \(error)")
        }
    }
}

/// What should be on disk but is not, apart from the values of NVM.
private struct UnstoredChanges {
    /// Everything but NVM must be removed first.
    var isCleared = false
    /// Servers whose last acknowledgement is not stored.
    var registrations: Set<ShortServerID> = []
    /// Changed instances were to be saved.
    var hasInstances = false

    var isEmpty: Bool { !isCleared && registrations.isEmpty && !hasInstances }
}
