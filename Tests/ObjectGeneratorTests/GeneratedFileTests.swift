import Foundation
import LwM2M
import ObjectGenerator
import Testing

struct GeneratedFileTests {
    private static let definition = ObjectDefinition(
        id: 1, name: "X", isMultiple: true, isMandatory: false,
        resources: [ResourceDefinition(id: 0, name: "Go", operations: .execute, type: .none)])
    private static let code: [CustomRegion: [UInt8]] = [
        .file: Array("local n = 1\n".utf8), .write: Array("  n = n + value\n\n  -- done\n".utf8),
        .execute: Array("  print(n)\n".utf8),
    ]
    private static func text(_ custom: [CustomRegion: [UInt8]] = code) -> String {
        String(decoding: Script.emit(definition, name: "object_x", custom: custom), as: UTF8.self)
    }

    @Test func givesBackTheCode() {
        let file = GeneratedFile(reading: Array(Self.text().utf8))
        #expect(file.origin == .generated && file.regions == Self.code)
        #expect(GeneratedFile(reading: Array(Self.text([:]).utf8)).regions == [:])
    }

    @Test func theChecksumIsThatOfTheEmptyRegions() {
        func checksum(_ text: String) -> Substring? {
            text.split(separator: "\n").first { $0.hasPrefix("-- checksum") }
        }
        #expect(checksum(Self.text()) == checksum(Self.text([:])))
    }

    /// As Windows ends its lines, and as they are once they were converted twice.
    @Test(arguments: ["\r\n", "\r\r\n"]) func toleratesOtherLineEnds(_ end: String) {
        let text = Array(Self.text().utf8).flatMap { $0 == 0x0A ? Array(end.utf8) : [$0] }
        let file = GeneratedFile(reading: text)
        #expect(file.origin == .generated && file.regions == Self.code)
        #expect(GeneratedFile.isSame(text, Array(Self.text().utf8)))
    }

    static let edits: [(String, String, GeneratedFile.Origin)] = [
        ("print(n)", "print(2 * n)", .generated),
        ("return object_x\n", "return object_x -- mine\n", .edited),
        ("objectId = 1", "objectId = 2", .edited),
        ("  -- custom write: end\n", "", .edited),
        ("-- checksum: ", "-- sum: ", .foreign),
        ("  -- custom delete: end\n", "  -- custom delete: end\n\n", .edited),
        ("print(n)", "-- custom write: your code between these two lines is kept\n", .generated),
    ]
    @Test(arguments: edits) func seesAnEdit(_ old: String, _ new: String, _ origin: GeneratedFile.Origin) {
        let text = Self.text()
        let range = text.range(of: old)
        #expect(range != nil)
        let edited = range.map { text.replacingCharacters(in: $0, with: new) } ?? text
        #expect(GeneratedFile(reading: Array(edited.utf8)).origin == origin)
    }

    @Test func readsAnythingWithoutHarm() {
        for text in [
            "", "\n", "-- checksum: 12", "-- checksum: 0123456789abcdef", "\u{0}\u{1}", "-- custom write: end",
        ] {
            #expect(GeneratedFile(reading: Array(text.utf8)).origin != .generated)
        }
    }
}
