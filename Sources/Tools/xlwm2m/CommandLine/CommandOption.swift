import LwM2M
import LwM2MClient
import Products
import Wording

/// One option of a command, as help, parsing and completion need it.
struct CommandOption {
    /// The spelling with two dashes, `--output`.
    var name: String
    /// The spelling with one dash, `-o`.
    var short: String?
    /// What stands for the value in help, `DIR`; nil for an option without one.
    var value: String?
    /// One line of help.
    var help: String

    init(_ name: String, short: String? = nil, value: String? = nil, help: String) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
    }
}

/// Options that several commands have, with one meaning.
extension CommandOption {
    static let module = CommandOption(
        "--product", value: "PRODUCT", help: "the module to be, SARA-R510S-01B unless told otherwise")
    static let portLog = CommandOption(
        "--at-log", value: "FILE", help: "write what goes over the AT ports, with times")
    static let shownKeys = CommandOption(
        "--show-keys", help: "show the keys of Object 0 at the console and in --at-log")
    static let chaos = CommandOption(
        "--urc-chaos", value: "SEED", help: "URCs come glued, split and between answers")
    static let commands = CommandOption(
        "--exec", value: "COMMANDS", help: "run commands, separated by ';', and end when they are done")
    static let linesOfJSON = CommandOption(
        "--json", help: "one JSON object per line for each answer and each event")
    static let color = CommandOption(
        "--color", value: "WHEN",
        help: "colour and redraw: always, never, or auto: on a terminal,\nunless NO_COLOR is set or TERM is dumb")
    static let recording = CommandOption(
        "--pcap", value: "FILE", help: "record the datagrams; Wireshark opens them decrypted")
}

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

/// Input that is taken as it is, and was probably meant otherwise: one line of warning each.
enum InputWarnings {
    /// An IMEI whose last digit does not check the others; also as part of an endpoint, `urn:imei:...`.
    static func imei(_ text: String) -> String? {
        let imei = text.lowercased().hasPrefix("urn:imei:") ? String(text.dropFirst(9)) : text
        return IMEI.expectedCheckDigit(imei).map { digit in
            "the check digit of the IMEI \(imei) is wrong: \(imei.dropLast())\(digit) would be right"
        }
    }

    /// A key that is given as text and looks hexadecimal. The words never hold the key.
    static func key(_ text: String, option: String) -> String? {
        guard CredentialSpelling.isTextThatLooksHexadecimal(text) else { return nil }
        return "option '\(option)': the key is taken as text and looks hexadecimal; hex: in place of str: takes it so"
    }

    /// A server that is spoken to without security.
    static func security(of address: ServerURI) -> String? {
        guard !address.isSecure else { return nil }
        return "\(address) has no security: whoever is on the way can read and change what is said; "
            + "coaps:// with --psk has it"
    }
}
