import LwM2M
import ObjectPages
import Testing

/// Which differences between two states of an Object break the servers that know the old one.
struct DefinitionComparisonTests {
    static func object(_ resources: [ResourceDefinition] = []) -> ObjectDefinition {
        ObjectDefinition(id: 26241, name: "Oven", isMultiple: true, isMandatory: false, resources: resources)
    }

    static func resource(
        _ operations: Operations = [.read, .write], _ change: (inout ResourceDefinition) -> Void = { _ in }
    ) -> ResourceDefinition {
        var resource = ResourceDefinition(id: 1, name: "Heat", operations: operations, type: .integer)
        change(&resource)
        return resource
    }

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let old, new: ObjectDefinition
        let lines: [String]

        /// Of a Resource.
        init(_ name: String, _ old: ResourceDefinition?, _ new: ResourceDefinition?, _ line: String) {
            testDescription = name
            self.old = object([old].compactMap { $0 })
            self.new = object([new].compactMap { $0 })
            lines = [line]
        }

        /// Of an Object.
        init(_ name: String, _ change: (inout ObjectDefinition) -> Void, _ line: String) {
            (testDescription, old) = (name, object())
            var new = object()
            change(&new)
            self.new = new
            lines = [line]
        }
    }

    static let changes: [Change] = [
        Change(
            "another id", { $0.id = 26242 },
            "breaking: /26241 Oven: ObjectID 26241 becomes 26242 (it is another Object)"),
        Change(
            "one instance", { $0.isMultiple = false },
            "breaking: /26241 Oven: MultipleInstances Multiple becomes Single (instances other than 0 cannot be created)"
        ),
        Change("mandatory", { $0.isMandatory = true }, "compatible: /26241 Oven: Mandatory Optional becomes Mandatory"),
        Change("a version", { $0.objectVersion = "1.1" }, "compatible: /26241 Oven: ObjectVersion 1.0 becomes 1.1"),
        Change("prose", { $0.description = "It bakes.\nAnd grills." }, "compatible: /26241 Oven: Description differs"),
        Change(
            "gone", resource(), nil,
            "breaking: /26241 Resource 1 Heat: is gone (what asks for it is answered 4.04)"),
        Change(
            "new", nil, resource(),
            "compatible: /26241 Resource 1 Heat: is new, RW Single Optional Integer"),
        Change(
            "new and mandatory", nil, resource { $0.isMandatory = true },
            "breaking: /26241 Resource 1 Heat: is new, RW Single Mandatory Integer (Create has to give it)"),
        Change(
            "new, mandatory, read-only", nil, resource(.read) { $0.isMandatory = true },
            "breaking: /26241 Resource 1 Heat: is new, R Single Mandatory Integer"),
        Change(
            "operations lost", resource(), resource(.read),
            "breaking: /26241 Resource 1 Heat: Operations RW becomes R (W is answered 4.05)"),
        Change(
            "operations won", resource(.read), resource(),
            "compatible: /26241 Resource 1 Heat: Operations R becomes RW"),
        Change(
            "a type", resource(), resource { $0.type = .float },
            "breaking: /26241 Resource 1 Heat: Type Integer becomes Float (its values are read as others)"),
        Change(
            "a unit", resource { $0.units = "K" }, resource { $0.units = "Cel" },
            "breaking: /26241 Resource 1 Heat: Units K becomes Cel (the same number means something else)"),
        Change(
            "a first unit", resource(), resource { $0.units = "Cel" },
            "compatible: /26241 Resource 1 Heat: Units (none) becomes Cel"),
        Change(
            "a name", resource(), resource { $0.name = "Hea\u{1b}t" },
            "compatible: /26241 Resource 1 Hea\\x1bt: Name Heat becomes Hea\\x1bt (the constant of the script follows it)"
        ),
        Change(
            "multiple", resource(), resource { $0.isMultiple = true },
            "breaking: /26241 Resource 1 Heat: MultipleInstances Single becomes Multiple (its values are encoded in another way)"
        ),
        Change(
            "needed", resource(), resource { $0.isMandatory = true },
            "breaking: /26241 Resource 1 Heat: Mandatory Optional becomes Mandatory (Create has to give it)"),
        Change(
            "needed but read-only", resource(.read), resource(.read) { $0.isMandatory = true },
            "compatible: /26241 Resource 1 Heat: Mandatory Optional becomes Mandatory"),
        Change(
            "no longer sure", resource { $0.isMandatory = true }, resource(),
            "breaking: /26241 Resource 1 Heat: Mandatory Mandatory becomes Optional (an instance may lack it)"),
    ]
    @Test(arguments: changes) func tells(_ change: Change) {
        let comparison = DefinitionComparison(change.old, change.new, hasProse: true)
        let lines = comparison.text.split(separator: "\n").map(String.init)
        #expect(Array(lines.dropLast()) == change.lines)
        #expect(comparison.isBreaking == change.lines[0].hasPrefix("breaking"))
    }

    /// Old range, new range, whether it breaks where it is written, and where it is only read.
    static let ranges: [(String, String, Bool, Bool)] = [
        ("0..100", "0..200", false, true), ("0..100", "0..50", true, false), ("0..100", "0-100", false, false),
        ("", "0..100", true, false), ("0..100", "", false, true), ("0,1", "0,1,2", false, true),
        ("0,1,2", "0..5", false, true), ("0..2", "0,1,2,3", false, true), ("U,UQ,S", "U", true, true),
        ("U,UQ,S", "U,UQ", true, false), ("-5..5", "-5--1", true, false), ("see text", "see the text", true, true),
        ("0..1e300", "0,1", true, false), ("0,1", "0.2..0.7", true, false),
        ("-1,0,1", "-1.5..0.5", true, false), (String(repeating: "-", count: 100_000), "0..1", true, true),
    ]
    @Test(arguments: ranges) func comparesRanges(_ old: String, _ new: String, _ written: Bool, _ read: Bool) {
        for (operations, breaks) in [([.read, .write] as Operations, written), (.read, read)] {
            let comparison = DefinitionComparison(
                Self.object([Self.resource(operations) { $0.rangeEnumeration = old }]),
                Self.object([Self.resource(operations) { $0.rangeEnumeration = new }]), hasProse: true)
            #expect(comparison.isBreaking == breaks && comparison.changes.count == 1, "\(operations)")
        }
    }

    @Test func comparesNoProseWithAScript() {
        let old = Self.object([
            Self.resource { ($0.units, $0.rangeEnumeration, $0.description) = ("Cel", "0..1", "Hot.") }
        ])
        #expect(DefinitionComparison(old, Self.object([Self.resource()]), hasProse: false).changes.isEmpty)
    }

    @Test func countsWhatItFound() {
        let same = DefinitionComparison(Self.object(), Self.object(), hasProse: true)
        #expect(same.text == "Object 26241: no difference" && !same.isBreaking)
        #expect(
            DefinitionComparison(of: Self.object(), isNew: false).text == """
                breaking: /26241 Oven: is gone (what asks for it is answered 4.04)
                Object 26241: 1 breaking, 0 compatible
                """)
        #expect(!DefinitionComparison(of: Self.object(), isNew: true).isBreaking)
    }
}
