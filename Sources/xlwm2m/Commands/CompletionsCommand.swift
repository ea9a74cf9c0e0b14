/// `xlwm2m completions`: the completion script of a shell.
enum CompletionsCommand {
    static var command: Command {
        Command(
            name: "completions", summary: "print the completion script for a shell", arguments: "bash|zsh|fish",
            options: [],
            discussion: """
                bash: put  source <(xlwm2m completions bash)  into ~/.bashrc
                zsh:  put  source <(xlwm2m completions zsh)   into ~/.zshrc, below compinit
                fish: xlwm2m completions fish > ~/.config/fish/completions/xlwm2m.fish
                """,
            exits: ExitMeanings(ok: "the script is written"),
            examples: [
                CommandExample(line: "xlwm2m completions bash", explanation: "the script for bash, on standard output")
            ], run: run)
    }

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        let shells = Shell.allCases.map(\.rawValue).joined(separator: ", ")
        guard arguments.positional.count == 1 else { throw CommandFailure.usage("name one shell: \(shells)") }
        guard let shell = Shell(rawValue: arguments.positional[0]) else {
            throw CommandFailure.usage("no completions for '\(arguments.positional[0])'; there are \(shells)")
        }
        Output.write(Completions.script(for: shell, of: CommandTable.commands))
        return .ok
    }
}
