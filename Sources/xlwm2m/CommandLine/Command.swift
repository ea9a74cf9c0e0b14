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
