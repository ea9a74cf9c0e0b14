import Lua

extension ObjectHost {
    /// Keeps the whole state, Lua and its Objects, for `restore`. Not from inside a script.
    ///
    /// - throws: `.setup` where the system has no room for the copy.
    public func snapshot() throws(ObjectHostError) {
        do throws(LuaError) { try lua.snapshot() } catch {
            throw ObjectHostError(.setup, file: "the scripts' host", "\(error)", cause: error)
        }
        kept = KeptState(
            objects: objects, accessControl: accessControl, bindings: bindings, entryInstances: entryInstances,
            accounts: accounts)
    }

    /// Brings back the state of the last `snapshot`; costs what was touched since. Not from inside a script.
    ///
    /// - throws: `.setup` without a snapshot.
    public func restore() throws(ObjectHostError) {
        do throws(LuaError) { try lua.restore() } catch {
            throw ObjectHostError(.setup, file: "the scripts' host", "\(error)", cause: error)
        }
        guard let kept else { return }
        objects = kept.objects
        accessControl = kept.accessControl
        bindings = kept.bindings
        entryInstances = kept.entryInstances
        accounts = kept.accounts
        recentObject = nil
        heldEvents = nil
    }
}
