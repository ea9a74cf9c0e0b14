import Foundation
import TestSupport
import Testing

/// The conversations of `Transcripts`: those of the note in the order of its sections, those of public drivers, and
/// those that show the forms of the commands. With `XLWM2M_RECORD=1` the answers are written into the files.
@Suite struct TranscriptTests {
    @Test(arguments: Transcript.all) func comesOut(_ transcript: Transcript) throws {
        let products = try transcript.products()
        try #require(!products.isEmpty, "\(transcript.path) names no product")
        let expected = try transcript.text
        for product in products {
            let actual = try transcript.play(on: product)
            if ProcessInfo.processInfo.environment["XLWM2M_RECORD"] != nil {
                try expectGolden(actual, transcript.path)
            } else {
                #expect(Self.firstDifference(expected, actual).map { "\(product.name), \($0)" } == nil)
            }
        }
    }

    /// `line 7: 'OK' is wanted, 'ERROR' came`; nil where there is none.
    private static func firstDifference(_ expected: String, _ actual: String) -> String? {
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let came = actual.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, lines) in zip(wanted, came).enumerated() where lines.0 != lines.1 {
            return "line \(number + 1): '\(lines.0)' is wanted, '\(lines.1)' came"
        }
        return wanted.count == came.count ? nil : "\(wanted.count) lines are wanted, \(came.count) came"
    }
}
