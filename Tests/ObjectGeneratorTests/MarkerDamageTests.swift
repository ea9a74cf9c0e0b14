import Foundation
import LwM2M
import ObjectGenerator
import Testing

/// Marker lines that somebody damaged: what is said of them, and which code is given back.
struct MarkerDamageTests {
    private static let definition = ObjectDefinition(
        id: 1, name: "X", isMultiple: true, isMandatory: false,
        resources: [ResourceDefinition(id: 0, name: "Value", operations: [.read, .write], type: .integer)])
    private static let code: [CustomRegion: [UInt8]] = [
        .file: Array("local n = 1\n".utf8), .read: Array("  value = n\n".utf8), .write: Array("  n = value\n".utf8),
    ]
    private static let text = String(
        decoding: Script.emit(definition, name: "object_x", custom: code), as: UTF8.self)

    private static func begin(_ region: String) -> String {
        "-- custom \(region): your code between these two lines is kept\n"
    }
    private static func end(_ region: String) -> String { "-- custom \(region): end\n" }
    private static func line(of words: String, in text: String) -> Int {
        text.components(separatedBy: "\n").firstIndex { $0.contains(words.dropLast()) }.map { $0 + 1 } ?? 0
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What takes the place of what.
        var changes: [(String, String)]
        /// What is said, without the lines.
        var damages: [String]
        /// The regions whose code is given back.
        var regions: Set<CustomRegion>
    }

    static let cases: [Case] = [
        Case(
            testDescription: "a begin is missing", changes: [("  " + begin("read"), "")],
            damages: [
                "'-- custom read: your code between these two lines is kept' is missing before '-- custom read: end'"
            ], regions: [.file, .write]),
        Case(
            testDescription: "an end is missing", changes: [("  " + end("read"), "")],
            damages: [
                "'-- custom read: end' is missing after '-- custom read: your code between these two lines is kept'"
            ], regions: [.file, .write]),
        Case(
            testDescription: "the last end is missing", changes: [("  " + end("write"), "")],
            damages: [
                "'-- custom write: end' is missing after '-- custom write: your code between these two lines is kept'"
            ], regions: [.file, .read]),
        Case(
            testDescription: "a begin stands twice",
            changes: [("function object_x.read(", begin("read") + "function object_x.read(")],
            damages: [
                "'-- custom read: end' is missing after '-- custom read: your code between these two lines is kept'",
                "'-- custom read: your code between these two lines is kept' stands a second time, first in line N",
            ], regions: [.file, .write]),
        Case(
            testDescription: "an end stands twice", changes: [(end("read"), end("read") + "  " + end("read"))],
            damages: ["'-- custom read: end' stands a second time, first in line N"], regions: [.file, .write]),
        Case(
            testDescription: "a whole region stands twice",
            changes: [(end("read"), end("read") + begin("read") + "  other = 1\n" + end("read"))],
            damages: [
                "'-- custom read: your code between these two lines is kept' stands a second time, first in line N"
            ],
            regions: [.file, .write]),
        Case(
            testDescription: "begin and end have changed places",
            changes: [(begin("read"), "@\n"), (end("read"), begin("read")), ("@\n", end("read"))],
            damages: [
                "'-- custom read: your code between these two lines is kept' is missing before '-- custom read: end'",
                "'-- custom read: your code between these two lines is kept' stands behind its end in line N",
                "'-- custom read: end' is missing after '-- custom read: your code between these two lines is kept'",
            ], regions: [.file, .write]),
        Case(
            testDescription: "an end has another name", changes: [(end("read"), "-- custom reed: end\n")],
            damages: [
                "'-- custom read: end' is missing after '-- custom read: your code between these two lines is kept'",
                "'-- custom reed: end' is not one of the markers",
            ], regions: [.file, .write]),
        Case(
            testDescription: "a begin says something else",
            changes: [(begin("read"), "-- custom read: your code between these lines\n")],
            damages: [
                "'-- custom read: your code between these lines' is not one of the markers",
                "'-- custom read: your code between these two lines is kept' is missing before '-- custom read: end'",
            ], regions: [.file, .write]),
        Case(
            testDescription: "the ends of two regions have changed places",
            changes: [(end("read"), "@\n"), (end("write"), end("read")), ("@\n", end("write"))],
            damages: [
                "'-- custom read: end' is missing after '-- custom read: your code between these two lines is kept'",
                "'-- custom write: your code between these two lines is kept' is missing before '-- custom write: end'",
                "'-- custom write: end' is missing after '-- custom write: your code between these two lines is kept'",
                "'-- custom read: your code between these two lines is kept' is missing before '-- custom read: end'",
                "'-- custom write: your code between these two lines is kept' stands behind its end in line N",
            ], regions: [.file]),
        Case(
            testDescription: "code outside of the markers alone",
            changes: [("return object_x", "n = 2\nreturn object_x")],
            damages: [], regions: [.file, .read, .write]),
    ]
    @Test(arguments: cases, [false, true]) func saysWhichMarkerIsDamaged(_ test: Case, _ hasCarriageReturns: Bool)
        throws
    {
        var text = Self.text
        for (old, new) in test.changes {
            let range = try #require(text.range(of: old))
            text.replaceSubrange(range, with: new)
        }
        if hasCarriageReturns { text = text.replacingOccurrences(of: "\n", with: "\r\n") }
        let file = GeneratedFile(reading: Array(text.utf8))
        #expect(file.origin == .edited)
        let said = try file.damages.map { $0.message.replacing(try Regex("line [0-9]+"), with: "line N") }
        #expect(Set(said) == Set(test.damages), "\(file.damages)")
        let lines = text.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n")
        for damage in file.damages {
            #expect(lines.indices.contains(damage.line - 1) && lines[damage.line - 1].contains("custom"))
        }
        #expect(Set(file.regions.keys) == test.regions)
        for region in test.regions { #expect(file.regions[region] == Self.code[region]) }
    }

    @Test func knowsWhereTheCodeOfARegionStarts() {
        let file = GeneratedFile(reading: Array(Self.text.utf8))
        #expect(file.regionLines[.read] == Self.line(of: "  value = n\n", in: Self.text))
        #expect(file.damages.isEmpty)
        #expect(file.header == GeneratedFile.Header(object: 1, isTest: false))
        let test = TestScript.emit(Self.definition, name: "object_x")
        #expect(GeneratedFile(reading: test).header == GeneratedFile.Header(object: 1, isTest: true))
    }

    @Test func saysLittleOfAFileFullOfMarkers() {
        let text = "-- checksum: 0123456789abcdef\n" + String(repeating: Self.begin("read"), count: 100_000)
        #expect(GeneratedFile(reading: Array(text.utf8)).damages.count <= 20)
    }
}
