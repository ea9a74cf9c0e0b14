import CommandLine
import Terminal

/// `xlwm2m completions`: the completion script of a shell.
struct CompletionsCommand: Command {
    @Operands("bash|zsh|fish") var shells: [String]

    static let name = "completions"

    static var description: CommandDescription {
        CommandDescription(
            summary: "print the completion script for a shell",
            discussion: """
                bash: put  source <(xlwm2m completions bash)  into ~/.bashrc
                zsh:  put  source <(xlwm2m completions zsh)   into ~/.zshrc, below compinit
                fish: xlwm2m completions fish > ~/.config/fish/completions/xlwm2m.fish
                """,
            exits: ExitMeanings(ok: "the script is written"),
            examples: [
                CommandExample(line: "xlwm2m completions bash", explanation: "the script for bash, on standard output")
            ])
    }

    func run() throws -> ExitCode {
        let known = Shell.allCases.map(\.rawValue).joined(separator: ", ")
        guard shells.count == 1, let name = shells.first else {
            throw CommandFailure.usage("name one shell: \(known)")
        }
        guard let shell = Shell(rawValue: name) else {
            throw CommandFailure.usage("no completions for '\(name)'; there are \(known)")
        }
        Output.write(Completions(of: .xlwm2m).script(for: shell))
        return .ok
    }
}
