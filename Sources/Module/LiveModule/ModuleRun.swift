package import ATInterface
import Clocks
package import Emulator
package import Network

/// A module whose time advances with the machine's, and everything that must be notified when it does.
package final class ModuleRun {
    package let at: ATModule
    /// Called whenever time has passed: what the module has to send can be sent now.
    package var afterTime: [() -> Void] = []
    private var pace: ModulePace

    package var module: Module { at.device }

    /// - Parameter speed: the speed of the module's time.
    package convenience init(_ module: Module, speed: Double = 1) { self.init(ATModule(module), speed: speed) }

    /// The same for a module whose AT side already exists.
    package init(_ at: ATModule, speed: Double = 1) {
        self.at = at
        pace = ModulePace(speed: speed, real: MonotonicClock.now, module: at.device.now)
    }

    /// When something next happens in the module on its own, on the machine's monotonic clock; nil for never.
    package var nextDeadline: Double? { at.nextDeadline.map { pace.realTime(of: $0) } }

    /// A time on the module's clock, converted to the machine's monotonic clock.
    package func realTime(of time: Double) -> Double { pace.realTime(of: time) }

    /// How many seconds of the module pass in one of the machine.
    package var speed: Double { pace.speed }

    /// Lets the module's time go at another speed from now on.
    ///
    /// - Parameter speed: greater than 0.
    package func setSpeed(_ speed: Double) {
        catchUp()
        pace = ModulePace(speed: speed, real: MonotonicClock.now, module: module.now)
    }

    /// Lets some seconds of the module's time pass at once.
    package func step(_ seconds: Double) {
        catchUp()
        pace = ModulePace(speed: pace.speed, real: MonotonicClock.now, module: module.now + seconds)
        catchUp()
    }

    /// Lets the module's time continue from where it stopped, as if none had passed since.
    package func resume() { pace = ModulePace(speed: pace.speed, real: MonotonicClock.now, module: module.now) }

    /// Does what has become due in the meantime.
    package func catchUp() {
        at.advance(to: pace.moduleTime(at: MonotonicClock.now))
        for body in afterTime { body() }
    }

    /// Has a loop let the time pass from now on; the loop does not keep it.
    package func follow(_ loop: EventLoop) {
        loop.addDeadlines(next: { [unowned self] in nextDeadline }, advance: { [unowned self] _ in catchUp() })
    }

    /// Finishes a boot at once.
    package func skipBoot() {
        pace.skipBoot(of: module, at: MonotonicClock.now)
        catchUp()
    }
}
