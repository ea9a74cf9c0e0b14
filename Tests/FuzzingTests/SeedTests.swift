import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The inputs that the fuzzer kept, through the same functions: what was mended once stays so, without a fuzzer.
struct SeedTests {
    @Test(arguments: FuzzTarget.all.map(\.name)) func holds(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let start = ContinuousClock.now
        for input in try Self.inputs(of: name) {
            do throws(Breach) { try target.run(input) } catch {
                Issue.record("\(name), \(Data(input).base64EncodedString()): \(error)")
            }
            // Those of a target take turns, so that the suite stays short; a run of the fuzzer takes them all.
            if ContinuousClock.now - start > .seconds(5) { break }
        }
    }

    /// What was found comes first, then the seeds, and no input at all.
    private static func inputs(of name: String) throws -> [[UInt8]] {
        try ["Found", "Seeds"].flatMap { folder -> [[UInt8]] in
            let file = Corpus.checkout.appendingPathComponent("Tests/Fuzzing/\(folder)/\(name).txt")
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
            return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
                let digits = String(line.split(separator: " ", omittingEmptySubsequences: false)[0])
                return [UInt8](try #require(Data(base64Encoded: digits), "\(file.path): \(line)"))
            }
        } + [[]]
    }

    @Test func namesAreFolders() {
        let names = FuzzTarget.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
    }
}
