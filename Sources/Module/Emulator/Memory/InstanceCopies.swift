import Lua
import LwM2M
import ObjectHost
import Storage

/// The instances of the Objects outside the scripts: as they are, and as they would be after a loss of power.
///
/// `recordChange` records what differs from the scripts, `copyChangedInstances` copies it, and `markAllSaved` records
/// that the disk has everything. A Write is copied with the next other change, or when it is to be saved: until then a
/// loss of power undoes it anyway. What cannot be copied is tried again with the next copy.
struct InstanceCopies {
    /// What changed: a whole Object, or one instance.
    private enum Change: Hashable {
        case object(ObjectID)
        case instance(ObjectID, ObjectInstanceID)
    }

    /// As they were when last copied.
    private var current = SavedState()
    /// As they are on disk.
    private var saved = SavedState()
    /// What the scripts have changed since the last copy.
    private var changes: Set<Change> = []
    /// Where `current` differs from `saved`.
    private var unsaved: Set<Change> = []

    init() {}

    /// The copies of what is on disk.
    init(saved: SavedState) {
        self.saved = saved
        current = saved
    }

    /// Up to this many instances, the whole Object is copied at each change, so that what a script does to its other
    /// instances is copied as well; beyond that it would take too long, and only the named instance is copied.
    private static let fewInstances = 64

    /// Whether the scripts changed something that has not been copied yet.
    var isBehind: Bool { !changes.isEmpty }

    /// Whether the scripts changed something since `takeNews` was last called.
    private(set) var hasNews = false
    /// Whether some of it has to be copied before anything else happens.
    private var isCopyDue = false

    /// Whether something was copied that is not on disk.
    var hasUnsaved: Bool { !unsaved.isEmpty }

    /// Records what an operation changed.
    mutating func recordChange(_ change: DataModelChange) {
        guard let object = change.path.object, change.kind != .added else { return }
        hasNews = true
        if change.kind == .written, changes.contains(.object(object)) { return }
        let isOfWhole = change.kind == .removed || change.kind == .executed
        if !isOfWhole, let instance = change.path.instance,
            current.hasMoreInstances(than: Self.fewInstances, of: object)
        {
            changes.insert(.instance(object, instance))
            // Each takes a while: they do not pile up.
            isCopyDue = true
        } else {
            changes.insert(.object(object))
            isCopyDue = isCopyDue || change.kind != .written
        }
    }

    /// Takes note of what changed.
    ///
    /// - Returns: whether it has to be copied now.
    mutating func takeNews() -> Bool {
        hasNews = false
        return isCopyDue
    }

    /// Records every Object of a host as changed.
    mutating func recordAllObjects(of host: ObjectHost) {
        for id in host.objectIDs { recordChange(DataModelChange(.executed, Path(id), by: .host)) }
    }

    /// Copies what changed in the scripts.
    ///
    /// - Returns: what could not be copied, with the reason.
    mutating func copyChangedInstances(of host: ObjectHost) -> [String] {
        var problems: [String] = []
        let due = changes
        forgetChanges()
        for change in due {
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
                problems.append("\(Self.path(of: change)) could not be saved: \(error)")
                changes.insert(change)
            }
        }
        return problems
    }

    private static func path(of change: Change) -> Path {
        switch change {
        case .object(let id): Path(id)
        case .instance(let id, let instance): Path(id, instance)
        }
    }

    /// Restores the instances of an Object that was just loaded.
    ///
    /// - throws: why they do not fit it.
    func restoreInstances(of id: ObjectID, in host: ObjectHost) throws { try current.restore(id, in: host) }

    /// Forgets the instances of an Object.
    ///
    /// - Parameter isSaved: whether they are also forgotten on disk.
    mutating func dropInstances(of id: ObjectID, isSaved: Bool = false) {
        current.drop(id)
        if isSaved { unsaved.insert(.object(id)) }
    }

    /// Forgets changes that were not copied, because the scripts are gone.
    mutating func forgetChanges() { (changes, hasNews, isCopyDue) = ([], false, false) }

    /// Writes to disk what is missing there.
    func writeUnsaved(to store: Store) throws(StoreError) {
        for change in unsaved {
            switch change {
            case .object(let id): try store.commit(id, of: current)
            case .instance(let id, let instance): try store.commit(id, instance: instance, of: current)
            }
        }
    }

    /// Everything that was copied is on disk.
    mutating func markAllSaved() {
        unsaved = []
        saved = current
    }

    /// Nothing is on disk.
    mutating func markAllUnsaved() {
        for id in current.objectIDs { unsaved.insert(.object(id)) }
    }

    /// Discards what is not on disk.
    mutating func discardUnsaved() {
        forgetChanges()
        unsaved = []
        current = saved
    }
}
