import JSON
import Wording

/// One known fact about a product or a profile, as a line for a table and for JSON.
struct Fact {
    /// The name in JSON, `hasServerDisabled`.
    var key: String
    /// The label for people, `<server_disabled>`.
    var title: String
    var value: JSONValue
    /// The unit for people after a number, `s`.
    var unit = ""

    /// A word or two: `yes`, `90 s`, `0, 1, 2`; a dash for nothing.
    var text: String {
        let text = text(value)
        return text.isEmpty ? "-" : text
    }

    private func text(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .boolean(let flag): flag ? "yes" : "no"
        case .integer(let number): unit.isEmpty ? String(number) : "\(number) \(unit)"
        case .number(let number): String(number)
        case .string(let text): text
        case .array(let values): values.map(text).joined(separator: ", ")
        case .object(let members): members.map { "\($0.name): \(text($0.value))" }.joined(separator: ", ")
        }
    }
}

extension Fact {
    init(_ key: String, _ title: String, _ value: String) { self.init(key: key, title: title, value: .string(value)) }

    init(_ key: String, _ title: String, _ value: Bool) { self.init(key: key, title: title, value: .boolean(value)) }

    init(_ key: String, _ title: String, _ value: Int?, unit: String = "") {
        self.init(key: key, title: title, value: value.map { .integer(Int64($0)) } ?? .null, unit: unit)
    }

    init(_ key: String, _ title: String, _ values: [Int]) {
        self.init(key: key, title: title, value: .array(values.map { .integer(Int64($0)) }))
    }

    /// Numbers by profile number; `other` applies to every profile that is not named.
    init(_ key: String, _ title: String, _ values: [Int: Int], other: Int, unit: String) {
        let named = values.sorted { $0.key < $1.key }.map { (String($0.key), $0.value) }
        let members = (named + [("other", other)]).map {
            JSONMember(name: $0.0, value: .integer(Int64($0.1)))
        }
        self.init(key: key, title: title, value: .object(members), unit: unit)
    }
}

/// Facts under a common heading.
struct FactSection {
    var key: String
    var title: String
    var facts: [Fact]

    var member: JSONMember {
        JSONMember(name: key, value: .object(facts.map { JSONMember(name: $0.key, value: $0.value) }))
    }

    /// The heading and one line per fact.
    var text: String {
        let width = facts.map(\.title.count).max() ?? 0
        let lines = facts.map { "  " + $0.title.padded(to: width + 2) + $0.text + "\n" }
        return title + "\n" + lines.joined()
    }
}
