import Testing

/// One vector of a file: an input, and what the specification asks for.
struct Vector: Sendable {
    /// Where it stands: the file, and the folder before it where the project's own is not meant.
    let file: String
    let topic: String
    let name: String
    let group: String
    let level: String
    let input: VectorField
    let expected: VectorField
    /// Other results that pass as well, each a whole `expected`.
    let accept: [VectorField]
    /// What all vectors of the file share; only some files have one.
    let fixture: VectorField

    init(file: String, topic: String, fixture: VectorField, _ tree: JSONTree) throws {
        let whole = VectorField("", tree)
        try whole.allow("name", "group", "level", "source", "input", "expected", "accept", "note")
        self.file = file
        self.topic = topic
        self.fixture = fixture
        name = try whole["name"].text
        group = try whole["group"].text
        level = try whole["level"].text
        for remark in ["source", "note"] { _ = try whole[remark].optional { try $0.text } }
        input = whole["input"]
        expected = whole["expected"]
        accept = try whole["accept"].listIfAny
        guard ["must", "should", "project"].contains(level) else {
            throw whole["level"].fault("'\(level)' is no level")
        }
        for field in [input, expected] + accept where !field.isObject { throw field.fault("is no object") }
    }

    /// A copy with another input.
    func with(input: JSONTree) -> Vector { Vector(self, input: input) }

    private init(_ other: Vector, input: JSONTree) {
        (file, topic, name, group, level) = (other.file, other.topic, other.name, other.group, other.level)
        self.input = VectorField("input", input)
        (expected, accept, fixture) = (other.expected, other.accept, other.fixture)
    }

    /// Runs the vector, and gives what compares the outcome.
    /// - throws: ``VectorFault`` where the input cannot be run as it is written.
    func comparison() throws -> Topics.Comparison {
        guard let run = Topics.runs[topic] else { throw VectorFault("topic: '\(topic)' is not known") }
        return try run(self)
    }
}

extension Vector: CustomTestStringConvertible {
    var testDescription: String { "\(file): \(name) (\(level))" }
}
