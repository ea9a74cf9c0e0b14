import Terminal

/// A command of a program: its options are properties with wrappers, from which parsing, help and completion are
/// derived.
package protocol Command: OptionGroup {
    /// Its name on the command line; that of a group and its own, `module info`, if it belongs to one.
    static var name: String { get }

    /// The text of its help; only help, manual page and completion build it.
    static var description: CommandDescription { get }

    /// What the command takes from a project file besides its own options.
    static var sharedSettings: Set<SharedSetting> { get }

    /// Runs the command; the properties hold what the command line gave.
    ///
    /// - throws: `CommandFailure`; any other error ends the program with `.couldNotRun` and its description.
    func run() throws -> ExitCode
}

extension Command {
    /// None, unless a command says otherwise.
    package static var sharedSettings: Set<SharedSetting> { [] }
}

/// What a command's help says besides its options.
package struct CommandDescription {
    /// One line for the overview.
    package var summary: String
    /// The help text below the options; may be empty.
    package var discussion: String
    package var exits: ExitMeanings
    /// Command lines that work in a checkout of this project; the tests run each of them.
    package var examples: [CommandExample]

    package init(summary: String, discussion: String, exits: ExitMeanings, examples: [CommandExample]) {
        (self.summary, self.discussion, self.exits, self.examples) = (summary, discussion, exits, examples)
    }
}

/// A command line for the help, which the tests run unchanged.
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
        /// With 0, without intervention.
        case byItself = ""
        case onInterrupt = " (until ^C)"
        case withoutPeer = " (ends with 1 where nobody comes)"
        case withModule = " (a module answers at the port)"
        case withModuleUntilInterrupt = " (a module answers at the port, until ^C)"
    }

    /// What the help says about it.
    var text: String { explanation + end.rawValue }
}

/// The options of every command.
struct StyleOptions: OptionGroup {
    @Option(
        "--color", "WHEN", .word,
        help: "colour and redraw: always, never, or auto: on a terminal,\nunless NO_COLOR is set or TERM is dumb")
    var color: ColorChoice?

    @Flag("--no-config", help: "leave the project file out") var leavesProjectOut: Bool
}

/// How a run ended, for the caller's script.
package enum ExitCode: Int32 {
    case ok = 0
    /// Findings, failures, bad input.
    case findings = 1
    /// The command line was wrong.
    case usage = 2
    /// The request could not be carried out.
    case couldNotRun = 3
}

/// What the exit codes of a command mean, for its help.
package struct ExitMeanings {
    package var ok: String
    /// Nil if the command has no findings.
    package var findings: String?
    /// Nil if the command can always run.
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

/// Ends a command: the message for standard error and the exit code.
package struct CommandFailure: Error {
    package var code: ExitCode
    /// Lower case, no full stop, says what to do. Empty if everything has been said already.
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
