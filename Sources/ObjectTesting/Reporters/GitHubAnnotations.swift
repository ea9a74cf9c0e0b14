/// Marks failures at their lines in the pages of GitHub.
///
/// - Source: GitHub documentation, "Workflow commands for GitHub Actions".
public final class GitHubAnnotations: Reporter {
    private let write: (String) -> Void

    public init(write: @escaping (String) -> Void) { self.write = write }

    public func finished(_ result: TestResult) {
        guard let failure = result.failure else { return }
        put(result.placeToShow, title: result.fullName, text: failure.lines.joined(separator: "\n"))
    }

    public func failed(_ problem: TestProblem) {
        put(
            problem.place ?? SourcePlace(file: problem.file, line: 1), title: "test file does not load",
            text: problem.message)
    }

    public func ended(_ summary: TestSummary) {}

    private func put(_ place: SourcePlace, title: String, text: String) {
        let file = Self.escaped(place.file, isProperty: true)
        write("::error file=\(file),line=\(place.line),title=\(Self.escaped(title, isProperty: true))")
        write("::\(Self.escaped(text, isProperty: false))\n")
    }

    private static func escaped(_ text: String, isProperty: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
