import Foundation
import Testing

/// Compares a text with a recorded file; with `XLWM2M_RECORD=1`, or if there is no file, records the text and fails, so
/// that a person reads it.
package func expectGolden(
    _ actual: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = Corpus.checkout.appendingPathComponent(path)
    let isRecording = ProcessInfo.processInfo.environment["XLWM2M_RECORD"] != nil
    if isRecording || !FileManager.default.fileExists(atPath: file.path) {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: file)
        Issue.record("recorded \(path); read it, then run again", sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(actual == expected, "differs from \(path)", sourceLocation: sourceLocation)
}
