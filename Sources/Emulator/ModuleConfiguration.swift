public import Lua
public import Modem

/// What a module is like when it is made.
public struct ModuleConfiguration {
    /// Which of the Objects that the program carries are served.
    public enum BuiltIns: Hashable, Sendable {
        /// Those that the product has under the operator profile, with the Resources that it has there.
        case product
        /// All of them, with all their Resources, whatever the product has: a bench.
        case all
        /// None: a bench for Objects of a folder.
        case none
    }

    public var product: Product
    /// What is kept over the end of the process; nil for nothing.
    public var flash: Flash?
    /// A folder, or one file, with Objects beside those of the module. What cannot be loaded from it stops nothing.
    public var folder: String?
    public var builtIns = BuiltIns.product
    public var newModule = NewModule.factory
    /// The number of the operator profile; nil for the one that the flash or else the new module has. Another one than
    /// the flash has begins a new database.
    public var profile: Int?
    /// When changes are saved; nil for as the product does.
    public var commitPolicy: CommitPolicy?
    /// 15 digits.
    public var imei: String
    /// nil for none in the module.
    public var sim: SIMCard? = .default
    /// What `lua_modem_get_carrier_id` answers; nil for the number of the active profile.
    public var carrierID: Int?
    /// Of each state of the scripts.
    public var limits = LuaLimits()
    /// Whether scripts may call `lua_send_urc` in both forms, whatever the product takes.
    public var takesEitherURCForm = false
    /// The calendar clock when the module is made, in seconds since 1970.
    public var unixTime: Int64 = 1_735_689_600

    public init(product: Product = .default) {
        self.product = product
        imei = product.identity.imei
    }
}
