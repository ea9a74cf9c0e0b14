package import LwM2M
package import ObjectGenerator

/// What one call of `generate` was asked for.
package struct GenerateOptions: Sendable {
    /// The folder for the files.
    package var output: String
    /// The name of the Object, if it is not the one of its definition.
    package var name: String?
    /// The Resources to take; nil for all.
    package var resources: [ResourceID]?
    package var withTests = false
    /// What the scripts have beside what every one has.
    package var script = LuaEmitter.Options()
    /// Whether files are compared and none is written.
    package var isCheck = false
    package var isForced = false
    /// Whether custom code may use names that are gone, and older files of an Object may stay.
    package var allowsLeftovers = false

    package init(output: String) { self.output = output }
}

/// What one step of `generate` has to say, kept until it is its turn.
package struct GenerateReport: Sendable {
    /// For standard output.
    package internal(set) var output = ""
    /// Lines for standard error.
    package internal(set) var messages: [String] = []
    /// What each of the messages means for the exit code.
    package private(set) var failures: [Failure] = []

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
