package import Lua
import Moments
package import ObjectHost
package import Products
package import Storage

/// The configuration from which a module is created.
package struct ModuleConfiguration {
    /// Which of the program's own Objects are served.
    package enum BuiltIns: Hashable, Sendable {
        /// Those that the product has under the operator profile, with the Resources it has there.
        case product
        /// All of them, with all their Resources, regardless of the product: a bench.
        case all
        /// None: a bench for the Objects of a folder.
        case none
    }

    /// The product that the module is.
    package var product: Product
    /// What survives the process; nil if nothing does.
    package var flash: Flash?
    /// A folder, or a single file, with Objects in addition to those of the module. A file that cannot be loaded does
    /// not stop anything.
    package var folder: String?
    /// Which of the program's own Objects are served.
    package var builtIns = BuiltIns.product
    /// The initial state of a module that has not been set up.
    package var newModule = NewModule.factory
    /// The number of the operator profile; nil for that of the flash or, failing that, of the new module. A number that
    /// differs from the flash starts a new database.
    package var profile: Int?
    /// When changes are saved; nil to follow the product.
    package var commitPolicy: CommitPolicy?
    /// 15 digits.
    package var imei: String
    /// nil if there is no SIM in the module.
    package var sim: SIMCard? = .default
    /// What `lua_modem_get_carrier_id` returns; nil for the number of the active profile.
    package var carrierID: Int?
    /// The limits of each Lua state.
    package var limits = LuaLimits()
    /// What it has in common with other modules of its owner; nil for nothing.
    package var shared: SharedModules?
    /// Whether scripts may call `lua_send_urc` in both forms, whatever the product takes.
    package var takesEitherURCForm = false
    /// Receives each call of a script's functions; nil if not needed.
    package var trace: CallTrace?
    /// Prepares each Lua state before an Object is loaded into it.
    package var prepareScripts: ((LuaState) throws(LuaError) -> Void)?
    /// Whether a Write or a Create that a script refuses is undone; a real module does not do that.
    package var undoesRefusals = false
    /// The calendar clock when the module is created, in seconds since 1970.
    package var unixTime: Int64 = 1_735_689_600

    /// Whether the scripts of its modules are alike until they run: nothing prepares or traces those of one of them.
    var canShareScripts: Bool { shared != nil && prepareScripts == nil && trace == nil }

    /// A factory-new module, without a flash.
    package init(product: Product = .default) {
        self.product = product
        imei = product.identity.imei
    }
}

/// The two clocks of a module: the monotonic one, which only moves forward, and the calendar, which can be set.
package final class ModuleClock: HostClock {
    /// Seconds since the module was created.
    package internal(set) var now = 0.0
    /// Seconds since 1970 when the calendar was last set, and the monotonic clock at that moment.
    private var origin: (unixTime: Int64, now: Double)

    init(unixTime: Int64) { origin = (unixTime, 0) }

    /// Seconds since 1970-01-01T00:00:00Z; set by `+CCLK` and by the network. At the end of its range the calendar
    /// stops.
    package var unixTime: Int64 {
        get { origin.unixTime.addingSaturated(Int64(saturating: (now - origin.now).rounded(.down))) }
        set { origin = (newValue, now) }
    }

    /// Seconds since the module was created.
    package var uptime: Double { now }
}

/// How the module's time follows real time: at the same speed, or at a multiple of it.
package struct ModulePace: Hashable, Sendable {
    /// Module seconds per real second.
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

    /// What the module's clock shows at a real time.
    package func moduleTime(at real: Double) -> Double { moduleOrigin + (real - realOrigin) * speed }

    /// The real time at which the module's clock shows a given time.
    package func realTime(of module: Double) -> Double { realOrigin + (module - moduleOrigin) / speed }

    /// Finishes a boot at once: its time passes for the module, but neither in reality nor on the module's calendar.
    package mutating func skipBoot(of module: Module, at real: Double) {
        guard module.isBooting else { return }
        module.finishBootAtOnce()
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
    /// New firmware is about to be installed.
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
