import Lua
import LwM2M
import ObjectHost

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
