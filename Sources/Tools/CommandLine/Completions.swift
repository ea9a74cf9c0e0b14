/// The completion scripts of the shells, for the commands of a program.
package struct Completions {
    private let program: String
    private let pages: [CommandPage]

    package init(of program: Program) {
        self.program = program.name
        pages = program.commands.map(CommandPage.init)
    }

    /// The script for a shell; it is read once when the shell starts.
    package func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    private var names: [String] { pages.map(\.name) }

    private var bash: String {
        let names = self.names.joined(separator: " ")
        let cases = pages.map { page in
            "        \(page.name)) options=\"\(words(page).joined(separator: " "))\" ;;\n"
        }.joined()
        return """
            # bash completion of \(program)
            _\(program)() {
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
            complete -o filenames -F _\(program) \(program)

            """
    }

    private var zsh: String {
        let names = pages.map { "        \(Shell.quoted("\($0.name):\($0.description.summary)"))\n" }.joined()
        let cases = pages.map { page in
            let options = page.options.flatMap { option in
                [option.name, option.short].compactMap { $0 }.map { spelling in
                    let value = option.placeholder.map { ":\($0):_files" } ?? ""
                    let help = Self.firstLine(option.help).filter { !"[]:".contains($0) }
                    return " " + Shell.quoted("*\(spelling)[\(help)]\(value)")
                }
            }
            return "        \(page.name)) _arguments\(options.joined()) '*:file:_files' ;;\n"
        }.joined()
        return """
            #compdef \(program)
            # zsh completion of \(program)
            _\(program)() {
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
            compdef _\(program) \(program)

            """
    }

    private var fish: String {
        var lines = ["# fish completion of \(program)"]
        for page in pages {
            lines.append(
                "complete -c \(program) -f -n __fish_use_subcommand -a \(page.name) "
                    + "-d \(Shell.quoted(page.description.summary))")
        }
        for page in pages {
            for option in page.options {
                var line = "complete -c \(program) -n '__fish_seen_subcommand_from \(page.name)'"
                line += " -l \(option.name.dropFirst(2))"
                if let short = option.short { line += " -s \(short.dropFirst())" }
                if option.placeholder != nil { line += " -r" }
                lines.append(line + " -d \(Shell.quoted(Self.firstLine(option.help)))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func words(_ page: CommandPage) -> [String] {
        page.options.flatMap { [$0.name] + ($0.short.map { [$0] } ?? []) }
    }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? ""
    }
}
