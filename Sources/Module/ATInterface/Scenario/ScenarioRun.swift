import Emulator
import Wording

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
    private let prompt: (any ScenarioPrompt)?
    /// The answer to the last `do` or `load`; nil while it is expected.
    private var answer: ScenarioAnswer? = ScenarioAnswer()
    /// What the module has sent by itself and nobody was told of, the oldest first.
    private var urcs: [String] = []
    private var isGoingOn = false
    private var next = 0
    /// Until when the current step waits.
    private var deadline: Double?
    private var forbidden: [(line: Int, text: String, pattern: LinePattern)] = []
    private var lastCommand = "nothing"

    private static let mostURCs = 1000
    /// Seconds for an answer; what AT commands do with a network takes up to three minutes.
    private static let secondsToAnswer = 200.0

    /// Runs the scenario on a module from now on.
    ///
    /// - Parameter prompt: carries out what the scenario does itself; nil if it may do nothing.
    package init(_ scenario: Scenario, on module: ATModule, prompt: (any ScenarioPrompt)? = nil) {
        self.scenario = scenario
        self.module = module
        self.prompt = prompt
    }

    /// When it next proceeds by time alone; nil if it does not.
    package var nextDeadline: Double? { verdict == .running ? deadline : nil }

    /// Begins, and proceeds as far as possible.
    package func start(at time: Double) { goOn(at: time) }

    /// Lets time pass.
    package func advance(to time: Double) {
        guard verdict == .running, let deadline, deadline <= time else { return }
        let entry = scenario.entries[next]
        switch entry.step {
        case .expect(let pattern, let limit):
            fail(
                entry,
                "the host did not send '\(pattern)' within \(Digits.brief(limit)) s; its last line was \(lastCommand)")
        case .told(let pattern, let limit):
            let last = urcs.last.map { "'\($0)'" } ?? "nothing"
            fail(
                entry,
                "the module did not send '\(pattern)' within \(Digits.brief(limit)) s; the last of what it sent since is \(last)"
            )
        case .perform(let line):
            fail(entry, "'\(line)' was not answered within \(Digits.brief(Self.secondsToAnswer)) s")
        default: finish(entry, at: time)
        }
    }

    /// The module sent something by itself.
    package func receiveURC(_ text: String) {
        if urcs.count >= 2 * Self.mostURCs { urcs.removeFirst(Self.mostURCs) }
        urcs.append(text)
    }

    /// Goes on if what a step waits for has happened meanwhile; called whenever time has passed for the module.
    package func continueIfAwaitedCame(at time: Double) {
        guard verdict == .running, !isGoingOn, next < scenario.entries.count else { return }
        let entry = scenario.entries[next]
        switch entry.step {
        case .told(let pattern, _): if takeURC(pattern) { finish(entry, at: time) }
        case .perform, .load:
            if deadline == nil { goOn(at: time) } else if isCarriedOut(entry) { finish(entry, at: time) }
        default: break
        }
    }

    private func fail(_ entry: Scenario.Entry, _ reason: String) { verdict = .failed(line: entry.line, reason: reason) }

    private func finish(_ entry: Scenario.Entry, at time: Double) {
        if case .wait = entry.step {} else { onStep?("line \(entry.line): done") }
        deadline = nil
        next += 1
        goOn(at: time)
    }

    private func takeURC(_ text: String) -> Bool {
        let pattern = LinePattern(collapsing: text)
        guard let index = urcs.firstIndex(where: { pattern.fits(LinePattern.collapsed($0)) }) else { return false }
        urcs.removeFirst(index + 1)
        return true
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
        isGoingOn = true
        defer { isGoingOn = false }
        while verdict == .running, next < scenario.entries.count {
            let entry = scenario.entries[next]
            guard perform(entry, at: time) else { return }
            onStep?("line \(entry.line): done")
            deadline = nil
            next += 1
        }
        if verdict == .running { verdict = .passed }
    }

    /// Performs a step; returns whether it is done already.
    private func perform(_ entry: Scenario.Entry, at time: Double) -> Bool {
        switch entry.step {
        case .wait(let seconds):
            deadline = time + seconds
            return false
        case .expect(_, let limit):
            deadline = time + limit
            return false
        case .told(let pattern, let limit):
            deadline = time + limit
            return takeURC(pattern)
        case .never(let text): forbidden.append((entry.line, text, LinePattern(text)))
        case .refuse(let name, let times): module.refuse(name, times: times)
        case .urc(let text): module.raise(text)
        case .network(let isOutOfReach, let isRoaming):
            module.setCoverage(isOutOfReach: isOutOfReach, isRoaming: isRoaming)
        case .reset: module.device.reset()
        case .power(let isOn): if isOn { module.device.powerOn() } else { module.device.losePower() }
        case .silence(let seconds): module.hold(forSeconds: seconds)
        case .answer(let text): return check(text, entry)
        case .perform, .load, .pass, .speed: return ask(entry, at: time)
        }
        return true
    }

    /// Has a step carried out at the prompt, if the module is not just booting.
    private func ask(_ entry: Scenario.Entry, at time: Double) -> Bool {
        guard let prompt else {
            fail(entry, "there is no prompt that could carry this out")
            return false
        }
        switch entry.step {
        case .pass(let seconds): prompt.pass(seconds)
        case .speed(let speed): prompt.setSpeed(speed)
        case .load(let name, let content):
            if module.device.isBooting { return false }
            answer = prompt.load(name, content)
            return isCarriedOut(entry)
        case .perform(let line):
            if module.device.isBooting { return false }
            deadline = time + Self.secondsToAnswer
            answer = nil
            prompt.carryOut(line) { [weak self] answer in self?.answer = answer }
            return isCarriedOut(entry)
        default: break
        }
        return true
    }

    /// Whether a step is answered; a failure that no `answer` below it expects is one of the scenario.
    private func isCarriedOut(_ entry: Scenario.Entry) -> Bool {
        guard let answer else { return false }
        guard let failure = answer.failure else { return true }
        let following = scenario.entries.dropFirst(next + 1).first?.step
        if case .answer? = following { return true }
        fail(entry, "it was not carried out: \(failure)")
        return false
    }

    private func check(_ text: String, _ entry: Scenario.Entry) -> Bool {
        let pattern = LinePattern(collapsing: text)
        let lines = (answer?.lines ?? []).map { LinePattern.collapsed($0) }
        if lines.contains(where: { pattern.fits($0) }) { return true }
        let shown = lines.prefix(3).joined(separator: "' '")
        fail(entry, "the answer is not '\(text)' but " + (lines.isEmpty ? "nothing" : "'\(shown)'"))
        return false
    }
}

/// What a scenario does itself, as a person at the prompt of the module.
package protocol ScenarioPrompt: AnyObject {
    /// Carries out a line, and passes on the answer: at once, or as soon as it is there.
    func carryOut(_ line: String, answer: @escaping (ScenarioAnswer) -> Void)
    /// Loads one more Object; returns what became of it.
    func load(_ name: String, _ content: [UInt8]) -> ScenarioAnswer
    /// Lets seconds of the module's time pass at once.
    func pass(_ seconds: Double)
    /// Lets the module's time go at another speed.
    func setSpeed(_ speed: Double)
}

/// The answer to what a scenario does itself.
package struct ScenarioAnswer: Hashable, Sendable {
    package var lines: [String]
    /// The first line that says that something was refused, failed or was not understood; nil if none does.
    package var failure: String?

    package init(_ lines: [String] = [], failure: String? = nil) { (self.lines, self.failure) = (lines, failure) }
}
