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
        /// `do write /3300/0/5700 21.5`: a line is carried out as at the prompt of the module, verbs or AT commands.
        case perform(String)
        /// `answer 2.04*`: a line of the answer to the last `do` or `load` is so, but for its blanks.
        case answer(String)
        /// `told +ULWM2MNOTIFY: text within 5s`: the module sends such a URC, or has sent it since the last one that
        /// was told.
        case told(String, within: Double)
        /// `load object_x.lua`, and the lines of the file, each after `| `: one more Object.
        case load(name: String, content: [UInt8])
        /// `pass 5s`: that much of the module's time passes at once.
        case pass(Double)
        /// `speed 60`: the module's time goes that many times as fast.
        case speed(Double)
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
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }
        for (index, line) in lines.enumerated() {
            if line.utf8.first == UInt8(ascii: "|") {
                try addLine(line, number: index + 1)
                continue
            }
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" }).map(String.init)
            guard let verb = words.first, !verb.hasPrefix("#") else { continue }
            guard let step = Self.step(verb, Array(words.dropFirst()), line) else {
                throw ScenarioError(line: index + 1, "'\(line)' is not a step: \(Self.form(of: verb))")
            }
            entries.append(Entry(line: index + 1, step: step))
        }
        guard !entries.isEmpty else { throw ScenarioError(line: 1, "there is no step") }
    }

    /// Whether it is for a host: it expects something of one, or does nothing itself.
    package var hasHost: Bool {
        var isBusy = false
        for entry in entries {
            switch entry.step {
            case .expect, .never: return true
            case .perform, .load, .pass: isBusy = true
            default: break
            }
        }
        return !isBusy
    }

    /// A line of the file that the last step loads.
    private mutating func addLine(_ line: Substring, number: Int) throws(ScenarioError) {
        guard let last = entries.last, case .load(let name, var content) = last.step else {
            throw ScenarioError(line: number, "a line of a file, after |, stands below 'load NAME'")
        }
        let text = line.utf8.dropFirst()
        content += text.first == UInt8(ascii: " ") ? text.dropFirst() : text
        content.append(10)
        entries[entries.count - 1].step = .load(name: name, content: content)
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
            return .urc(rest(line, after: verb))
        case "network":
            guard words.count == 1, ["lost", "home", "roaming"].contains(words[0]) else { return nil }
            return .network(isOutOfReach: words[0] == "lost", isRoaming: words[0] == "roaming")
        case "reset": return words.isEmpty ? .reset : nil
        case "power":
            guard words.count == 1, words[0] == "lost" || words[0] == "on" else { return nil }
            return .power(isOn: words[0] == "on")
        case "do": return words.isEmpty ? nil : .perform(rest(line, after: verb))
        case "answer": return words.isEmpty ? nil : .answer(words.joined(separator: " "))
        case "told":
            guard words.count >= 3, words[words.count - 2] == "within", let limit = seconds(words[words.count - 1])
            else { return nil }
            return .told(words.dropLast(2).joined(separator: " "), within: limit)
        case "load": return words.count == 1 && isName(words[0]) ? .load(name: words[0], content: []) : nil
        case "pass": return words.count == 1 ? seconds(words[0]).map { .pass($0) } : nil
        case "speed":
            guard words.count == 1, let speed = Double(words[0]), (0.001...100_000).contains(speed) else { return nil }
            return .speed(speed)
        default: return nil
        }
    }

    /// The text after a verb; blanks within it are part of it.
    private static func rest(_ line: Substring, after verb: String) -> String {
        let text = line.drop { $0 == " " || $0 == "\t" }.dropFirst(verb.count).drop { $0 == " " || $0 == "\t" }
        return String(text.last == "\r" ? text.dropLast() : text)
    }

    /// Whether a text is the plain name of a script, which leads to no other folder.
    private static func isName(_ text: String) -> Bool {
        text.hasSuffix(".lua") && !text.hasPrefix(".") && text.utf8.count <= 100
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte | 32) || "._-".utf8.contains(byte)
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
        case "do": "do LINE"
        case "answer": "answer PATTERN"
        case "told": "told PATTERN within TIME"
        case "load": "load NAME.lua, and below it the lines of the file, each after '| '"
        case "pass": "pass TIME"
        case "speed": "speed N, from 0.001 to 100000"
        default:
            "wait, expect, never, refuse, urc, network, reset, power, silence, do, answer, told, load, pass and speed are"
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

    /// The same for a line that people read: blanks that stand together are one.
    init(collapsing text: String) { self.init(Self.collapsed(text)) }

    /// A text with one blank in the place of several, and none at its ends.
    static func collapsed(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }

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
