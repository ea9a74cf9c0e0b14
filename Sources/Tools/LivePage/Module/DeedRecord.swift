import ATInterface
package import Console
package import LwM2M

/// What people did to a module on its pages, as a scenario that does it again and compares the answers.
///
/// Nothing of Object 0's keys is in it: a line that may bring one is left out, and a remark says so.
package struct DeedRecord {
    private enum Step {
        /// A line of a scenario, with the seconds of the module's clock before and after it.
        case deed(String, from: Double, to: Double)
        /// What belongs to the line before it.
        case note(String)
        /// The lines of a host, which a replay waits for.
        case host(String, at: Double)
        /// How many seconds of the module pass in one here; only a host feels it.
        case speed(Double)
    }

    /// How a module is made that is as this one was, for `xlwm2m scenario`.
    package struct Beginning {
        /// The options, each a word that needs no quotes.
        package var options: [String] = []
        /// What is done first.
        package var lines: [String] = []
        /// Seconds of the module in one here.
        package var speed = 1.0

        package init() {}
    }

    private var steps: [Step] = []
    private var bytes = 0
    private var requester = Requester.host
    /// What the scripts have sent since the last deed.
    private var urcs: [String] = []
    private static let mostBytes = 4 << 20
    private static let shortestPause = 0.05
    private static let mostAnswers = 40

    package init() {}

    /// A command that was carried out.
    ///
    /// - Parameters:
    ///   - requester: who asked.
    ///   - isSafe: whether it is written without keys that it brings.
    ///   - from: when it began, on the module's clock; `to` is when it was done.
    package mutating func add(
        _ command: String, _ outcome: ConsoleOutcome, as requester: Requester, from: Double, to: Double
    ) {
        switch outcome {
        case .help, .events, .products, .quit: return
        default: break
        }
        guard !ConsoleSession.holdsKeys(command), !command.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
            return leaveOut(command.split(separator: " ").prefix(2).joined(separator: " "))
        }
        if case .requester(let new, _) = outcome {
            self.requester = new
        } else if requester != self.requester {
            self.requester = requester
            append(.deed("do as \(requester.word)", from: from, to: from))
        }
        append(.deed("do \(command)", from: from, to: to))
        for pattern in Self.patterns(outcome).prefix(Self.mostAnswers) { append(.note("answer \(pattern)")) }
        tellURCs()
    }

    /// An AT line of the page's own, with its answer; none if that came later.
    package mutating func add(line: String, withoutKeys: String, answer: [String], from: Double, to: Double) {
        guard line == withoutKeys, !line.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
            return leaveOut(withoutKeys)
        }
        append(.deed("do \(line)", from: from, to: to))
        if let last = answer.last {
            if last != ">", !last.isEmpty { append(.note("answer \(last)")) }
        } else {
            // Whatever came later is no fault of the scenario.
            append(.note("answer *"))
        }
        tellURCs()
    }

    /// An AT line that a host sent at a port of its own.
    package mutating func add(hostLine: String, at time: Double) {
        tellURCs()
        append(.host("expect \(Self.withoutNotice(hostLine)) within 60s", at: time))
    }

    /// A file that was dropped and loaded, with what became of it.
    package mutating func add(file name: String, _ content: [UInt8], outcome: String, at time: Double) {
        guard let text = String(validating: content, as: UTF8.self), bytes + content.count <= Self.mostBytes else {
            return leaveOut("the file \(name)")
        }
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map {
            "| " + String(Substring($0))
        }
        append(
            .deed(
                "load \(name)\n" + (lines.last == "| " ? lines.dropLast() : lines[...]).joined(separator: "\n"),
                from: time, to: time))
        append(.note("answer \(outcome)"))
        tellURCs()
    }

    /// Seconds of the module's time that passed at once.
    package mutating func add(step seconds: Double, from: Double, to: Double) {
        append(.deed("pass \(seconds)s", from: from, to: to))
        tellURCs()
    }

    /// Another speed of the module's time.
    package mutating func add(speed: Double) { append(.speed(speed)) }

    /// What a script sent.
    package mutating func add(urc: String) {
        guard urc.hasPrefix("+ULWM2MNOTIFY"), urcs.count < 1000 else { return }
        urcs.append(urc)
    }

    /// Ends what belongs to the last deed: to be called before the next one is carried out.
    package mutating func tellURCs() {
        for urc in urcs { append(.note("told \(urc) within 10s")) }
        urcs = []
    }

    private mutating func leaveOut(_ what: String) {
        append(.note("# left out, because it may hold keys or cannot be written: \(what)"))
    }

    private mutating func append(_ step: Step) {
        // Without its beginning nothing of it could be done again.
        guard bytes < Self.mostBytes else { return }
        if case .deed(let text, _, _) = step { bytes += text.utf8.count }
        bytes += 100
        steps.append(step)
        if bytes >= Self.mostBytes { steps.append(.note("# what was done then is not kept")) }
    }

    /// The scenario.
    ///
    /// - Parameter program: its name and version.
    package func text(_ beginning: Beginning, program: String) -> String {
        var copy = self
        copy.tellURCs()
        return copy.lines(beginning, program: program).joined(separator: "\n") + "\n"
    }

    private func lines(_ beginning: Beginning, program: String) -> [String] {
        var lines = [
            "# What was done on the page of \(program), to be done again:",
            "#   xlwm2m scenario \((beginning.options + ["FILE"]).joined(separator: " "))",
        ]
        lines += beginning.lines.map { "do \($0)" }
        let hasHost = steps.contains { step in if case .host = step { true } else { false } }
        var speed = beginning.speed
        if hasHost, speed != 1 { lines.append("speed \(speed)") }
        var last: Double?
        for step in steps {
            switch step {
            case .note(let text): lines.append(text)
            case .speed(let new):
                speed = new
                if hasHost { lines.append("speed \(new)") }
            case .host(let text, let time):
                lines.append(text)
                last = time
            case .deed(let text, let from, let to):
                if let last, from - last >= Self.shortestPause { lines.append(Self.pause(from - last, hasHost, speed)) }
                lines.append(text)
                last = to
            }
        }
        return lines
    }

    /// With a host time is real; without one it need not be waited for.
    private static func pause(_ seconds: Double, _ hasHost: Bool, _ speed: Double) -> String {
        let time = min(86_400, hasHost ? seconds / speed : seconds)
        return "\(hasHost ? "wait" : "pass") \((time * 1000).rounded() / 1000)s"
    }

    /// What a line of the answer is like each time: without what the module measures.
    private static func patterns(_ outcome: ConsoleOutcome) -> [String] {
        let lines = outcome.text.split(separator: "\n").map(String.init)
        switch outcome {
        case .malformed(let error): return ["*\(error.message)"]
        case .done, .refused, .requester, .set, .sim, .loads: return lines
        case .content(let path, _, _, _):
            // Those are the module's own: signal, battery, place, counters.
            guard let object = path.object, ![0, 3, 4, 6, 7].contains(object) else { return [] }
            return lines.filter { !$0.hasSuffix("(Time)") && !$0.hasSuffix(" Time") && !$0.hasPrefix("path ") }
        default: return []
        }
    }

    /// A host's line as a pattern.
    private static func withoutNotice(_ line: String) -> String {
        line.hasSuffix(HiddenKeys.words) ? String(line.dropLast(HiddenKeys.words.count)) + "*" : line
    }
}
