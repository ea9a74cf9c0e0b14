/// How a run ended, for the caller's script.
enum ExitCode: Int32 {
    case ok = 0
    /// Findings, failures, bad input.
    case findings = 1
    /// The command line was wrong.
    case usage = 2
    /// What was asked for could not be run.
    case couldNotRun = 3
}
