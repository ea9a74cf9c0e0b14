import ObjectCheck
import Testing

struct RuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var text: String
        var name = "object_lamp.lua"
        var product = "SARA-R510S-01B"
        /// `line severity rule: message`.
        let findings: [String]

        init(
            _ description: String, _ text: String, name: String = "object_lamp.lua",
            product: String = "SARA-R510S-01B", _ findings: String...
        ) {
            testDescription = description
            self.text = text
            self.name = name
            self.product = product
            self.findings = findings
        }
    }

    @Test(
        arguments: fileCases + contractCases + nameCases + resourceCases + tableCases + codeCases + bindingCases
            + globalCases)
    func finds(_ test: Case) {
        #expect(!test.text.isEmpty)
        #expect(Lamp.findings(test.text, named: test.name, for: test.product) == test.findings)
    }

    @Test func hasACaseForEachRule() {
        let cases =
            Self.fileCases + Self.contractCases + Self.nameCases + Self.resourceCases + Self.tableCases + Self.codeCases
            + Self.bindingCases + Self.globalCases
        let tested = Set(cases.flatMap(\.findings).map { $0.split(separator: " ")[2].dropLast() })
        // These have tests of their own: they need several files, much room or another product.
        let elsewhere: Set<Substring> = ["not-an-object", "file-size", "lua-unsupported", "id-clash"]
        #expect(Set(Rule.all.map { Substring($0.id) }) == tested.union(elsewhere))
    }
}
