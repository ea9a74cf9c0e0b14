import Foundation
import TestSupport
import Testing

/// The page about the library shows all that is public, as it is.
struct FaceTests {
    /// The public declarations of a source text, each on one line, without bodies.
    static func declarations(_ text: String) -> [String] {
        var found: [String] = []
        var open = ""
        var enumeration = ""
        for line in text.components(separatedBy: "\n") {
            let words = line.trimmingCharacters(in: .whitespaces)
            if line == "}" { enumeration = "" }
            let isCase = !enumeration.isEmpty && words.hasPrefix("case ") && line.hasPrefix("    case ")
            guard !open.isEmpty || words.hasPrefix("public ") || isCase else { continue }
            open += (open.isEmpty || open.hasSuffix("(") || words.hasPrefix(")") ? "" : " ") + words
            guard open.count(where: { $0 == "(" }) == open.count(where: { $0 == ")" }), !open.hasSuffix(",") else {
                continue
            }
            if open.contains("enum ") { enumeration = open }
            var declaration = open.hasPrefix("public ") ? String(open.dropFirst("public ".count)) : open
            if let body = declaration.range(of: " {") { declaration = String(declaration[..<body.lowerBound]) }
            found.append(declaration)
            open = ""
        }
        return found
    }

    @Test func isOnOnePage() throws {
        let guide = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("docs/library.md"), encoding: .utf8)
        let block = try #require(
            guide.components(separatedBy: "```swift\n// Sources/Library/XLwM2M\n").dropFirst().first)
        let shown = block.components(separatedBy: "```")[0].split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let folder = Corpus.checkout.appendingPathComponent("Sources/Library/XLwM2M")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") }.sorted()
        let declared = try names.flatMap { name in
            Self.declarations(try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
        }
        #expect(declared.filter { !shown.contains($0) } == [])
        #expect(shown.filter { !declared.contains($0) } == [])
        #expect(shown.count <= 70, "a page has 70 lines")
    }

    /// The blocks of the page stand in the examples, which `scripts/test` builds and runs.
    @Test func showsTheExamplesAsTheyAre() throws {
        let guide = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("docs/library.md"), encoding: .utf8)
        let files = try [
            "host/Package.swift", "host/Sources/host/main.swift", "suite/Tests/SensorTests/SensorTests.swift",
        ]
        .map { try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/swift/" + $0), encoding: .utf8) }
        let lines = Set(
            files.joined(separator: "\n").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        let blocks = guide.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 4)
        for line in blocks.prefix(3).joined(separator: "\n").split(separator: "\n") where !line.hasPrefix("// ") {
            #expect(lines.contains(line.trimmingCharacters(in: .whitespaces)), "\(line)")
        }
    }

    @Test func hasAHostOfAFolderInUnderTenLines() throws {
        let text = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("docs/swift/host/Sources/host/main.swift"),
            encoding: .utf8)
        #expect(text.split(separator: "\n").count < 10)
    }
}
