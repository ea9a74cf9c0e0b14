import Foundation
import ObjectCheck
import TestSupport
import Testing

struct GuideTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: Corpus.checkout.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func explainsEveryRuleForLua() throws {
        let guide = try Self.text("docs/check.md")
        for rule in Rule.all {
            let mark = rule.stopsTheStart ? ", **stops**" : ""
            #expect(guide.contains("| `\(rule.id)` | \(rule.severity.rawValue)\(mark) |"), "\(rule.id)")
        }
    }

    @Test func explainsEveryRuleForDefinitions() throws {
        let guide = try Self.text("docs/check.md")
        let folder = Corpus.checkout.appendingPathComponent("generator/DDF")
        let rule = try Regex(#""([a-z]+(?:-[a-z]+)+)""#, as: (Substring, Substring).self)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            for match in try Self.text("generator/DDF/" + name).matches(of: rule) {
                #expect(guide.contains("`xml-\(match.1)`"), "\(match.1) of \(name)")
            }
        }
    }
}
