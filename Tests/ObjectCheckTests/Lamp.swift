import Foundation
import ObjectCheck
import Products
import Storage
import TestSupport

/// A right Object, to be spoilt in one place.
enum Lamp {
    static let text: String = {
        let url = Corpus.checkout.appendingPathComponent("Tests/ObjectCheckTests/Fixtures/object_lamp.lua")
        return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    }()

    /// The text with other words in some places; a place that is not there makes an empty text, which fails the test.
    static func with(_ changes: (String, String)...) -> String {
        var text = text
        for (old, new) in changes {
            guard text.contains(old) else { return "" }
            text = text.replacingOccurrences(of: old, with: new)
        }
        return text
    }

    /// Code inside the function `write`.
    static func writing(_ code: String) -> String { with(("-- WRITE", code)) }

    /// The findings for one file, as `line severity rule: message`.
    static func findings(
        _ text: String, named name: String = "object_lamp.lua", for product: String = Product.default.name
    ) -> [String] {
        let report = checker(product).check([CheckedFile(path: name, content: Array(text.utf8))])
        return report.findings.map(show)
    }

    static func checker(_ product: String) -> ObjectChecker {
        var checker = ObjectChecker(product: Product.named(product) ?? .default)
        checker.limits.instructions = 1_000_000
        return checker
    }

    static func show(_ finding: Finding) -> String {
        "\(finding.line) \(finding.severity.rawValue) \(finding.rule): \(finding.message)"
    }
}
