import LwM2M

/// The part of a host that lives outside of Lua.
struct KeptState {
    var objects: [ObjectID: LoadedObject]
    var accessControl: AccessControl
    var bindings: ScriptBindings
    var entryInstances: [ObjectInstanceID: EntryTarget]
    var accounts: Set<ShortServerID>
}
