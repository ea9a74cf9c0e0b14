import Lua
import LwM2M
import ObjectHost
import Storage

/// The instances of the Objects outside of the scripts: as they are, and as they would be after a loss of power.
///
/// `recordChange` says what differs from the scripts, `copyChangedInstances` makes up for it, and `markAllSaved` says that
/// the disk has everything.
struct InstanceCopies {
    /// What changed: all of an Object, or one instance.
    private enum Change: Hashable {
        case object(ObjectID)
        case instance(ObjectID, ObjectInstanceID)
    }

    /// As they were when they were last copied.
    private var current = SavedState()
    /// As the disk has them.
    private var saved = SavedState()
    /// What the scripts changed since the last copy.
    private var changes: Set<Change> = []
    /// In what `current` differs from `saved`.
    private var unsaved: Set<Change> = []

    init() {}

    /// Those that the disk has.
    init(saved: SavedState) {
        self.saved = saved
        current = saved
    }

    // Up to this many instances all of an Object is copied at each change, so that what a script does to its other
    // instances is copied as well; beyond it that would take too long, and only the instance named is copied.
    private static let fewInstances = 64

    /// Whether the scripts changed something that was not copied yet.
    var isBehind: Bool { !changes.isEmpty }

    /// Whether something was copied that the disk does not have.
    var hasUnsaved: Bool { !unsaved.isEmpty }

    /// Remembers what an operation changed.
    mutating func recordChange(_ change: DataModelChange) {
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

    /// Copies what changed from the scripts.
    ///
    /// - Returns: what could not be copied, with the reason.
    mutating func copyChangedInstances(of host: ObjectHost) -> [String] {
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
                problems.append("\(Self.path(of: change)) could not be saved: \(error)")
            }
        }
        changes = []
        return problems
    }

    private static func path(of change: Change) -> Path {
        switch change {
        case .object(let id): Path(id)
        case .instance(let id, let instance): Path(id, instance)
        }
    }

    /// Gives an Object that was just loaded its instances.
    ///
    /// - throws: why they do not fit it.
    func restoreInstances(of id: ObjectID, in host: ObjectHost) throws { try current.restore(id, in: host) }

    /// Forgets the instances of an Object.
    ///
    /// - Parameter isSaved: whether the disk forgets them too.
    mutating func dropInstances(of id: ObjectID, isSaved: Bool = false) {
        current.drop(id)
        if isSaved { unsaved.insert(.object(id)) }
    }

    /// Forgets changes that were not copied: the scripts are gone.
    mutating func forgetChanges() { changes = [] }

    /// Writes to the disk what it does not have.
    func writeUnsaved(to store: Store) throws(StoreError) {
        for change in unsaved {
            switch change {
            case .object(let id): try store.commit(id, of: current)
            case .instance(let id, let instance): try store.commit(id, instance: instance, of: current)
            }
        }
    }

    /// The disk has everything that was copied.
    mutating func markAllSaved() {
        unsaved = []
        saved = current
    }

    /// The disk has nothing.
    mutating func markAllUnsaved() {
        for id in current.objectIDs { unsaved.insert(.object(id)) }
    }

    /// What the disk does not have is lost.
    mutating func discardUnsaved() {
        changes = []
        unsaved = []
        current = saved
    }
}
