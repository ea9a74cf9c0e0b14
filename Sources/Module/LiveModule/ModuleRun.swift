package import ATInterface
import Clocks
package import Emulator

/// A module whose time goes on with the machine's, and everyone who has to know that it did.
package final class ModuleRun {
    package let at: ATModule
    /// Called whenever time has passed: what the module has to say now can be sent.
    package var afterTime: [() -> Void] = []
    private var pace: ModulePace

    package var module: Module { at.device }

    /// - Parameter speed: of the module's time.
    package convenience init(_ module: Module, speed: Double = 1) { self.init(ATModule(module), speed: speed) }

    /// The same for a module whose AT side is there already.
    package init(_ at: ATModule, speed: Double = 1) {
        self.at = at
        pace = ModulePace(speed: speed, real: MonotonicClock.now, module: at.device.now)
    }

    /// When something happens in the module by itself, on the machine's monotonic clock; nil for never.
    package var nextDeadline: Double? { at.nextDeadline.map { pace.realTime(of: $0) } }

    /// The moment of a time of the module's, on the machine's monotonic clock.
    package func realTime(of time: Double) -> Double { pace.realTime(of: time) }

    /// Lets the module's time go on from where it stands, as if none had passed since.
    package func resume() { pace = ModulePace(speed: pace.speed, real: MonotonicClock.now, module: module.now) }

    /// Does what came due in the meantime.
    package func catchUp() {
        at.advance(to: pace.moduleTime(at: MonotonicClock.now))
        for body in afterTime { body() }
    }

    /// Lets a boot be over at once.
    package func skipBoot() {
        pace.skipBoot(of: module, at: MonotonicClock.now)
        catchUp()
    }
}
