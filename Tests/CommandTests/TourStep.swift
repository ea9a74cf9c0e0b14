import Foundation

/// A command of a page, `$` in front, and what it shows; a here-document belongs to its command.
struct TourStep {
    var command: String
    var output: String

    static func steps(in lines: some Sequence<String>) -> [TourStep] {
        var steps: [TourStep] = []
        var isDocument = false
        for line in lines {
            if isDocument {
                steps[steps.count - 1].command += "\n" + line
                isDocument = line != "END"
            } else if line.hasPrefix("$ ") {
                steps.append(TourStep(command: String(line.dropFirst(2)), output: ""))
                isDocument = line.hasSuffix("<<'END'")
            } else if !steps.isEmpty {
                steps[steps.count - 1].output += line + "\n"
            }
        }
        return steps
    }

    /// Times differ from run to run.
    static func settled(_ text: String) -> String {
        text.replacingOccurrences(of: "[0-9.]+ (ms|s)\\b", with: "N ms", options: .regularExpression)
    }
}
