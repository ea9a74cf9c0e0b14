import JSON
import Wording

/// Facts under one heading.
struct FactSection {
    var key: String
    var title: String
    var facts: [Fact]

    var member: JSONMember {
        JSONMember(name: key, value: .object(facts.map { JSONMember(name: $0.key, value: $0.value) }))
    }

    /// The heading and one line for each fact.
    var text: String {
        let width = facts.map(\.title.count).max() ?? 0
        let lines = facts.map { "  " + $0.title.padded(to: width + 2) + $0.text + "\n" }
        return title + "\n" + lines.joined()
    }
}
