import DDF
import TestSupport
import Testing

/// A diagnostic points at the element that is wrong, whatever stands around it.
struct PlaceTests {
    /// A definition with each element in a line of its own, spread over lines where `wide` is set.
    private static func text(wide: Bool, _ changes: (String, String)...) -> String {
        let gap = wide ? "\n  " : " "
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <LWM2M>
            <Object\(gap)ObjectType="MODefinition">
            <Name>Probe</Name>
            <Description1/>
            <ObjectID>26241</ObjectID>
            <ObjectURN>urn:oma:lwm2m:x:26241</ObjectURN>
            <MultipleInstances>Multiple</MultipleInstances>
            <Mandatory>Optional</Mandatory>
            <Resources>
            <Item\(gap)ID="0">
            <Name>Value</Name>
            <Operations>RW</Operations>
            <MultipleInstances>Single</MultipleInstances>
            <Mandatory>Optional</Mandatory>
            <Type>Integer</Type>
            <RangeEnumeration/>
            <Units/>
            <Description/>
            </Item>
            </Resources>
            <Description2/>
            </Object>
            </LWM2M>

            """
        for (old, new) in changes {
            guard let range = text.range(of: old) else { return "" }
            text.replaceSubrange(range, with: new)
        }
        return text
    }

    static let cases: [(String, String, String)] = [
        ("<Name>Probe<", "<Name> <", "4 object-name-empty"), ("<Name>Probe<", "<Name>Probe <", "4 name-padding"),
        (">26241<", ">1500<", "6 object-id-reserved"), (":26241<", ":1<", "7 urn-id"),
        ("<Name>Value<", "<Name/><!--", "12 resource-name-empty"), ("<Name>Value<", "<Name>Value <", "12 name-padding"),
        (">Integer<", ">Corelnk<", "16 type-newer-than-client"), (">Integer<", "><", "16 type-empty"),
        (">RW<", ">E<", "16 executable-with-type"), ("ID=\"0\"", "ID=\"40000\"", "11 resource-id-reserved"),
        (">RW<", ">WR<", "13 operations-word"), ("<Units/>", "<Units/><Units/>", "18 element-twice"),
        ("ID=\"0\"", "ID=\"x\"", "11 resource-id"), (" ObjectType=\"MODefinition\"", "", "3 object-type"),
    ]
    @Test(arguments: cases) func pointsAtTheElement(_ old: String, _ new: String, _ expected: String) {
        var text = Self.text(wide: false, (old, new))
        text = text.replacingOccurrences(of: "<!--/Name>", with: "")
        #expect(!text.isEmpty)
        let found = DDFValidator.findings(Array(text.utf8), file: "x.xml").map { "\($0.line) \($0.rule)" }
        #expect(found.contains(expected), "\(found)")
    }

    @Test func pointsAtTheLineWhereATagStarts() {
        func lines(_ changes: (String, String)...) -> [String] {
            var text = Self.text(wide: true)
            for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
            return DDFValidator.findings(Array(text.utf8), file: "x.xml").map { "\($0.line) \($0.rule)" }
        }
        #expect(lines() == [])
        #expect(lines(("ObjectType=", "Kind=")).contains("3 object-type"))
        #expect(lines(("ID=\"0\"", "ID=\"x\"")).contains("12 resource-id"))
        #expect(lines(("ID=\"0\"", "ID=\"0\"\n  color=\"a>b\"")).contains("12 unknown-attribute"))
    }

    @Test func tellsObjectsOfOneLineApart() {
        let one = Self.text(wide: false).replacingOccurrences(of: "\n", with: "")
        let first = one.range(of: "<Object ").map { String(one[$0.lowerBound...].dropLast("</LWM2M>".count)) } ?? ""
        let second = first.replacingOccurrences(of: "26241", with: "26242")
            .replacingOccurrences(of: "<Name>Probe", with: "\n<Name> ")
        let found = DDFValidator.findings(Array("<LWM2M>\(first)\(second)</LWM2M>".utf8), file: "x.xml")
        #expect(found.map { "\($0.line) \($0.rule)" } == ["2 object-name-empty"])
    }

    @Test func namesTheLineOfTheObjectsName() throws {
        let object = try DDFParser.parse(Array(Self.text(wide: false).utf8), file: "x.xml")[0]
        #expect(object.line == 3 && object.nameLine == 4 && object.resourceLines == [11])
    }
}
