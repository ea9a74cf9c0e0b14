import Emulator
import Moments

/// A running scenario: performs the steps and watches what the host sends.
///
/// Its times are real seconds, because they measure the behaviour of the host.
package final class ScenarioRun {
    /// The state of the scenario.
    package enum Verdict: Hashable, Sendable {
        case running
        case passed
        /// The host misbehaved.
        case failed(line: Int, reason: String)
    }

    /// The verdict so far.
    package private(set) var verdict = Verdict.running
    /// Called with each step when it is done, `line 3: urc +ULWM2MNOTIFY: x`.
    package var onStep: ((String) -> Void)?

    private let scenario: Scenario
    private let module: ATModule
    private var next = 0
    /// Until when the current step waits.
    private var deadline: Double?
    private var forbidden: [(line: Int, text: String, pattern: LinePattern)] = []
    private var lastCommand = "nothing"

    /// Runs the scenario on a module from now on.
    package init(_ scenario: Scenario, on module: ATModule) {
        self.scenario = scenario
        self.module = module
    }

    /// When it next proceeds by time alone; nil if it does not.
    package var nextDeadline: Double? { verdict == .running ? deadline : nil }

    /// Begins, and proceeds as far as possible.
    package func start(at time: Double) { goOn(at: time) }

    /// Lets time pass.
    package func advance(to time: Double) {
        guard verdict == .running, let deadline, deadline <= time else { return }
        let entry = scenario.entries[next]
        if case .expect(let pattern, let limit) = entry.step {
            let seconds = limit == limit.rounded() ? "\(Int(saturating: limit))" : "\(limit)"
            verdict = .failed(
                line: entry.line,
                reason: "the host did not send '\(pattern)' within \(seconds) s; its last line was \(lastCommand)")
            return
        }
        self.deadline = nil
        next += 1
        goOn(at: time)
    }

    /// The host sent a command line.
    package func receive(_ line: String, at time: Double) {
        guard verdict == .running else { return }
        lastCommand = "'\(line)'"
        if let broken = forbidden.first(where: { $0.pattern.fits(line) }) {
            verdict = .failed(line: broken.line, reason: "the host sent '\(line)', which '\(broken.text)' forbids")
            return
        }
        guard next < scenario.entries.count, case .expect(let pattern, _) = scenario.entries[next].step,
            deadline != nil, LinePattern(pattern).fits(line)
        else { return }
        onStep?("line \(scenario.entries[next].line): the host sent '\(line)'")
        deadline = nil
        next += 1
        goOn(at: time)
    }

    private func goOn(at time: Double) {
        while next < scenario.entries.count {
            let entry = scenario.entries[next]
            switch entry.step {
            case .wait(let seconds):
                deadline = time + seconds
                return
            case .expect(_, let limit):
                deadline = time + limit
                return
            case .never(let text): forbidden.append((entry.line, text, LinePattern(text)))
            case .refuse(let name, let times): module.refuse(name, times: times)
            case .urc(let text): module.raise(text)
            case .network(let isOutOfReach, let isRoaming):
                module.setCoverage(isOutOfReach: isOutOfReach, isRoaming: isRoaming)
            case .reset: module.device.reset()
            case .power(let isOn): if isOn { module.device.powerOn() } else { module.device.losePower() }
            case .silence(let seconds): module.hold(forSeconds: seconds)
            }
            onStep?("line \(entry.line): done")
            next += 1
        }
        verdict = .passed
    }
}
