import Testing

/// The tests of the tests: a vector that says something else fails, whatever it is that it says.
struct AlteredVectorTests {
    /// Members of an expectation that only explain or allow more, so that other values pass as well.
    private static let lenient: Set<String> = ["error", "exact", "optional", "params_optional"]

    /// One run serves all alterations, since only what is compared with it is another.
    @Test(arguments: VectorFolder.vectors) func failsWithAnythingElse(_ vector: Vector) {
        // A vector that cannot be run is a failure of `VectorTests`.
        guard let comparison = try? vector.comparison() else { return }
        failsWithAnotherExpectation(vector, comparison)
        failsWithAnUnknownMember(vector, comparison)
    }

    private func failsWithAnotherExpectation(_ vector: Vector, _ comparison: Topics.Comparison) {
        var alterations = Self.alterations(of: vector.expected.tree)
        if case .object(var members) = vector.expected.tree, members.removeValue(forKey: "error") != nil {
            // What is refused is not taken.
            alterations.append(("error", .object(members)))
        }
        #expect(!alterations.isEmpty, "\(vector): nothing is expected")
        for (place, tree) in alterations {
            let differences = try? comparison(VectorField("expected", tree))
            if differences == [] { Issue.record("\(vector): passes with another expected.\(place)") }
        }
    }

    private func failsWithAnUnknownMember(_ vector: Vector, _ comparison: Topics.Comparison) {
        for (place, tree) in Self.strangers(in: vector.input.tree) {
            expectFault(vector, "input\(place)") { try vector.with(input: tree).comparison()(vector.expected) }
        }
        for expected in [vector.expected] + vector.accept {
            for (place, tree) in Self.strangers(in: expected.tree) {
                expectFault(vector, "\(expected.name)\(place)") { try comparison(VectorField("expected", tree)) }
            }
        }
    }

    private func expectFault(_ vector: Vector, _ place: String, _ body: () throws -> [String]) {
        let report: String
        do { report = try body().joined() } catch { report = "\(error)" }
        if report.contains(Self.stranger) { return }
        Issue.record("\(vector): \(place) has an unknown member, and the report is '\(report)'")
    }

    // MARK: - Alterations

    /// Copies of a tree with one value changed, each with the name of its place.
    private static func alterations(of tree: JSONTree, at name: String = "") -> [(place: String, tree: JSONTree)] {
        switch tree {
        case .missing: []
        case .null: [(name, .integer(1))]
        case .flag(let flag): [(name, .flag(!flag))]
        case .integer(let number):
            // One more is the same number to a double from 2^53 on.
            [(name, .integer(abs(number) < 1 << 52 ? number + 1 : -(number + 1)))]
        case .number(let number): [(name, .number(abs(number) < 1e6 ? number + 1 : -number))]
        case .string(let text): [(name, .string(altered(text)))]
        case .array(let list):
            [(name, .array(list.isEmpty ? [.null] : Array(list.dropLast())))]
                + list.indices.flatMap { index in
                    alterations(of: list[index], at: "\(name)[\(index)]").map { place, tree in
                        var copy = list
                        copy[index] = tree
                        return (place, .array(copy))
                    }
                }
        case .object(let members):
            (members.isEmpty ? [(name, .object(["1": .integer(1)]))] : [])
                + members.keys.sorted().filter { !lenient.contains($0) }.flatMap { key in
                    alterations(of: members[key] ?? .missing, at: name.isEmpty ? key : "\(name).\(key)").map {
                        place, tree in
                        var copy = members
                        copy[key] = tree
                        return (place, .object(copy))
                    }
                }
        }
    }

    /// Another text of the same form: its first digit or letter is the next one.
    private static func altered(_ text: String) -> String {
        guard let index = text.firstIndex(where: { $0.isASCII && ($0.isLetter || $0.isNumber) }),
            let byte = text[index].asciiValue
        else { return text + "00" }
        let isLast = ["9", "f", "F", "z", "Z"].contains(text[index])
        let other = Character(UnicodeScalar(isLast ? byte - 1 : byte + 1))
        return text.replacingCharacters(in: index...index, with: [other])
    }

    private static let stranger = "surprise"

    /// Copies of a tree with an unknown member in one of its objects, each with the name of its place.
    private static func strangers(in tree: JSONTree, at name: String = "") -> [(place: String, tree: JSONTree)] {
        switch tree {
        case .array(let list):
            return list.indices.flatMap { index in
                strangers(in: list[index], at: "\(name)[\(index)]").map { place, tree in
                    var copy = list
                    copy[index] = tree
                    return (place, .array(copy))
                }
            }
        case .object(var members):
            let inner = members.keys.sorted().flatMap { key in
                strangers(in: members[key] ?? .missing, at: "\(name).\(key)").map { place, tree in
                    var copy = members
                    copy[key] = tree
                    return (place: place, tree: JSONTree.object(copy))
                }
            }
            members[stranger] = .integer(1)
            return [(name, .object(members))] + inner
        default: return []
        }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: ClosedRange<Index>, with other: [Character]) -> String {
        var copy = self
        copy.replaceSubrange(range, with: other)
        return copy
    }
}
