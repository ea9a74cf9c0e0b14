/// The completion scripts of the shells, made from the command table.
enum Completions {
    /// The script for a shell; it is read once at the shell's start.
    static func script(for shell: Shell, of commands: [Command]) -> String {
        switch shell {
        case .bash: bash(commands)
        case .zsh: zsh(commands)
        case .fish: fish(commands)
        }
    }

    private static func bash(_ commands: [Command]) -> String {
        let names = commands.map(\.name).joined(separator: " ")
        let cases = commands.map { command in
            "        \(command.name)) options=\"\(words(command).joined(separator: " "))\" ;;\n"
        }.joined()
        return """
            # bash completion of xlwm2m
            _xlwm2m() {
                local current=${COMP_WORDS[COMP_CWORD]} options=""
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "\(names) help --version --help" -- "$current"))
                    return
                fi
                case ${COMP_WORDS[1]} in
                    help) COMPREPLY=($(compgen -W "\(names)" -- "$current")); return ;;
            \(cases)    esac
                case $current in
                    -*) COMPREPLY=($(compgen -W "$options --help" -- "$current")) ;;
                    *) COMPREPLY=($(compgen -f -- "$current")) ;;
                esac
            }
            complete -o filenames -F _xlwm2m xlwm2m

            """
    }

    private static func zsh(_ commands: [Command]) -> String {
        let names = commands.map { "        \(Shell.quoted("\($0.name):\($0.summary)"))\n" }.joined()
        let cases = commands.map { command in
            let options = command.allOptions.flatMap { option in
                [option.name, option.short].compactMap { $0 }.map { spelling in
                    let value = option.value.map { ":\($0):_files" } ?? ""
                    let help = firstLine(option.help).filter { !"[]:".contains($0) }
                    return " " + Shell.quoted("*\(spelling)[\(help)]\(value)")
                }
            }
            return "        \(command.name)) _arguments\(options.joined()) '*:file:_files' ;;\n"
        }.joined()
        return """
            #compdef xlwm2m
            # zsh completion of xlwm2m
            _xlwm2m() {
                local -a commands
                commands=(
            \(names)    )
                if (( CURRENT == 2 )); then
                    _describe command commands
                    return
                fi
                local command=${words[2]}
                shift words
                (( CURRENT-- ))
                case $command in
            \(cases)    esac
            }
            compdef _xlwm2m xlwm2m

            """
    }

    private static func fish(_ commands: [Command]) -> String {
        var lines = ["# fish completion of xlwm2m"]
        for command in commands {
            lines.append(
                "complete -c xlwm2m -f -n __fish_use_subcommand -a \(command.name) -d \(Shell.quoted(command.summary))")
        }
        for command in commands {
            for option in command.allOptions {
                var line = "complete -c xlwm2m -n '__fish_seen_subcommand_from \(command.name)'"
                line += " -l \(option.name.dropFirst(2))"
                if let short = option.short { line += " -s \(short.dropFirst())" }
                if option.value != nil { line += " -r" }
                lines.append(line + " -d \(Shell.quoted(firstLine(option.help)))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func words(_ command: Command) -> [String] {
        command.allOptions.flatMap { [$0.name] + ($0.short.map { [$0] } ?? []) }
    }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? ""
    }
}

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

/// The shells that complete what is typed after `xlwm2m`.
enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// A text as one word of a command line, in quotes where it needs them.
    static func word(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-/+:,=@%".utf8.contains(byte)
                }
            }
        return isPlain && !text.hasPrefix("-") ? text : quoted(text.hasPrefix("-") ? "./" + text : text)
    }

    /// A text in single quotes, as all of them read it.
    static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
