import Wording

/// An option as its command declares it: what parsing, help and completion need of it, and what the command line gave.
///
/// A command declares it once, as a property with a wrapper; the wrapper's `$name` is this. Whoever names an option that
/// no command declares does not compile.
package class OptionDeclaration {
    /// The spelling with two dashes, `--output`.
    package let name: String
    /// The spelling with one dash, `-o`; nil if there is none.
    package let short: String?
    /// What stands for the value in help, `DIR`; nil for a flag.
    package let placeholder: String?
    /// What stands for a value that may be written behind `=`, `FILE`; nil if none may.
    package let openPlaceholder: String?
    /// A line of help, or several.
    package let help: String
    /// The values as they were given, in order; an empty one for each time that a flag was given.
    package internal(set) var given: [String] = []

    init(_ name: String, short: String?, placeholder: String?, openPlaceholder: String? = nil, help: String) {
        (self.name, self.short, self.placeholder, self.help) = (name, short, placeholder, help)
        self.openPlaceholder = openPlaceholder
    }

    /// What help calls it: `--output DIR`, `--profile-lua[=FILE]`.
    package var usage: String {
        name + (placeholder.map { " " + $0 } ?? "") + (openPlaceholder.map { "[=\($0)]" } ?? "")
    }

    /// Whether the option was given.
    package var isGiven: Bool { !given.isEmpty }

    /// Reads what was given.
    ///
    /// - throws: `CommandFailure` with `.usage` for text that the option does not take.
    func readValues() throws {}
}

/// A declared option with values of a type.
package final class ValueOption<Value>: OptionDeclaration {
    fileprivate private(set) var values: [Value] = []
    private let reader: ValueReader<Value>
    private let readsAll: Bool

    fileprivate init(
        _ name: String, short: String?, _ placeholder: String, _ reader: ValueReader<Value>, readsAll: Bool,
        help: String
    ) {
        (self.reader, self.readsAll) = (reader, readsAll)
        super.init(name, short: short, placeholder: placeholder, help: help)
    }

    override func readValues() throws {
        values = try (readsAll ? given[...] : given.suffix(1)).map { try reader.read($0, name) }
    }
}

/// An option with one value; nil if it was not given, the last one if it was given several times.
///
///     @Option("--speed", "N", .number(in: 0.001...100_000), help: "...") var speed: Double?
@propertyWrapper
package struct Option<Value> {
    package let projectedValue: ValueOption<Value>

    package init(
        _ name: String, short: String? = nil, _ placeholder: String, _ reader: ValueReader<Value>, help: String
    ) {
        projectedValue = ValueOption(name, short: short, placeholder, reader, readsAll: false, help: help)
    }

    package var wrappedValue: Value? { projectedValue.values.last }
}

/// An option that may be given several times: all its values, in order.
@propertyWrapper
package struct OptionList<Value> {
    package let projectedValue: ValueOption<Value>

    package init(_ name: String, _ placeholder: String, _ reader: ValueReader<Value>, help: String) {
        projectedValue = ValueOption(name, short: nil, placeholder, reader, readsAll: true, help: help)
    }

    package var wrappedValue: [Value] { projectedValue.values }
}

/// An option without a value: whether it was given.
@propertyWrapper
package struct Flag {
    package let projectedValue: OptionDeclaration

    package init(_ name: String, short: String? = nil, help: String) {
        projectedValue = OptionDeclaration(name, short: short, placeholder: nil, help: help)
    }

    /// A flag behind which a value may be written, `--profile-lua=FILE`: `$name.given` has it, or an empty text.
    package init(_ name: String, orValue placeholder: String, help: String) {
        projectedValue = OptionDeclaration(
            name, short: nil, placeholder: nil, openPlaceholder: placeholder, help: help)
    }

    package var wrappedValue: Bool { projectedValue.isGiven }
}

/// The words of a command line that are no options, in order.
@propertyWrapper
package struct Operands {
    /// What a command says of the words that it takes, and those that it was given.
    package final class Declaration {
        /// What help says of them, `XML...`.
        package let usage: String
        fileprivate(set) var words: [String] = []

        fileprivate init(_ usage: String) { self.usage = usage }
    }

    package let projectedValue: Declaration

    /// - Parameter usage: what help says of them, `[DIR]`.
    package init(_ usage: String) { projectedValue = Declaration(usage) }

    package var wrappedValue: [String] { projectedValue.words }
}

/// Options that stand together and mean the same in each command that has them.
package protocol OptionGroup {
    init()
}

/// All that some groups declare, in the order of their properties, with those of the groups in them.
package struct Declarations {
    package private(set) var options: [OptionDeclaration] = []
    package private(set) var operands: Operands.Declaration?

    package init(of groups: [any OptionGroup]) {
        for group in groups { collect(group) }
    }

    private mutating func collect(_ group: any OptionGroup) {
        for child in Mirror(reflecting: group).children {
            switch child.value {
            case let declared as any DeclaresOption: options.append(declared.option)
            case let declared as Operands: operands = declared.projectedValue
            case let inner as any OptionGroup: collect(inner)
            default: break
            }
        }
    }
}

/// A wrapper that declares an option.
private protocol DeclaresOption {
    var option: OptionDeclaration { get }
}

extension Option: DeclaresOption {
    fileprivate var option: OptionDeclaration { projectedValue }
}

extension OptionList: DeclaresOption {
    fileprivate var option: OptionDeclaration { projectedValue }
}

extension Flag: DeclaresOption {
    fileprivate var option: OptionDeclaration { projectedValue }
}

extension Declarations {
    /// Takes a command line apart: `--name value`, `--name=value`, `-o value`, `-ovalue`; `--` ends the options.
    ///
    /// - throws: `CommandFailure` with `.usage` for an unknown option, a missing value, one where none belongs, and one
    ///   that the option does not take.
    package func read(_ words: [String]) throws {
        var positional: [String] = []
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
            let (name, value) = Self.split(word)
            guard let option = options.first(where: { $0.name == name || $0.short == name }) else {
                throw CommandFailure.usage(
                    "unknown option '\(name)'" + Spelling.suggestion(for: name, among: options.map(\.name)))
            }
            guard let placeholder = option.placeholder else {
                guard value == nil || option.openPlaceholder != nil else {
                    throw CommandFailure.usage("option '\(name)' takes no value")
                }
                option.given.append(value ?? "")
                continue
            }
            guard let given = value ?? rest.popFirst() else {
                throw CommandFailure.usage("option '\(name)' needs a value: \(name) \(placeholder)")
            }
            option.given.append(given)
        }
        for option in options { try option.readValues() }
        if let operands {
            operands.words = positional
        } else if let first = positional.first {
            throw CommandFailure.usage("'\(first)' is too much")
        }
    }

    /// The name of an option, and the value that is written together with it.
    private static func split(_ word: String) -> (name: String, value: String?) {
        if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
            return (String(word[..<equals]), String(word[word.index(after: equals)...]))
        }
        if !word.hasPrefix("--"), word.count > 2 { return (String(word.prefix(2)), String(word.dropFirst(2))) }
        return (word, nil)
    }
}
