import Emulator
import ObjectHost

/// A life cycle on a virtual clock, with a note of each thing it asks for: `5.0 report 5,1`.
final class TimedLife {
    let clock = VirtualClock()
    var cycle: LifeCycle
    var hasDatabase: Bool
    /// What cannot be loaded.
    var badFile: String?
    private(set) var notes: [String] = []

    init(_ cycle: LifeCycle, hasDatabase: Bool) {
        self.cycle = cycle
        self.hasDatabase = hasDatabase
    }

    var now: Double { clock.uptime }

    func powerOn() { run(cycle.powerOn(at: now, hasDatabase: hasDatabase)) }

    /// Lets time pass, with all that comes due in it at its own moment.
    func wait(_ seconds: Double) {
        let end = now + seconds
        while let deadline = cycle.nextDeadline, deadline <= end {
            clock.advance(seconds: deadline - now)
            guard let effects = cycle.step(to: max(now, deadline)) else { break }
            run(effects)
        }
        clock.advance(seconds: end - now)
    }

    func run(_ effects: [LifeCycleEffect]) {
        for effect in effects {
            let time = (now * 10).rounded() / 10
            switch effect {
            case .report(let event): notes.append("\(time) \(event.line(of: cycle.product))")
            case .createDatabase:
                hasDatabase = true
                notes.append("\(time) create")
            case .removeDatabase:
                hasDatabase = false
                notes.append("\(time) remove")
            case .eraseFiles:
                hasDatabase = false
                notes.append("\(time) eraseFiles")
            default: notes.append("\(time) \(effect)")
            }
            if effect == .loadObjects, let badFile { run(cycle.loadFailed(file: badFile)) }
        }
    }

    /// The notes since the last call.
    func taken() -> [String] {
        defer { notes = [] }
        return notes
    }
}
