import Testing

/// One vector of a file: an input, and what the specification asks for.
struct Vector: Sendable {
    let topic: String
    let name: String
    let group: String
    let level: String
    let input: JSONTree
    let expected: JSONTree
    /// Other results that pass as well, each a whole `expected`.
    let accept: [JSONTree]
    /// What all vectors of the file share; only some files have one.
    let fixture: JSONTree

    init(topic: String, fixture: JSONTree, _ tree: JSONTree) throws {
        self.topic = topic
        self.fixture = fixture
        name = try tree["name"].text
        group = try tree["group"].text
        level = try tree["level"].text
        input = tree["input"]
        expected = tree["expected"]
        accept = try tree["accept"].isMissing ? [] : tree["accept"].list
        guard ["must", "should", "project"].contains(level) else {
            throw VectorFault("the level '\(level)' is not known")
        }
        guard !input.isMissing, !expected.isMissing else { throw VectorFault("input or expected is missing") }
    }
}

extension Vector: CustomTestStringConvertible {
    var testDescription: String { "\(topic)/\(name) (\(level))" }
}
