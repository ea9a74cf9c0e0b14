import JSON
import Testing

/// One writer sets the commas, the line breaks and the escapes of all JSON.
struct JSONWriterTests {
    private static let value = JSONValue.object([
        JSONMember(name: "a", value: .array([1, .object([]), .null, true])),
        JSONMember(name: "b", value: .array([])),
        JSONMember(name: "c", value: .object([JSONMember(name: "d", value: .number(1.5))])),
    ])

    @Test func writesWithoutBlanks() {
        #expect(Self.value.text == #"{"a":[1,{},null,true],"b":[],"c":{"d":1.5}}"#)
    }

    @Test func writesOneMemberALine() {
        #expect(
            Self.value.prettyText == """
                {
                  "a": [
                    1,
                    {},
                    null,
                    true
                  ],
                  "b": [],
                  "c": {
                    "d": 1.5
                  }
                }
                """)
    }

    @Test(arguments: [
        (JSONWriter.Escapes.few, "\"\\\\\\\"\\n\\r\\t\\u0001\\u007f\u{85}\u{202E}é\""),
        (.forTerminals, "\"\\\\\\\"\\n\\r\\t\\u0001\\u007f\\u0085\\u202eé\""),
    ])
    func escapes(_ escapes: JSONWriter.Escapes, _ text: String) {
        var writer = JSONWriter(escapes)
        writer.string("\\\"\n\r\t\u{1}\u{7F}\u{85}\u{202E}é")
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }
}
