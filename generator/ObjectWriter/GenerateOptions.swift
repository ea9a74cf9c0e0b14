package import LwM2M
import ObjectGenerator

/// The options of one call of `generate`.
package struct GenerateOptions: Sendable {
    /// The folder for the files.
    package var output: String
    /// The name of the Object, if it differs from that in its definition.
    package var name: String?
    /// The Resources to take.
    package var resources = Choice<[ResourceID]>.asBefore
    /// Whether scripts check ranges; nil to keep what the existing file says.
    package var checksRanges: Bool?
    /// The name of the product whose functions are explained in the head of a script.
    package var product = Choice<String>.asBefore
    /// The lines in the head for a product; nil for an unknown name.
    package var bindings: @Sendable (String) -> [String]? = { _ in nil }
    package var withTests = false
    /// Whether files are only compared, not written.
    package var isCheck = false
    package var isForced = false
    /// Whether custom code may use names that no longer exist, and older files of an Object may stay.
    package var allowsLeftovers = false

    /// The choice for one of a file's options.
    package enum Choice<Value: Sendable>: Sendable {
        /// As the existing file says; no choice if there is no file.
        case asBefore
        /// All Resources, no product.
        case dropped
        case chosen(Value)
    }

    package init(output: String) { self.output = output }

    /// The options of a script that replaces one made with other options.
    func script(after old: ScriptOptions) -> ScriptOptions {
        var new = ScriptOptions()
        new.checksRanges = checksRanges ?? old.checksRanges
        new.product = Self.chosen(product, after: old.product)
        new.resources = Self.chosen(resources, after: old.resources)
        return new
    }

    private static func chosen<Value>(_ choice: Choice<Value>, after old: Value?) -> Value? {
        switch choice {
        case .asBefore: old
        case .dropped: nil
        case .chosen(let value): value
        }
    }

    /// The options of a script that were not given but apply because the existing file says so: `--ranges`.
    func kept(of old: ScriptOptions) -> [String] {
        var kept = ScriptOptions()
        if checksRanges == nil { kept.checksRanges = old.checksRanges }
        if case .asBefore = product { kept.product = old.product }
        if case .asBefore = resources { kept.resources = old.resources }
        return kept.words
    }
}

/// The output of one step of `generate`, kept until its turn.
package struct GenerateReport: Sendable {
    /// For standard output.
    package internal(set) var output = ""
    /// Lines for standard error.
    package internal(set) var messages: [String] = []
    /// What each message means for the exit code.
    package private(set) var failures: [Failure] = []
    /// The script, if it was made for a product.
    package internal(set) var made: Made?

    /// A script that was made for a product.
    package struct Made: Sendable {
        package var path: String
        package var product: String
    }

    /// The kind of failure that a message reports.
    package enum Failure: Sendable {
        /// There is something wrong with a definition or a file.
        case finding
        /// A file cannot be read or written.
        case unreachable
    }

    package init() {}

    mutating func fail(_ message: String, _ failure: Failure = .finding) {
        messages.append(message)
        failures.append(failure)
    }
}
