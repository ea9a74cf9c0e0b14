public import Lua
import Moments
public import ObjectHost
public import Products
public import Storage

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

    /// What the module is.
    public var product: Product
    /// What is kept over the end of the process; nil for nothing.
    public var flash: Flash?
    /// A folder, or one file, with Objects in addition to those of the module. What cannot be loaded from it stops
    /// nothing.
    public var folder: String?
    /// Which of the Objects that the program carries are served.
    public var builtIns = BuiltIns.product
    /// What a module that nobody has set up begins with.
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

    /// A module as the factory makes it, without a flash.
    public init(product: Product = .default) {
        self.product = product
        imei = product.identity.imei
    }
}

/// The two clocks of a module: the monotonic one, which only goes on, and the calendar, which can be set.
public final class ModuleClock: HostClock {
    /// Seconds since the module was made.
    public internal(set) var now = 0.0
    /// Seconds since 1970 when the calendar was last set, and the other clock at that moment.
    private var origin: (unixTime: Int64, now: Double)

    init(unixTime: Int64) { origin = (unixTime, 0) }

    /// Seconds since 1970-01-01T00:00:00Z; set by `+CCLK` and by the network. At its end the calendar stands still.
    public var unixTime: Int64 {
        get { origin.unixTime.addingSaturated(Int64(saturating: (now - origin.now).rounded(.down))) }
        set { origin = (newValue, now) }
    }

    /// Seconds since the module was made.
    public var uptime: Double { now }
}

/// How the time of a module follows real time: as fast, or so many times as fast.
public struct ModulePace: Hashable, Sendable {
    /// Seconds of the module in a second of reality.
    public let speed: Double
    private var realOrigin: Double
    private var moduleOrigin: Double

    /// - Parameters:
    ///   - speed: greater than 0.
    ///   - real: seconds on a monotonic clock of the machine, now.
    ///   - module: seconds on the module's clock, now.
    public init(speed: Double = 1, real: Double, module: Double) {
        precondition(speed > 0, "time goes on")
        self.speed = speed
        realOrigin = real
        moduleOrigin = module
    }

    /// What the module's clock shows at a moment of reality.
    public func moduleTime(at real: Double) -> Double { moduleOrigin + (real - realOrigin) * speed }

    /// When the module's clock shows a time.
    public func realTime(of module: Double) -> Double { realOrigin + (module - moduleOrigin) / speed }

    /// Lets a boot come to its end at once: its time passes for the module, and neither in reality nor on the module's
    /// calendar.
    public mutating func skipBoot(of module: Module, at real: Double) {
        guard module.isBooting else { return }
        let calendar = module.unixTime
        module.finishBoot()
        module.unixTime = calendar
        realOrigin = real
        moduleOrigin = module.now
    }
}

/// Why a module restarts.
public enum RestartReason: Hashable, Sendable {
    /// A command, `+CFUN=15` or `=16`.
    case command
    /// `lua_system_reboot`.
    case script
    /// New firmware is to be installed.
    case update
    /// Another operator profile was ordered.
    case profile(Int)
}

extension RestartReason: CustomStringConvertible {
    /// `lua_system_reboot`.
    public var description: String {
        switch self {
        case .command: "reset"
        case .script: "lua_system_reboot"
        case .update: "update of the firmware"
        case .profile(let number):
            "operator profile \(number)" + (MNOProfile.numbered(number).map { " \($0.name)" } ?? "")
                + ", with a new database"
        }
    }
}
