/// Ends a command: the words for standard error and the exit code.
struct CommandFailure: Error {
    var code: ExitCode
    /// Lower case, no full stop, says what to do. Empty where all was said already.
    var message: String

    static func usage(_ message: String) -> CommandFailure { CommandFailure(code: .usage, message: message) }
    static func findings(_ message: String) -> CommandFailure { CommandFailure(code: .findings, message: message) }
    static func couldNotRun(_ message: String) -> CommandFailure {
        CommandFailure(code: .couldNotRun, message: message)
    }
}
