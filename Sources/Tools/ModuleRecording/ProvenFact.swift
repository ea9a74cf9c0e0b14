package import JSON
import Products
import RealModule
import Wording

/// A fact of a product that a recording proves, for a person to review: what the product says now, and what was recorded.
package struct ProvenFact: Hashable, Sendable {
    /// Where the product has it: `firmware.modem`, `timings.boot`.
    package var name: String
    /// What the product has now, as it stands in the source.
    package var current: String
    /// What was recorded.
    package var recorded: String
    /// The line of the file that proves it.
    package var place: Int
    /// What was done there.
    package var evidence: String

    /// The facts in some steps in which the recording differs from the product.
    ///
    /// - Parameter lists: what the emulated module answered to lists of its Objects, by the line of the command.
    static func facts(in steps: [RecordedStep], of product: Product, lists: [Int: String]) -> [ProvenFact] {
        var facts: [ProvenFact] = []
        func add(_ name: String, _ current: String, _ recorded: String, _ step: RecordedStep) {
            guard current != recorded, !facts.contains(where: { $0.name == name }) else { return }
            facts.append(
                ProvenFact(name: name, current: current, recorded: recorded, place: step.place, evidence: step.command))
        }
        for (index, step) in steps.enumerated() {
            guard step.lines.last == "OK" || step.command.uppercased().hasPrefix("AT+CFUN") else { continue }
            let first = step.lines.first ?? ""
            switch step.command.uppercased() {
            case "AT+CGMM", "AT+GMM": add("modelName", quoted(product.modelName), quoted(first), step)
            case "AT+CGMR", "AT+GMR", "ATI1": add("firmware.modem", quoted(product.firmware.modem), quoted(first), step)
            case "ATI9":
                let parts = first.split(separator: ",", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { continue }
                add("firmware.modem", quoted(product.firmware.modem), quoted(parts[0]), step)
                add("firmware.application", quoted(product.firmware.application), quoted(parts[1]), step)
            case "ATI0" where first.hasPrefix("SARA-") || first.hasPrefix("LEXI-"):
                add("orderingCodes[0]", quoted(product.orderingCodes[0]), quoted(first), step)
            case "AT+ULWM2MLIST?", #"AT+ULWM2MLIST="/""#:
                let recorded = ModuleSession.objects(in: first)
                let emulated = ModuleSession.objects(in: lists[step.place] ?? "")
                add(
                    Set(recorded) == Set(emulated) ? "order of Objects" : "objects", "\(emulated)", "\(recorded)", step)
            case "AT+ULWM2MCONFIG?":
                guard let colon = first.firstIndex(of: ":") else { continue }
                let count = first[colon...].split(separator: ",", omittingEmptySubsequences: false).count
                add("commands.configurationFields", "\(product.commands.configurationFields)", "\(count)", step)
            case "AT+CFUN=15", "AT+CFUN=16", "AT+CFUN=15,0", "AT+CFUN=16,0":
                if let (seconds, after) = boot(after: index, in: steps) {
                    add("timings.boot", "\(product.timings.boot)", seconds, after)
                }
            default: break
            }
            if step.command.uppercased().hasPrefix("AT+URDFILE"), let fact = fileFraming(step, product) {
                add(fact, step)
            }
        }
        return facts

        func add(_ fact: (String, String, String)?, _ step: RecordedStep) {
            if let fact { add(fact.0, fact.1, fact.2, step) }
        }
    }

    private static func quoted(_ text: String) -> String { "\"\(Printable.escaped(text, quote: true))\"" }

    /// Seconds from a reset until the module said something again.
    private static func boot(after index: Int, in steps: [RecordedStep]) -> (String, RecordedStep)? {
        let reset = steps[index]
        guard let end = reset.duration else { return nil }
        if let piece = reset.answer.first(where: { $0.delay > end + 1 }) { return (whole(piece.delay - end), reset) }
        // A host that asks again and again sees the first answer.
        guard let next = steps[(index + 1)...].first(where: { $0.duration != nil }), let delay = next.duration,
            next.place != steps[index + 1].place
        else { return nil }
        return (whole(next.time + delay - reset.time - end), next)
    }

    private static func whole(_ seconds: Double) -> String { "\(Int(seconds.rounded()))" }

    /// Whether CR LF or LF stands in front of the bytes of a file.
    private static func fileFraming(_ step: RecordedStep, _ product: Product) -> (String, String, String)? {
        let bytes = (step.answer + step.rest).flatMap(\.bytes)
        guard let start = Array("+URDFILE:".utf8).firstRange(in: bytes), start > 0 else { return nil }
        let isLineFeedAlone = bytes[start - 1] == 10 && (start < 2 || bytes[start - 2] != 13)
        guard isLineFeedAlone == product.group.isR5 else { return nil }
        return ("bytes in front of +URDFILE", product.group.isR5 ? "CR LF" : "LF", isLineFeedAlone ? "LF" : "CR LF")
    }

    package var json: JSONValue {
        .members([
            "name": .string(name), "current": .string(current), "recorded": .string(recorded),
            "line": .integer(Int64(place)), "command": .string(evidence),
        ])
    }
}

extension [UInt8] {
    /// Where these bytes first stand in others; nil if they do not.
    fileprivate func firstRange(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= count else { return nil }
        return (0...(bytes.count - count)).first { bytes[$0..<($0 + count)].elementsEqual(self) }
    }
}
