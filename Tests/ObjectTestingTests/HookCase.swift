import Testing

/// A text of tests, and what has to be told of the hooks in it.
struct HookCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    /// What failed, in its order: the hook, or "body" for the test itself, and its message.
    var failures: [String]

    init(_ name: String, _ text: String, _ failures: [String]) {
        (testDescription, self.text, self.failures) = (name, text, failures)
    }
}
