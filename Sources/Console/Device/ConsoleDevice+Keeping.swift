import Lua
import LwM2M
import Modem
import ObjectHost

/// What outlives the program, where the settings name a store.
extension ConsoleDevice {
    func takeKeptInstances() {
        guard let store = settings.store else { return }
        keeping { () throws(StoreError) in saved = try store.state().instances }
    }

    /// Gives an Object that was just loaded its saved instances.
    func giveBack(_ id: ObjectID) {
        do throws(LuaError) {
            try saved.restore(id, in: host)
        } catch {
            forget(id)
            emit(.fault("the instances of /\(id) could not be given back: \(error)"))
        }
    }

    /// Commits an instance as it was saved, or all of its Object.
    func keep(_ id: ObjectID, _ instance: ObjectInstanceID? = nil) {
        guard let store = settings.store else { return }
        keeping { () throws(StoreError) in
            if let instance {
                try store.commit(id, instance: instance, of: saved)
            } else {
                try store.commit(id, of: saved)
            }
        }
    }

    func forgetAll() {
        saved = SavedState()
        guard let store = settings.store else { return }
        keeping { () throws(StoreError) in try store.clear() }
    }

    private func keeping(_ body: () throws(StoreError) -> Void) {
        do throws(StoreError) { try body() } catch { emit(.fault("the flash: \(error)")) }
    }
}
