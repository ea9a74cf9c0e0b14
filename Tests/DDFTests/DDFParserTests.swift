import DDF
import Foundation
import LwM2M
import TestSupport
import Testing

struct DDFParserTests {
    private func parse(_ text: String) throws -> [ParsedObject] { try DDFParser.parse(Array(text.utf8), file: "p.xml") }

    @Test func readsAnObject() throws {
        var text = DefinitionText([
            .init(5700, "Sensor Value", "R", "Float", mandatory: "Mandatory"), .init(1, "Reset", "E", ""),
            .init(2, "Links", "", "Objlnk", multiple: "Multiple"),
        ])
        text.multiple = "Single"
        let object = try #require(try parse(text.file).first)
        #expect(
            object.definition
                == ObjectDefinition(
                    id: 26241, name: "Probe", urn: "urn:oma:lwm2m:x:26241", isMultiple: false, isMandatory: false,
                    resources: [
                        ResourceDefinition(
                            id: 5700, name: "Sensor Value", operations: .read, isMandatory: true, type: .float),
                        ResourceDefinition(id: 1, name: "Reset", operations: .execute, type: .none),
                        ResourceDefinition(
                            id: 2, name: "Links", operations: [], isMultiple: true, type: .objectLink),
                    ]))
        #expect(object.line == 3 && object.resourceLines == [12, 13, 14])
    }

    @Test func readsSeveralObjects() throws {
        var second = DefinitionText()
        second.id = "26242"
        let objects = try parse(DefinitionText.file([DefinitionText(), second]))
        #expect(objects.map(\.definition.id) == [26241, 26242] && objects.map(\.line) == [3, 16])
    }

    /// One definition in many spellings: they all mean the same.
    static let spellings: [(String, [UInt8])] = {
        let plain = DefinitionText().file
        let crlf = plain.replacingOccurrences(of: "\n", with: "\r\n")
        func wide(_ encoding: String.Encoding, _ mark: [UInt8]) -> [UInt8] {
            mark + [UInt8](plain.replacingOccurrences(of: "UTF-8", with: "UTF-16").data(using: encoding)!)
        }
        return [
            ("plain", Array(plain.utf8)), ("CRLF", Array(crlf.utf8)), ("BOM", [0xEF, 0xBB, 0xBF] + Array(plain.utf8)),
            ("no declaration", Array(plain.utf8.drop { $0 != 0x0A }.dropFirst())),
            ("UTF-16 LE", wide(.utf16LittleEndian, [0xFF, 0xFE])), ("UTF-16 BE", wide(.utf16BigEndian, [0xFE, 0xFF])),
            (
                "comment in resources",
                Array(
                    plain.replacingOccurrences(
                        of: "<Resources>", with: "<Resources><!-- <Item ID=\"9\"><Name>Old</Name></Item> -->"
                    ).utf8)
            ),
            ("CDATA", Array(plain.replacingOccurrences(of: ">Value<", with: "><![CDATA[Value]]><").utf8)),
            ("entities", Array(plain.replacingOccurrences(of: ">Value<", with: ">&#86;al&#x75;e<").utf8)),
            ("padded words", Array(plain.replacingOccurrences(of: ">Single<", with: "> Single\n<").utf8)),
            (
                "no versions",
                Array(
                    plain.replacingOccurrences(
                        of: "<LWM2MVersion>1.0</LWM2MVersion><ObjectVersion>1.0</ObjectVersion>", with: ""
                    ).utf8)
            ),
            ("empty versions", Array(plain.replacingOccurrences(of: ">1.0</", with: "></").utf8)),
            (
                "unknown elements",
                Array(
                    plain.replacingOccurrences(
                        of: "<Type>", with: "<Owner>me <b>too</b></Owner><Type>"
                    ).utf8)
            ),
            (
                "attribute in single quotes with spaces",
                Array(
                    plain.replacingOccurrences(
                        of: "ID=\"0\"", with: "note='x' ID = '0'"
                    ).utf8)
            ),
        ]
    }()
    @Test(arguments: spellings) func readsEverySpelling(_ name: String, _ bytes: [UInt8]) throws {
        let expected = try parse(DefinitionText().file).map(\.definition)
        #expect(try DDFParser.parse(bytes, file: "p.xml").map(\.definition) == expected, "\(name)")
    }

    @Test func keepsMarkupInTextAsText() throws {
        let text = DefinitionText().file.replacingOccurrences(
            of: "<Description></Description>", with: "<Description><![CDATA[see </3302/0/5500> & <0:]]></Description>")
        #expect(try parse(text)[0].definition.resources[0].description == "see </3302/0/5500> & <0:")
    }

    /// What no right script can be made of: the place, what is wrong, what to do.
    static let refusals: [(String, String)] = [
        ("", "p.xml: the file is empty: give an OMA definition"),
        ("<LWM2M/>", "p.xml:1: there is no <Object> in <LWM2M>: add the definition of one"),
        ("<Object/>", "p.xml:1: the root element is <Object>: an OMA definition starts with <LWM2M>"),
        (
            "<LWM2M><Object>",
            "p.xml:1: not well-formed XML, Premature end of data in tag Object line 1: correct the file"
        ),
        ("hello", "p.xml:1: not well-formed XML, Start tag expected, '<' not found: correct the file"),
        (
            DefinitionText().file + "more",
            "p.xml:17: not well-formed XML, Extra content at the end of the document: correct the file"
        ),
        (
            "<!DOCTYPE LWM2M [<!ENTITY a 'b'>]><LWM2M/>",
            "p.xml:1: a document type declaration is not allowed: remove <!DOCTYPE ...>"
        ),
        (edited("<ObjectID>26241</ObjectID>", ""), "p.xml:3: <Object> has no <ObjectID>: add it"),
        (
            edited("26241</ObjectID>", "0 or os.exit()</ObjectID>"),
            "p.xml:6: <ObjectID> is '0 or os.exit()': write a decimal number from 0 to 65534"
        ),
        (
            edited("26241</ObjectID>", "65535</ObjectID>"),
            "p.xml:6: <ObjectID> is '65535': write a decimal number from 0 to 65534"
        ),
        (edited("ID=\"0\"", "ID=\"-1\""), "p.xml:12: the ID of <Item> is '-1': write a decimal number from 0 to 65534"),
        (
            edited(" ID=\"0\"", ""),
            "p.xml:12: <Item> has no attribute ID: write <Item ID=\"5700\"> with the resource's id"
        ),
        (edited(">RW<", ">WR<"), "p.xml:12: <Operations> is 'WR': write R, W, RW, E or nothing"),
        (
            edited(">Integer<", ">Int<"),
            "p.xml:12: <Type> is 'Int': write one of String, Integer, Float, Boolean, Opaque, Time, Objlnk, "
                + "Unsigned Integer, Corelnk, or nothing for an executable"
        ),
        (edited(">Multiple<", ">Many<"), "p.xml:9: <MultipleInstances> is 'Many': write Multiple or Single"),
        (
            edited("<Mandatory>Optional</Mandatory><Type>", "<Mandatory>No</Mandatory><Type>"),
            "p.xml:12: <Mandatory> is 'No': write Mandatory or Optional"
        ),
        (edited("<Type>Integer</Type>", ""), "p.xml:12: <Item> has no <Type>: add it"),
        (
            edited("<Type>Integer</Type>", "<Type>Integer</Type><Type>Float</Type>"),
            "p.xml:12: <Type> stands a second time in its <Item>: keep one of them"
        ),
        (
            edited("<Name>Value</Name>", "<Name>Val<b>ue</b></Name>"),
            "p.xml:12: <b> stands inside <Name>, which holds text only: write the text alone, or in <![CDATA[...]]>"
        ),
        (DefinitionText([]).file, "p.xml:11: <Resources> has no <Item>: add one for each resource"),
        (
            DefinitionText([.init(7, "A"), .init(7, "B")]).file,
            "p.xml:13: resource 7 is defined a second time, first in line 12: give one of them another ID"
        ),
    ]
    private static func edited(_ old: String, _ new: String) -> String {
        DefinitionText().file.replacingOccurrences(of: old, with: new)
    }
    @Test(arguments: refusals) func refuses(_ text: String, _ message: String) {
        let error = #expect(throws: DDFError.self) { try parse(text) }
        #expect(error?.description == message)
    }

    @Test func takesTheWholeRegistry() throws {
        for url in Corpus.definitions {
            let bytes = [UInt8](try Data(contentsOf: url))
            let objects = try DDFParser.parse(bytes, file: url.lastPathComponent)
            // Objects and items are counted without an XML parser, comments taken out.
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(objects.count == text.components(separatedBy: "<Object ").count - 1, "\(url.lastPathComponent)")
            let items = text.components(separatedBy: "<!--").enumerated().reduce(0) { sum, part in
                let rest =
                    part.offset == 0
                    ? part.element
                    : part.element.components(separatedBy: "-->").dropFirst()
                        .joined(separator: "-->")
                return sum + rest.components(separatedBy: "<Item ").count - 1
            }
            #expect(objects.reduce(0) { $0 + $1.definition.resources.count } == items, "\(url.lastPathComponent)")
        }
    }
}
