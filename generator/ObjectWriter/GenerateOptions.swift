package import LwM2M
import ObjectGenerator

/// What one call of `generate` was asked for.
package struct GenerateOptions: Sendable {
    /// The folder for the files.
    package var output: String
    /// The name of the Object, if it is not the one of its definition.
    package var name: String?
    package var resources = Choice<[ResourceID]>.asBefore
    /// Whether scripts check ranges; nil for what the file says that is there.
    package var checksRanges: Bool?
    /// The name of the product whose functions the head of a script explains.
    package var product = Choice<String>.asBefore
    /// The lines of the head for a product; nil for a name that is unknown.
    package var bindings: @Sendable (String) -> [String]? = { _ in nil }
    package var withTests = false
    /// Whether files are compared and none is written.
    package var isCheck = false
    package var isForced = false
    /// Whether custom code may use names that are gone, and older files of an Object may stay.
    package var allowsLeftovers = false

    /// One of a file's options.
    package enum Choice<Value: Sendable>: Sendable {
        /// What the file says that is there; none where there is no file.
        case asBefore
        /// All Resources, no product.
        case dropped
        case chosen(Value)
    }

    package init(output: String) { self.output = output }

    /// The options of a script in the place of one that was made with others.
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

    /// The options of a script that were not given and hold because the file says so: `--ranges`.
    func kept(of old: ScriptOptions) -> [String] {
        var kept = ScriptOptions()
        if checksRanges == nil { kept.checksRanges = old.checksRanges }
        if case .asBefore = product { kept.product = old.product }
        if case .asBefore = resources { kept.resources = old.resources }
        return kept.words
    }
}

/// What one step of `generate` has to say, kept until it is its turn.
package struct GenerateReport: Sendable {
    /// For standard output.
    package internal(set) var output = ""
    /// Lines for standard error.
    package internal(set) var messages: [String] = []
    /// What each of the messages means for the exit code.
    package private(set) var failures: [Failure] = []
    /// The script, if it was made for a product.
    package internal(set) var made: Made?

    /// A script that was made for a product.
    package struct Made: Sendable {
        package var path: String
        package var product: String
    }

    /// What kind of failure a message tells of.
    package enum Failure: Sendable {
        /// A definition or a file is not as it should be.
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
