import Wording

/// The options and arguments of one call, taken apart by its command's table.
struct Arguments {
    private var values: [String: [String]] = [:]
    /// What is not an option, in order.
    private(set) var positional: [String] = []

    /// Takes a command line apart: `--name value`, `--name=value`, `-o value`, `-ovalue`; `--` ends the options.
    ///
    /// - throws: a usage failure for an unknown option, a missing value, or one where none belongs.
    init(_ words: [String], for command: Command) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                positional += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                positional.append(word)
                continue
            }
            var name = word
            var value: String?
            if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
                name = String(word[..<equals])
                value = String(word[word.index(after: equals)...])
            } else if !word.hasPrefix("--"), word.count > 2 {
                name = String(word.prefix(2))
                value = String(word.dropFirst(2))
            }
            guard let option = command.allOptions.first(where: { $0.name == name || $0.short == name }) else {
                throw CommandFailure.usage(
                    "unknown option '\(name)'" + Spelling.suggestion(for: name, among: command.allOptions.map(\.name)))
            }
            if let meta = option.value {
                guard let given = value ?? rest.popFirst() else {
                    throw CommandFailure.usage("option '\(name)' needs a value: \(name) \(meta)")
                }
                values[option.name, default: []].append(given)
            } else {
                guard value == nil else { throw CommandFailure.usage("option '\(name)' takes no value") }
                values[option.name, default: []].append("")
            }
        }
    }

    /// Whether the option was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The option's value; the last one where it was given several times.
    func value(_ name: String) -> String? { values[name]?.last }

    /// All values of an option, in order.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The option's value as a whole number.
    ///
    /// - throws: a usage failure for text that is no number in the range.
    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw CommandFailure.usage(
                "option '\(name)' takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }

    /// The option's value, one of several words.
    ///
    /// - throws: a usage failure that lists the words for any other.
    func choice(_ name: String, among words: [String]) throws -> String? {
        guard let text = value(name) else { return nil }
        guard words.contains(text) else {
            throw CommandFailure.usage("option '\(name)' takes \(words.joined(separator: ", ")), not '\(text)'")
        }
        return text
    }
}
