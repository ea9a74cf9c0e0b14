import Wording

/// An option as declared by its command: what parsing, help and completion need, and what the command line gave.
///
/// A command declares it once, as a property with a wrapper; the wrapper's `$name` is this declaration. Code that names
/// an undeclared option does not compile.
package class OptionDeclaration {
    /// The spelling with two dashes, `--output`.
    package let name: String
    /// The spelling with one dash, `-o`; nil if there is none.
    package let short: String?
    /// The placeholder for the value in help, `DIR`; nil for a flag.
    package let placeholder: String?
    /// The placeholder for an optional value after `=`, `FILE`; nil if none is allowed.
    package let openPlaceholder: String?
    /// One or more lines of help.
    package let help: String
    /// The values as given, in order; an empty one for each time that a flag was given.
    package internal(set) var given: [String] = []

    init(_ name: String, short: String?, placeholder: String?, openPlaceholder: String? = nil, help: String) {
        (self.name, self.short, self.placeholder, self.help) = (name, short, placeholder, help)
        self.openPlaceholder = openPlaceholder
    }

    /// Its form in help: `--output DIR`, `--profile-lua[=FILE]`.
    package var usage: String {
        name + (placeholder.map { " " + $0 } ?? "") + (openPlaceholder.map { "[=\($0)]" } ?? "")
    }

    /// Whether it may be given several times.
    var takesSeveral: Bool { false }

    /// The values that it is known to take, for completion; empty if there are too many to list, or any.
    var candidates: [String] { [] }

    /// Whether its value is the path of a file or a folder.
    package var takesPath: Bool { placeholder.map(Self.pathPlaceholders.contains) ?? false }

    private static let pathPlaceholders: Set = ["FILE", "DIR", "PATH", "XML", "OBJECT", "REPORT"]

    /// Whether the option was given.
    package var isGiven: Bool { !given.isEmpty }

    /// Reads what was given.
    ///
    /// - throws: `CommandFailure` with `.usage` for text that the option does not accept.
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

    override var takesSeveral: Bool { readsAll }
    override var candidates: [String] { reader.candidates() }

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

    /// A flag with an optional value, `--profile-lua=FILE`: `$name.given` contains it, or an empty text.
    package init(_ name: String, orValue placeholder: String, help: String) {
        projectedValue = OptionDeclaration(
            name, short: nil, placeholder: nil, openPlaceholder: placeholder, help: help)
    }

    package var wrappedValue: Bool { projectedValue.isGiven }
}

/// The words of a command line that are not options, in order.
@propertyWrapper
package struct Operands {
    /// What a command declares about the words that it accepts, and the words that it was given.
    package final class Declaration {
        /// Their form in help, `XML...`.
        package let usage: String
        fileprivate(set) var words: [String] = []

        fileprivate init(_ usage: String) { self.usage = usage }
    }

    package let projectedValue: Declaration

    /// - Parameter usage: their form in help, `[DIR]`.
    package init(_ usage: String) { projectedValue = Declaration(usage) }

    package var wrappedValue: [String] { projectedValue.words }
}

/// Options that belong together and mean the same in every command that has them.
package protocol OptionGroup {
    init()
}

/// Everything that some groups declare, in the order of their properties, including nested groups.
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
    /// Parses a command line: `--name value`, `--name=value`, `-o value`, `-ovalue`; `--` ends the options.
    ///
    /// - throws: `CommandFailure` with `.usage` for an unknown option, a missing value, an unexpected value, or a value
    ///   that the option does not accept.
    ///
    /// - Parameter defaults: what the options and operands are that the command line does not name.
    package func read(_ words: [String], defaults: CommandDefaults = CommandDefaults()) throws {
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
        try apply(defaults)
        let isElsewhere = options.contains { $0.isGiven && defaults.operandsUnless.contains($0.name) }
        if let operands {
            operands.words = positional.isEmpty && !isElsewhere ? defaults.operands : positional
        } else if let first = positional.first {
            throw CommandFailure.usage("unexpected argument '\(first)'")
        }
    }

    /// The name of an option, and a value attached to it.
    private static func split(_ word: String) -> (name: String, value: String?) {
        if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
            return (String(word[..<equals]), String(word[word.index(after: equals)...]))
        }
        if !word.hasPrefix("--"), word.count > 2 { return (String(word.prefix(2)), String(word.dropFirst(2))) }
        return (word, nil)
    }
}
