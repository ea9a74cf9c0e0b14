package import Emulator
package import JSON
import Wording

/// The commands of a recording, carried out by an emulated module, and where it answers otherwise.
package struct RecordingComparison: Hashable, Sendable {
    /// A command that the emulated module answers otherwise.
    package struct Difference: Hashable, Sendable {
        /// The line of the file where the command stands, from 1.
        package var place: Int
        package var command: String
        package var recorded: [String]
        package var emulated: [String]
        /// Why the emulated module refused it; nil if it did not.
        package var reason: String?
        /// What differs.
        package var kind = Kind.answer

        /// The parts of a conversation that are compared.
        package enum Kind: String, Hashable, Sendable { case answer, urcs, time }
    }

    /// The name of the product.
    package var product: String
    /// Commands that were compared.
    package var compared = 0
    package var differences: [Difference] = []
    /// Answers that are the same but for what changes from moment to moment, by what that is.
    package var volatile: [String: Int] = [:]
    /// Commands that were not compared, with the reason.
    package var skipped: [(place: Int, command: String, why: String)] { skips.map { ($0.place, $0.command, $0.why) } }
    private var skips: [Skip] = []
    /// What the recording proves of the product where it says otherwise.
    package var facts: [ProvenFact] = []

    private struct Skip: Hashable, Sendable {
        var place: Int
        var command: String
        var why: String
    }

    /// Compares; the emulated module is on and has booted.
    package init(_ recording: Recording, with module: Module, named product: String) {
        self.product = product
        let emulated = EmulatedAnswers(module)
        let steps = RecordedStep.steps(of: recording).filter { !$0.command.isEmpty }
        var lists: [Int: String] = [:]
        /// The step before, with the URCs that the emulated module sent after it.
        var previous: (step: RecordedStep, urcs: [String])?
        for step in steps {
            if step.isHidden {
                skips.append(Skip(place: step.place, command: step.command, why: "its keys were not recorded"))
                // What the module said after it has nothing to be held against.
                let earlier = emulated.listen(until: step.time)
                if let previous { compareURCs(previous.step, previous.urcs + earlier) }
                previous = nil
                continue
            }
            let answer = emulated.ask(step.command, data: step.data, at: step.time)
            if let previous { compareURCs(previous.step, previous.urcs + answer.earlier) }
            previous = (step, answer.urcs)
            if step.hidesAnswer {
                skips.append(Skip(place: step.place, command: step.command, why: "its answer was not recorded"))
                continue
            }
            if step.command.uppercased().hasPrefix("AT+ULWM2MLIST") { lists[step.place] = answer.lines.first }
            compare(step, answer)
        }
        if let previous { compareURCs(previous.step, previous.urcs + emulated.listen(until: recording.duration)) }
        facts = ProvenFact.facts(in: steps, of: module.product, lists: lists)
    }

    /// URCs that came within or after the answer to a command, until the next one.
    private mutating func compareURCs(_ step: RecordedStep, _ emulated: [String]) {
        let within = step.lines.filter { $0.hasPrefix("+") && !isOwn($0, step.command) }
        let (recorded, emulated) = (RecordedURCs.told(within + step.urcs), RecordedURCs.told(emulated))
        guard recorded != emulated else { return }
        differences.append(
            Difference(
                place: step.place, command: step.command, recorded: recorded, emulated: emulated, kind: .urcs))
    }

    private mutating func compareTimes(_ step: RecordedStep, _ answer: EmulatedAnswers.Answer) {
        guard WaitingTime.differ(step.duration, answer.duration) else { return }
        differences.append(
            Difference(
                place: step.place, command: step.command, recorded: [WaitingTime(step.duration).rawValue],
                emulated: [WaitingTime(answer.duration).rawValue], kind: .time))
    }

    private mutating func compare(_ step: RecordedStep, _ answer: EmulatedAnswers.Answer) {
        compared += 1
        // URCs may come within an answer.
        let names = step.lines.filter { isOwn($0, step.command) || !$0.hasPrefix("+") }
        let lines = answer.lines.filter { $0 != ">" }
        let recorded = names.filter { $0 != ">" && $0 != "@" }
        var reasons: Set<String> = []
        var isSame = recorded.count == lines.count
        if isSame {
            for (left, right) in zip(recorded, lines) where left != right {
                guard !Self.isSameResult(left, right) else { continue }
                guard let why = VolatileFields.reason(for: step.command, left, right) else {
                    isSame = false
                    break
                }
                reasons.insert(why)
            }
        }
        guard isSame else {
            differences.append(
                Difference(
                    place: step.place, command: step.command, recorded: recorded, emulated: lines,
                    reason: answer.reason))
            return
        }
        for reason in reasons { volatile[reason, default: 0] += 1 }
        compareTimes(step, answer)
    }

    /// Whether a line with a name belongs to the command, and is no URC.
    private func isOwn(_ line: String, _ command: String) -> Bool {
        guard let name = line.split(separator: ":").first else { return false }
        return command.uppercased().contains(name) || name.hasPrefix("+CM")
    }

    /// Both are refusals in the same form; the blank in `+CME ERROR: ` is no fact.
    private static func isSameResult(_ left: String, _ right: String) -> Bool {
        left.hasPrefix("+CM") && left.filter { $0 != " " } == right.filter { $0 != " " }
    }
}

