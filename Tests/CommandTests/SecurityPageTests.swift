import Foundation
import TestSupport
import Testing

/// `SECURITY.md`: each test that it names is there, and each claim names one.
struct SecurityPageTests {
    @Test func theTestsThatItNamesAreThere() throws {
        let page = try String(contentsOf: Corpus.checkout.appendingPathComponent("SECURITY.md"), encoding: .utf8)
        var texts: [String: String] = [:]
        let tests = Corpus.checkout.appendingPathComponent("Tests")
        let files = FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let name = file.deletingPathExtension().lastPathComponent
            texts[name, default: ""] += (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        }
        var count = 0
        for match in page.matches(of: #/`([A-Za-z0-9]+Tests)\/([A-Za-z0-9]+)`/#) {
            count += 1
            let (suite, test) = (String(match.1), String(match.2))
            #expect(texts[suite]?.contains("func \(test)(") == true, "\(suite)/\(test)")
        }
        #expect(count > 40)
    }

    /// A row of a table whose first line names its columns, `held by` the last of them.
    @Test func eachClaimIsHeld() throws {
        let page = try String(contentsOf: Corpus.checkout.appendingPathComponent("SECURITY.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }
        #expect(rows.count > 20)
        for row in rows where !row.hasSuffix("held by |") {
            let last = row.split(separator: "|").last ?? ""
            #expect(last.contains("Tests/"), "\(row)")
        }
    }
}
