import Foundation
import TestSupport
import Testing

/// The built-in Objects in the hands of a user: made again, checked, tested and served.
struct BuiltInObjectsTests {
    /// One product of each group.
    static let products = [
        "SARA-R410M-02B", "SARA-R410M-63B-00", "SARA-R422-00B", "SARA-R422S-01B", "LEXI-R422", "SARA-R510S-00B-00",
        "SARA-R510S-00B", "SARA-R510S-01B",
    ]

    @Test func fitTheirDefinitions() throws {
        let folder = Corpus.checkout.appendingPathComponent("generator/definitions")
        let definitions = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(definitions.count == 18)
        let run = try Program.run(
            ["generate", "--check", "-o", "objects"] + definitions.map { "generator/definitions/\($0)" })
        #expect(run.exitCode == 0, "\(run)")
    }

    @Test(arguments: products) func workOn(_ product: String) throws {
        let check = try Program.run(["check", "--product", product, "objects"])
        #expect(check.exitCode == 0 && check.standardOutput.contains(": 0 errors, 0 warnings,"), "\(check)")
        let test = try Program.run(["test", "--product", product, "objects"])
        #expect(test.exitCode == 0, "\(test)")
    }

    @Test(arguments: products) func areAllServed(_ product: String) throws {
        let run = try Program.run(["run", "--product", product, "--exec", "ls"])
        #expect(run.exitCode == 0 && run.standardOutput.split(separator: "\n").count == 19, "\(run)")
    }
}
