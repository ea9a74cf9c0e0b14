/// What the exit codes of a command mean, for its help.
struct ExitMeanings {
    var ok: String
    /// nil for a command that has no findings.
    var findings: String?
    /// nil for a command that can always run.
    var couldNotRun: String?

    /// The codes that can occur, with their meanings.
    var all: [(code: ExitCode, meaning: String)] {
        [(.ok, ok), (.findings, findings), (.usage, "the command line is wrong"), (.couldNotRun, couldNotRun)]
            .compactMap { code, meaning in meaning.map { (code, $0) } }
    }
}
