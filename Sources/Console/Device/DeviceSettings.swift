public import Lua
public import ObjectHost

/// What a device of the console is like.
public struct DeviceSettings {
    /// The folder with the Objects; nil serves those that the program carries.
    public var folder: String?
    public var bindings: ScriptBindings
    public var limits: LuaLimits

    public init(folder: String? = nil, bindings: ScriptBindings, limits: LuaLimits = LuaLimits()) {
        self.folder = folder
        self.bindings = bindings
        self.limits = limits
    }
}
