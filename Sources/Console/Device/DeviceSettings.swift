public import Lua
public import Modem
public import ObjectHost

/// What a device of the console is like.
public struct DeviceSettings {
    /// The folder with the Objects; nil serves those that the program carries.
    public var folder: String?
    public var bindings: ScriptBindings
    public var limits: LuaLimits
    /// Where the instances are kept over the end of the program; nil forgets them.
    public var store: Store?
    /// The number of the operator profile, which limits the built-in Objects to its tables; nil for all of them.
    public var profile: Int?

    public init(
        folder: String? = nil, bindings: ScriptBindings, limits: LuaLimits = LuaLimits(),
        store: Store? = nil
    ) {
        self.folder = folder
        self.bindings = bindings
        self.limits = limits
        self.store = store
    }
}
