/// One member of a JSON object.
package struct JSONMember: Hashable, Sendable {
    /// The name, unescaped.
    package var name: String
    /// The value of the member.
    package var value: JSONValue

    package init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

/// A JSON text as a value that can be written; the order of members is the order given.
package enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// An object from pairs of name and value; pairs whose value is nil are left out.
    package static func members(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(pairs.compactMap { pair in pair.value.map { JSONMember(name: pair.key, value: $0) } })
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension JSONValue {
    /// The compact text: no blanks, no line breaks, control characters and direction marks escaped.
    package var text: String { text(isForPeople: false) }

    /// The readable text: one member per line, indented by two spaces per level.
    package var prettyText: String { text(isForPeople: true) }

    private func text(isForPeople: Bool) -> String {
        var writer = JSONWriter(.forTerminals, isForPeople: isForPeople)
        write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.literal("null")
        case .boolean(let value): writer.literal(value ? "true" : "false")
        case .integer(let value): writer.literal(String(value))
        case .number(let value): writer.literal(value.isFinite ? "\(value)" : "null")
        case .string(let value): writer.string(value)
        case .array(let values):
            writer.beginArray()
            for value in values { value.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.name(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }
}
