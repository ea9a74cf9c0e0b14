/// What happens to a module and what its host must do, in order: a script for testing host firmware.
///
/// One step per line; `#` begins a comment. A step waits for the previous one.
package struct Scenario: Hashable, Sendable {
    /// One step.
    package enum Step: Hashable, Sendable {
        /// `wait 5s`: time passes.
        case wait(Double)
        /// `expect AT+CGMM within 10s`: the host sends a line that fits the pattern.
        case expect(String, within: Double)
        /// `never AT+CFUN=16`: from here on the host must not send such a line.
        case never(String)
        /// `refuse +COPS 2 times`: the command is refused that many times.
        case refuse(String, times: Int)
        /// `urc +ULWM2MNOTIFY: text`.
        case urc(String)
        /// `network lost`, `network home`, `network roaming`.
        case network(isOutOfReach: Bool, isRoaming: Bool)
        /// `reset`: as if caused by a fault of the module, without a command.
        case reset
        /// `power lost` and `power on`.
        case power(isOn: Bool)
        /// `silence 3s`: the module accepts commands but answers late.
        case silence(Double)
    }

    /// A step with its line number in the file, from 1.
    package struct Entry: Hashable, Sendable {
        /// From 1.
        package var line: Int
        /// What to do.
        package var step: Step
    }

    /// The steps, in order.
    package private(set) var entries: [Entry] = []

    /// Reads a file.
    ///
    /// - throws: for a line that is not a step, with its number.
    package init(parsing text: String) throws(ScenarioError) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" }).map(String.init)
            guard let verb = words.first, !verb.hasPrefix("#") else { continue }
            guard let step = Self.step(verb, Array(words.dropFirst()), line) else {
                throw ScenarioError(line: index + 1, "'\(line)' is not a step: \(Self.form(of: verb))")
            }
            entries.append(Entry(line: index + 1, step: step))
        }
        guard !entries.isEmpty else { throw ScenarioError(line: 1, "there is no step") }
    }

    private static func step(_ verb: String, _ words: [String], _ line: Substring) -> Step? {
        switch verb {
        case "wait": return words.count == 1 ? seconds(words[0]).map { .wait($0) } : nil
        case "silence": return words.count == 1 ? seconds(words[0]).map { .silence($0) } : nil
        case "expect":
            guard words.count >= 3, words[words.count - 2] == "within", let limit = seconds(words[words.count - 1])
            else { return nil }
            return .expect(words.dropLast(2).joined(separator: " "), within: limit)
        case "never": return words.isEmpty ? nil : .never(words.joined(separator: " "))
        case "refuse":
            guard words.count == 1 || (words.count == 3 && words[2] == "times"), words[0].hasPrefix("+") else {
                return nil
            }
            guard let times = words.count == 1 ? 1 : Int(words[1]), times > 0 else { return nil }
            return .refuse(words[0].uppercased(), times: times)
        case "urc":
            guard !words.isEmpty else { return nil }
            // Blanks within the text are part of it.
            let text = line.drop { $0 == " " || $0 == "\t" }.dropFirst(verb.count).drop { $0 == " " || $0 == "\t" }
            return .urc(String(text.last == "\r" ? text.dropLast() : text))
        case "network":
            guard words.count == 1, ["lost", "home", "roaming"].contains(words[0]) else { return nil }
            return .network(isOutOfReach: words[0] == "lost", isRoaming: words[0] == "roaming")
        case "reset": return words.isEmpty ? .reset : nil
        case "power":
            guard words.count == 1, words[0] == "lost" || words[0] == "on" else { return nil }
            return .power(isOn: words[0] == "on")
        default: return nil
        }
    }

    /// `5`, `5s`, `500ms`: at most a day.
    private static func seconds(_ text: String) -> Double? {
        let isMilliseconds = text.hasSuffix("ms")
        let digits = isMilliseconds ? text.dropLast(2) : text.hasSuffix("s") ? text.dropLast() : text[...]
        guard let number = Double(digits), number >= 0, number <= 86_400_000 else { return nil }
        let seconds = isMilliseconds ? number / 1000 : number
        return seconds <= 86_400 ? seconds : nil
    }

    private static func form(of verb: String) -> String {
        switch verb {
        case "wait": "wait TIME"
        case "silence": "silence TIME"
        case "expect": "expect PATTERN within TIME"
        case "never": "never PATTERN"
        case "refuse": "refuse +COMMAND [N times]"
        case "urc": "urc TEXT"
        case "network": "network lost, home or roaming"
        case "reset": "reset alone"
        case "power": "power lost or on"
        default: "wait, expect, never, refuse, urc, network, reset, power and silence are"
        }
    }
}

/// Why a file is not a scenario.
package struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    package var line: Int
    /// Why, for people.
    package var message: String

    init(line: Int, _ message: String) {
        self.line = line
        self.message = message
    }

    /// `line 3: ...`.
    package var description: String { "line \(line): \(message)" }
}

/// What a host's command line must look like: the text itself, in upper or lower case, with `*` for anything.
struct LinePattern: Hashable {
    private let parts: [[UInt8]]

    init(_ text: String) {
        parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { part in
            part.map(ATLine.upper)
        }
    }

    /// Whether a line matches from its first to its last character.
    func fits(_ line: String) -> Bool {
        let line = line.utf8.map(ATLine.upper)
        guard parts.count > 1 else { return line == parts[0] }
        guard line.starts(with: parts[0]), line.count >= parts[0].count + parts[parts.count - 1].count,
            line.reversed().starts(with: parts[parts.count - 1].reversed())
        else { return false }
        var rest = line[parts[0].count..<(line.count - parts[parts.count - 1].count)]
        for part in parts[1..<(parts.count - 1)] {
            guard let place = Self.first(part, in: rest) else { return false }
            rest = rest[(place + part.count)...]
        }
        return true
    }

    private static func first(_ part: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
        guard !part.isEmpty else { return line.startIndex }
        return line.indices.first { line[$0...].starts(with: part) }
    }
}
