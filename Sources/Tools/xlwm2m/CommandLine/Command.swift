/// One row of the command table, from which parsing, help and completion come.
struct Command {
    var name: String
    /// One line for the overview.
    var summary: String
    /// What follows the options, `XML...`; empty for none.
    var arguments: String
    /// Those of the command itself; `allOptions` has those of every command, too.
    var options: [CommandOption]
    /// What the help says below the options; may be empty.
    var discussion: String
    var exits: ExitMeanings
    /// Command lines that work in a checkout of this project; the tests run each of them.
    var examples: [CommandExample]
    var run: (Arguments) throws -> ExitCode

    /// The options that it takes.
    var allOptions: [CommandOption] { options + [.color] }
}

/// A command line for the help, which the tests run as it stands.
struct CommandExample {
    /// As typed: `xlwm2m generate generator/definitions/3300.xml`.
    var line: String
    /// What it does.
    var explanation: String
    var end = End.byItself

    /// How it ends, in the words of the help.
    enum End: String {
        /// With 0, and whoever comes.
        case byItself = ""
        case onInterrupt = " (until ^C)"
        case withoutPeer = " (ends with 1 where nobody comes)"
    }

    /// What the help says of it.
    var text: String { explanation + end.rawValue }
}

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

/// All commands, in the order of the overview.
enum CommandTable {
    static var commands: [Command] {
        [
            GenerateCommand.command,
            InspectCommand.command,
            CheckCommand.command,
            TestCommand.command,
            RunCommand.command,
            ServerCommand.command,
            InitCommand.command,
            ProductsCommand.command,
            ProfilesCommand.command,
            ScenarioCommand.command,
            PSKCommand.command,
            CompletionsCommand.command,
        ]
    }
}

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
