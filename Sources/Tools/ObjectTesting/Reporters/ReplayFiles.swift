import FileSystem
import ObjectHost
import Wording

/// Writes a file for each failed test that repeats its requests: `replay-1.lua`, `replay-2.lua`, ...
package final class ReplayFiles: Reporter {
    private let folder: String
    private var plan = TestPlan(products: [], seed: 0, rounds: 1, startTime: 0)
    private var count = 0

    package init(folder: String) { self.folder = folder }

    /// The prefix of a line that names a folder of Objects used by a test.
    static let objectsMark = "-- objects: "

    package func started(_ plan: TestPlan) { self.plan = plan }

    package func finished(_ result: TestResult) {
        guard let failure = result.failure, let requests = result.requests, count < Self.most else { return }
        count += 1
        let path = Paths.join(folder, "replay-\(count).lua")
        var text = "-- \(Printable.escaped("\(result.placeToShow): \(result.fullName)"))\n"
        text += "-- Does the requests of this test again: xlwm2m test --replay \(Printable.escaped(path))\n"
        text += "-- product: \(result.product)\n-- seed: \(plan.seed)\n-- clock: \(VirtualClock().unixTime)\n"
        let lines = requests.split(separator: "\n")
        for line in lines where line.hasPrefix(Self.objectsMark) { text += Printable.escaped(String(line)) + "\n" }
        text += "--\n" + failure.lines.flatMap(Printable.lines).map { "--   \($0)\n" }.joined()
        text += "\nlocal function told(expected, ...)\n  assert.same(expected, table.pack(...))\nend\n\n"
        text += "it(\(Self.quoted(result.fullName)), function()\n"
        text += lines.filter { !$0.hasPrefix(Self.objectsMark) }.map { "  \($0)\n" }.joined()
        text +=
            "  error(\(Self.quoted("the device answered as it did when the test failed: \(failure.message)")), 0)\nend)\n"
        do throws(FileSystemError) { try Files.write(Array(text.utf8), to: path) } catch {
            // The failure itself is still reported.
            problem = problem ?? error.description
        }
    }

    /// Why a file could not be written; nil if all were written.
    package private(set) var problem: String?

    package func failed(_ problem: TestProblem) {}
    package func ended(_ summary: TestSummary) {}

    /// In a run with more failures, most of them have the same cause.
    private static let most = 100

    private static func quoted(_ text: String) -> String { "\"\(Printable.escaped(text, quote: true))\"" }
}

/// What the head of a replay file says.
package struct Replay {
    package let product: String
    package let seed: UInt64
    package let objectFolders: [String]

    /// - throws: `ReportError` if the file cannot be read or was not written by `--record`.
    package init(path: String) throws(ReportError) {
        let text: [UInt8]
        do throws(FileSystemError) { text = try Files.read(path, limit: 64 << 20) } catch {
            throw ReportError(description: "\(error.description): give a file that --record wrote")
        }
        var heads: [String: [String]] = [:]
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n").prefix(100) {
            guard line.hasPrefix("-- "), let colon = line.firstIndex(of: ":"),
                line.hasPrefix("-- \(line[..<colon].dropFirst(3)): ")
            else { continue }
            heads[String(line[..<colon].dropFirst(3)), default: []].append(String(line[colon...].dropFirst(2)))
        }
        guard let product = heads["product"]?.first, let seed = heads["seed"]?.first.flatMap({ UInt64($0) }) else {
            throw ReportError(description: "\(path) is not a file that --record wrote")
        }
        (self.product, self.seed, objectFolders) = (product, seed, heads["objects"] ?? [])
    }
}
