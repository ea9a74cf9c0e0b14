import Foundation
import TestSupport
import Testing

/// The tour of the README: what it shows is what happens, in the order of the page and with one home folder; and its
/// picture shows the same.
struct ReadmeTests {
    private static func tour() throws -> [TourStep] {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("README.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "\n```").filter { $0.hasPrefix("console\n") }
        return blocks.flatMap { TourStep.steps(in: $0.components(separatedBy: "\n").dropFirst()) }
    }

    private static func picture() throws -> String {
        try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/tour.svg"), encoding: .utf8)
    }

    @Test func theTourIsTrue() throws {
        let home = try TemporaryFolder()
        let steps = try Self.tour()
        #expect(steps.count >= 9)
        for step in steps {
            // The release build of scripts/run is not made here; the program of this build stands in for it.
            let command = step.command.replacingOccurrences(of: "scripts/run", with: Program.path)
            let run = try Program.run("/bin/bash", ["-c", command], environment: ["HOME": home.url.path])
            let shown = (run.standardOutput + run.standardError).replacingOccurrences(of: home.url.path, with: "~")
            #expect(TourStep.settled(shown) == TourStep.settled(step.output), "\(step.command)")
        }
    }

    /// If this fails, run scripts/record-tour.
    @Test func thePictureShowsTheTour() throws {
        let lines = try Self.tour().flatMap { step in
            ("$ " + step.command + "\n" + step.output).components(separatedBy: "\n").dropLast()
        }
        let drawn = try Self.picture().components(separatedBy: "\n").filter { $0.hasPrefix("<text ") }.map { line in
            line.replacingOccurrences(of: "<[^>]*>", with: "", options: .regularExpression)
                .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
                .replacingOccurrences(of: "&amp;", with: "&")
        }
        #expect(drawn == lines)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/python3"), "python3 is not installed"))
    func thePictureIsRecordedTheSameAgain() throws {
        let folder = try TemporaryFolder()
        let run = try Program.run(
            Corpus.checkout.appendingPathComponent("scripts/record-tour").path, [folder.path("tour.svg")],
            environment: ["XLWM2M": Program.path])
        #expect(run.exitCode == 0, "\(run)")
        #expect(try folder.read("tour.svg") == Self.picture())
    }
}
