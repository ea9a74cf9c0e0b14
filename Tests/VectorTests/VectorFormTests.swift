import Testing

/// The form of vector files: what may stand there, and how a fault is told.
struct VectorFormTests {
    private static func file(topic: String = "text", _ vectors: String, more: String = "") -> String {
        "{\"schema\": 1, \"topic\": \"\(topic)\"\(more), \"vectors\": [\(vectors)]}"
    }

    private static let read = """
        "group": "g", "level": "must", "input": {"direction": "decode", "type": "integer", "text": "7"}
        """

    /// What a file, and each of its vectors, is faulted for; the first fault of each.
    private static func faults(_ text: String) -> [String] {
        let content = VectorFolder.Content(text, file: "f.json")
        return content.faults
            + content.vectors.compactMap { vector in
                do {
                    let comparison = try vector.comparison()
                    for expected in [vector.expected] + vector.accept { _ = try comparison(expected) }
                    return nil
                } catch {
                    return "\(vector.file): \(vector.name): \(error)"
                }
            }
    }

    private static let broken: [(file: String, fault: String)] = [
        ("{\"schema\": 2, \"topic\": \"text\", \"vectors\": []}", "f.json: schema: is not 1"),
        (file("", more: ", \"fixtures\": {}"), "f.json: fixtures: the member is not known"),
        (file(topic: "cbor", ""), "f.json: topic: 'cbor' is not known"),
        (file("{\(read), \"expected\": {\"value\": 7}}"), "f.json: vectors[0]: name: is missing"),
        (
            file("{\"name\": \"n\", \(read), \"expected\": {\"value\": 7}, \"acept\": []}"),
            "f.json: n: acept: the member is not known"
        ),
        (file("{\"name\": \"n\", \(read)}"), "f.json: n: expected: is no object"),
        (
            file("{\"name\": \"n\", \(read), \"expected\": {\"value\": 7, \"kode\": \"4.00\"}}"),
            "f.json: n: expected.kode: the member is not known"
        ),
        (
            file("{\"name\": \"n\", \(read), \"expected\": {\"value\": 7}, \"accept\": [{\"valve\": 8}]}"),
            "f.json: n: accept[0].valve: the member is not known"
        ),
        (
            file("{\"name\": \"n\", \(read), \"expected\": {\"value\": \"seven\"}}"),
            "f.json: n: expected.value: \"seven\" is no whole number"
        ),
        (
            file(
                "{\"name\": \"n\", \(read), \"expected\": {\"value\": 7}}, "
                    + "{\"name\": \"n\", \(read), \"expected\": {\"value\": 7}}"),
            "f.json: n: name: it stands twice"
        ),
        (
            file(
                topic: "notify",
                """
                {"name": "n", "group": "g", "level": "must", "expected": {"notifications": []}, "input":
                {"kind": "timeline", "path": "/9/0/1", "type": "integer", "initial": 1, "until": 9,
                "events": [{"t": 1, "level": "resource:x", "set": {"pmin": 1}}]}}
                """),
            "f.json: n: input.events[0].level: 'x' is no id"
        ),
    ]

    @Test(arguments: broken) func tellsFileVectorAndMember(_ text: String, _ fault: String) {
        #expect(Self.faults(text) == [fault])
    }

    @Test func takesNullForNothing() {
        let text = Self.file(
            "{\"name\": \"n\", \(Self.read), \"note\": null, \"accept\": null,"
                + "\"expected\": {\"value\": 7, \"error\": null, \"code\": null, \"missing\": null}}")
        #expect(Self.faults(text) == [])
    }

    private static let hex: [(json: String, bytes: [UInt8])] = [
        ("\"\"", []),
        ("\"00fF\"", [0, 255]),
        ("{\"repeat\": \"61\", \"times\": 3}", [97, 97, 97]),
        ("[\"01\", {\"repeat\": \"0203\", \"times\": 2}, \"\"]", [1, 2, 3, 2, 3]),
        ("{\"repeat\": \"61\", \"times\": 0}", []),
    ]

    @Test(arguments: hex) func joinsParts(_ json: String, _ bytes: [UInt8]) throws {
        #expect(try VectorField("hex", JSONTree(parsing: json)).bytes == bytes)
    }

    @Test(arguments: [
        "\"0\"", "\"0g\"", "\"+1\"", "7", "[7]", "{\"repeat\": \"61\"}", "{\"repeat\": \"61\", \"time\": 1}",
    ])
    func refusesWhatIsNoHex(_ json: String) throws {
        let field = VectorField("hex", try JSONTree(parsing: json))
        #expect(throws: VectorFault.self) { try field.bytes }
    }
}
