import Terminal

/// A command of a program: its options are properties with wrappers, from which parsing, help and completion come.
package protocol Command: OptionGroup {
    /// What it is called on the command line.
    static var name: String { get }

    /// What its help says; only help, manual page and completion build it.
    static var description: CommandDescription { get }

    /// Does it; the properties have what the command line gave.
    ///
    /// - throws: `CommandFailure`; any other error ends the program with `.couldNotRun` and its description.
    func run() throws -> ExitCode
}

/// What the help of a command says besides its options.
package struct CommandDescription {
    /// One line for the overview.
    package var summary: String
    /// What the help says below the options; may be empty.
    package var discussion: String
    package var exits: ExitMeanings
    /// Command lines that work in a checkout of this project; the tests run each of them.
    package var examples: [CommandExample]

    package init(summary: String, discussion: String, exits: ExitMeanings, examples: [CommandExample]) {
        (self.summary, self.discussion, self.exits, self.examples) = (summary, discussion, exits, examples)
    }
}

/// A command line for the help, which the tests run as it stands.
package struct CommandExample {
    /// As typed: `xlwm2m generate generator/definitions/3300.xml`.
    package var line: String
    /// What it does.
    package var explanation: String
    package var end: End

    package init(line: String, explanation: String, end: End = .byItself) {
        (self.line, self.explanation, self.end) = (line, explanation, end)
    }

    /// How it ends, in the words of the help.
    package enum End: String {
        /// With 0, whoever comes.
        case byItself = ""
        case onInterrupt = " (until ^C)"
        case withoutPeer = " (ends with 1 where nobody comes)"
    }

    /// What the help says of it.
    var text: String { explanation + end.rawValue }
}

/// The options of every command.
struct StyleOptions: OptionGroup {
    @Option(
        "--color", "WHEN", .word,
        help: "colour and redraw: always, never, or auto: on a terminal,\nunless NO_COLOR is set or TERM is dumb")
    var color: ColorChoice?
}

/// How a run ended, for the caller's script.
package enum ExitCode: Int32 {
    case ok = 0
    /// Findings, failures, bad input.
    case findings = 1
    /// The command line was wrong.
    case usage = 2
    /// What was asked for could not be run.
    case couldNotRun = 3
}

/// What the exit codes of a command mean, for its help.
package struct ExitMeanings {
    package var ok: String
    /// Nil for a command that has no findings.
    package var findings: String?
    /// Nil for a command that can always run.
    package var couldNotRun: String?

    package init(ok: String, findings: String? = nil, couldNotRun: String? = nil) {
        (self.ok, self.findings, self.couldNotRun) = (ok, findings, couldNotRun)
    }

    /// The codes that can occur, with their meanings.
    var all: [(code: ExitCode, meaning: String)] {
        [(.ok, ok), (.findings, findings), (.usage, "the command line is wrong"), (.couldNotRun, couldNotRun)]
            .compactMap { code, meaning in meaning.map { (code, $0) } }
    }
}

/// Ends a command: the words for standard error and the exit code.
package struct CommandFailure: Error {
    package var code: ExitCode
    /// Lower case, no full stop, says what to do. Empty if all was said already.
    package var message: String

    package init(code: ExitCode, message: String) { (self.code, self.message) = (code, message) }

    package static func usage(_ message: String) -> CommandFailure { CommandFailure(code: .usage, message: message) }
    package static func findings(_ message: String) -> CommandFailure {
        CommandFailure(code: .findings, message: message)
    }
    package static func couldNotRun(_ message: String) -> CommandFailure {
        CommandFailure(code: .couldNotRun, message: message)
    }
}
