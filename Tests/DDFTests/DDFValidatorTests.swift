import DDF
import Foundation
import TestSupport
import Testing

struct DDFValidatorTests {
    private func findings(_ text: String) -> [DDFFinding] { DDFValidator.findings(Array(text.utf8), file: "v.xml") }

    @Test func isContentWithAGoodFile() throws {
        #expect(findings(DefinitionText().file) == [])
        let sensor = Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml")
        #expect(DDFValidator.findings([UInt8](try Data(contentsOf: sensor)), file: "3300.xml") == [])
    }

    /// One fault each: what is replaced by what, and the finding.
    static let faults: [(String, String, String)] = [
        ("<LWM2M>", "<LWM2M><!DOCTYPE x>", "error 2 not-well-formed"),
        ("ObjectType=\"MODefinition\"", "", "error 3 object-type"),
        ("ObjectType=\"MODefinition\"", "ObjectType=\"X\"", "error 3 object-type"),
        ("<Object ", "<Object color=\"red\" ", "error 3 unknown-attribute"),
        ("<Resources>", "text<Resources>", "error 11 stray-text"),
        ("<Resources>", "<Owner/><Resources>", "error 11 unknown-element"),
        ("<Description1></Description1>", "", "warning 3 element-missing"),
        ("<ObjectURN>urn:oma:lwm2m:x:26241</ObjectURN>", "", "error 3 element-missing"),
        ("<Units></Units>", "", "warning 12 element-missing"),
        ("<Type>Integer</Type>", "", "error 12 element-missing"),
        (
            "<Name>Value</Name><Operations>RW</Operations>", "<Operations>RW</Operations><Name>Value</Name>",
            "warning 12 element-order"
        ),
        ("urn:oma:lwm2m:x:26241", "", "error 7 urn-empty"),
        ("urn:oma:lwm2m:x:26241", "oma:26241", "error 7 urn-form"),
        ("urn:oma:lwm2m:x:26241", "urn:oma:lwm2m:x:26242", "error 7 urn-id"),
        ("urn:oma:lwm2m:x:26241", "urn:oma:lwm2m:ext:26241", "error 7 urn-category"),
        ("urn:oma:lwm2m:x:26241", "urn:oma:lwm2m:x:26241:1.1", "error 7 urn-version"),
        ("<ObjectVersion>1.0<", "<ObjectVersion>1.1<", "error 7 urn-version"),
        ("<ObjectVersion>1.0<", "<ObjectVersion><", "warning 8 version-empty"),
        ("<LWM2MVersion>1.0<", "<LWM2MVersion>one<", "error 8 version-form"),
        ("<LWM2MVersion>1.0<", "<LWM2MVersion>1.1<", "warning 8 version-newer-than-client"),
        ("26241", "1500", "error 6 object-id-reserved"),
        ("26241", "60000", "warning 6 object-id-unassigned"),
        ("26241</ObjectID>", "70000</ObjectID>", "error 6 object-id"),
        ("<Name>Probe<", "<Name> <", "error 4 object-name-empty"),
        ("<Name>Probe<", "<Name>Probe <", "warning 4 name-padding"),
        ("<Name>Value<", "<Name>Val\nue<", "warning 12 name-control"),
        ("<Name>Value<", "<Name><", "error 12 resource-name-empty"),
        ("<Operations>RW<", "<Operations> RW<", "warning 12 word-padding"),
        ("<Operations>RW<", "<Operations>E<", "error 12 executable-with-type"),
        ("<Type>Integer<", "<Type><", "error 12 type-empty"),
        ("<Type>Integer<", "<Type>Unsigned Integer<", "warning 12 type-newer-than-client"),
        ("<Type>Integer<", "<Type>integer<", "error 12 type-word"),
        ("ID=\"0\"", "ID=\"40000\"", "warning 12 resource-id-reserved"),
        ("ID=\"0\"", "ID=\"x\"", "error 12 resource-id"),
    ]
    @Test(arguments: faults) func finds(_ old: String, _ new: String, _ expected: String) {
        let text = DefinitionText().file.replacingOccurrences(of: old, with: new)
        let found = findings(text).map { "\($0.severity.rawValue) \($0.line) \($0.rule)" }
        #expect(found.contains(expected), "\(found)")
        #expect(Set(found).count <= 2, "\(found)")
    }

    @Test func findsWhatIsThereTwice() {
        let text = DefinitionText.file([
            DefinitionText([.init(1, "A"), .init(2, "A"), .init(1, "B")]), DefinitionText(),
        ])
        #expect(
            findings(text).map { "\($0.line) \($0.rule)" } == [
                "13 resource-name-twice", "14 resource-id-twice", "18 object-id-twice",
            ])
    }

    @Test func saysWhatToDo() {
        let text = DefinitionText().file.replacingOccurrences(of: "<Operations>RW<", with: "<Operations>E<")
        #expect(
            findings(text).map(\.message) == [
                "resource 0 is executable and has the type Integer: leave <Type> empty, or give it R, W or RW"
            ])
    }

    /// What the registry itself does is known, rule by rule: anything new is worth a look.
    @Test func knowsTheOdditiesOfTheRegistry() throws {
        var rules = Set<String>()
        // The golden ones are odd on purpose.
        for url in Corpus.definitions where !url.path.hasPrefix(Corpus.checkout.path + "/generator/golden/") {
            for finding in DDFValidator.findings([UInt8](try Data(contentsOf: url)), file: url.lastPathComponent)
            where finding.severity == .error { rules.insert(finding.rule) }
        }
        #expect(rules.isSubset(of: ["executable-with-type"]), "\(rules)")
    }
}
