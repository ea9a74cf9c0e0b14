/// What one step of `generate` has to say, kept until it is its turn.
struct GenerateReport: Sendable {
    /// For standard output.
    var output = ""
    /// Lines for standard error.
    var messages: [String] = []
    var failures: [ExitCode] = []

    mutating func fail(_ message: String, _ code: ExitCode = .findings) {
        messages.append(message)
        failures.append(code)
    }

    /// Prints all of it, in the order of the reports.
    static func publish(_ reports: [GenerateReport]) {
        Output.write(reports.map(\.output).joined())
        for message in reports.flatMap(\.messages) { Output.errorLine(message) }
    }
}
