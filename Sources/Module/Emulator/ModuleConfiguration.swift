package import Lua
import Moments
package import ObjectHost
package import Products
package import Storage

/// What a module is like when it is made.
package struct ModuleConfiguration {
    /// Which of the Objects that the program carries are served.
    package enum BuiltIns: Hashable, Sendable {
        /// Those that the product has under the operator profile, with the Resources that it has there.
        case product
        /// All of them, with all their Resources, whatever the product has: a bench.
        case all
        /// None: a bench for Objects of a folder.
        case none
    }

    /// What the module is.
    package var product: Product
    /// What outlives the process; nil if nothing does.
    package var flash: Flash?
    /// A folder, or one file, with Objects in addition to those of the module. What cannot be loaded from it stops
    /// nothing.
    package var folder: String?
    /// Which of the Objects that the program carries are served.
    package var builtIns = BuiltIns.product
    /// What a module that nobody has set up begins with.
    package var newModule = NewModule.factory
    /// The number of the operator profile; nil for the one that the flash or else the new module has. Another one than
    /// the flash has begins a new database.
    package var profile: Int?
    /// When changes are saved; nil to follow the product.
    package var commitPolicy: CommitPolicy?
    /// 15 digits.
    package var imei: String
    /// nil if there is none in the module.
    package var sim: SIMCard? = .default
    /// What `lua_modem_get_carrier_id` answers; nil for the number of the active profile.
    package var carrierID: Int?
    /// The limits of each Lua state.
    package var limits = LuaLimits()
    /// What it has in common with other modules of its owner; nil for nothing.
    package var shared: SharedObjects?
    /// Whether scripts may call `lua_send_urc` in both forms, whatever the product takes.
    package var takesEitherURCForm = false
    /// Tells of each call of a script's functions; nil for nobody.
    package var trace: CallTrace?
    /// Makes each state of the scripts ready, before an Object is loaded into it.
    package var prepareScripts: ((LuaState) throws(LuaError) -> Void)?
    /// Whether a Write or a Create that a script refuses is undone; the module itself does not.
    package var undoesRefusals = false
    /// The calendar clock when the module is made, in seconds since 1970.
    package var unixTime: Int64 = 1_735_689_600

    /// A module as the factory makes it, without a flash.
    package init(product: Product = .default) {
        self.product = product
        imei = product.identity.imei
    }
}

/// The two clocks of a module: the monotonic one, which only goes on, and the calendar, which can be set.
package final class ModuleClock: HostClock {
    /// Seconds since the module was made.
    package internal(set) var now = 0.0
    /// Seconds since 1970 when the calendar was last set, and the other clock at that moment.
    private var origin: (unixTime: Int64, now: Double)

    init(unixTime: Int64) { origin = (unixTime, 0) }

    /// Seconds since 1970-01-01T00:00:00Z; set by `+CCLK` and by the network. At its end the calendar stands still.
    package var unixTime: Int64 {
        get { origin.unixTime.addingSaturated(Int64(saturating: (now - origin.now).rounded(.down))) }
        set { origin = (newValue, now) }
    }

    /// Seconds since the module was made.
    package var uptime: Double { now }
}

/// How the time of a module follows real time: at the same speed, or at a multiple of it.
package struct ModulePace: Hashable, Sendable {
    /// Seconds of the module in a second of reality.
    package let speed: Double
    private var realOrigin: Double
    private var moduleOrigin: Double

    /// - Parameters:
    ///   - speed: greater than 0.
    ///   - real: seconds on a monotonic clock of the machine, now.
    ///   - module: seconds on the module's clock, now.
    package init(speed: Double = 1, real: Double, module: Double) {
        precondition(speed > 0, "time goes on")
        self.speed = speed
        realOrigin = real
        moduleOrigin = module
    }

    /// What the module's clock shows at a moment of reality.
    package func moduleTime(at real: Double) -> Double { moduleOrigin + (real - realOrigin) * speed }

    /// When the module's clock shows a time.
    package func realTime(of module: Double) -> Double { realOrigin + (module - moduleOrigin) / speed }

    /// Lets a boot come to its end at once: its time passes for the module, and neither in reality nor on the module's
    /// calendar.
    package mutating func skipBoot(of module: Module, at real: Double) {
        guard module.isBooting else { return }
        let calendar = module.unixTime
        module.finishBoot()
        module.unixTime = calendar
        realOrigin = real
        moduleOrigin = module.now
    }
}

/// Why a module restarts.
package enum RestartReason: Hashable, Sendable {
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
    package var description: String {
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