extension RecordingComparison {
    /// For people: each difference, what was left out, and the counts.
    package var text: String {
        var lines: [String] = []
        for difference in differences {
            let what =
                switch difference.kind {
                case .answer: ""
                case .urcs: ", URCs"
                case .time: ", time of the answer"
                }
            lines.append("line \(difference.place): \(Printable.escaped(difference.command))\(what)")
            lines += difference.recorded.map { "  - \(Printable.escaped($0))" }
            if difference.recorded.isEmpty { lines.append("  - (\(difference.kind == .urcs ? "none" : "no answer"))") }
            lines += difference.emulated.map { "  + \(Printable.escaped($0))" }
            if difference.emulated.isEmpty { lines.append("  + (\(difference.kind == .urcs ? "none" : "no answer"))") }
            if let reason = difference.reason { lines.append("    \(Printable.escaped(reason))") }
        }
        for skip in skips {
            lines.append("line \(skip.place): not compared, \(skip.why): \(Printable.escaped(skip.command))")
        }
        for (why, count) in volatile.sorted(by: { $0.key < $1.key }) {
            lines.append("\(count) \(count == 1 ? "answer is" : "answers are") the same but for \(why)")
        }
        let otherwise = differences.count { $0.kind == .answer }
        var summary =
            "\(compared) commands on \(product): \(compared - otherwise) the same, \(otherwise) answered otherwise"
        let (urcs, times) = (differences.count { $0.kind == .urcs }, differences.count { $0.kind == .time })
        if urcs > 0 { summary += ", \(urcs) with other URCs" }
        if times > 0 { summary += ", \(times) at another time" }
        lines.append(summary)
        return lines.joined(separator: "\n")
    }

    /// For programs.
    package var json: JSONValue {
        .members([
            "product": .string(product), "compared": .integer(Int64(compared)),
            "differences": .array(
                differences.map { difference in
                    .members([
                        "line": .integer(Int64(difference.place)), "command": .string(difference.command),
                        "what": .string(difference.kind.rawValue),
                        "recorded": .array(difference.recorded.map(JSONValue.string)),
                        "emulated": .array(difference.emulated.map(JSONValue.string)),
                        "reason": difference.reason.map(JSONValue.string),
                    ])
                }),
            "skipped": .array(
                skips.map { skip in
                    .members([
                        "line": .integer(Int64(skip.place)), "command": .string(skip.command), "why": .string(skip.why),
                    ])
                }),
            "volatile": .object(
                volatile.sorted { $0.key < $1.key }.map { JSONMember(name: $0.key, value: .integer(Int64($0.value))) }),
            "facts": .array(facts.map(\.json)),
        ])
    }
}
