/// The completion scripts of the shells, for the commands of a program.
package struct Completions {
    private let program: String
    private let pages: [CommandPage]
    /// The words that come first.
    private let names: [String]
    /// The groups among them, with the words that come second.
    private let groups: [(name: String, members: [CommandPage])]

    package init(of program: Program) {
        self.program = program.name
        names = program.topLevel.map(\.name)
        groups = program.groups.map { ($0.name, program.members(of: $0).map(CommandPage.init)) }
        summaries = Dictionary(uniqueKeysWithValues: program.groups.map { ($0.name, $0.summary) })
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

    private var summaries: [String: String]

    /// The last word of a command's name.
    private static func last(_ name: String) -> String { String(name.split(separator: " ").last ?? "") }

    private func second(_ group: [CommandPage]) -> String {
        group.map { Self.last($0.name) }.joined(separator: " ")
    }

    private var bash: String {
        let names = self.names.joined(separator: " ")
        let groups = self.groups.map { group in
            """
                    \(group.name))
                        if [ "$COMP_CWORD" -eq 2 ]; then
                            COMPREPLY=($(compgen -W "\(second(group.members)) --help" -- "$current"))
                            return
                        fi
                        name+=" ${COMP_WORDS[2]}" ;;

            """
        }.joined()
        let cases = pages.map { page in
            let values = page.options.filter { !$0.candidates.isEmpty }.map { option in
                let spellings = [option.name, option.short].compactMap { $0 }.joined(separator: "|")
                return "                \(spellings)) values=\"\(option.candidates.joined(separator: " "))\" ;;\n"
            }.joined()
            return "        \(Shell.quoted(page.name)))\n            options=\"\(words(page).joined(separator: " "))\""
                + (values.isEmpty ? " ;;\n" : "\n            case $option in\n\(values)            esac ;;\n")
        }.joined()
        return """
            # bash completion of \(program)
            _\(program)() {
                local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]} options="" values="" line
                # --option=value comes as three words.
                if [ "$current" = "=" ]; then
                    current=""
                elif [ "$option" = "=" ]; then
                    option=${COMP_WORDS[COMP_CWORD-2]}
                fi
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "\(names) help --version --help" -- "$current"))
                    return
                fi
                local name=${COMP_WORDS[1]}
                case $name in
                    help) COMPREPLY=($(compgen -W "\(names)" -- "$current")); return ;;
            \(groups)    esac
                case $name in
            \(cases)    esac
                COMPREPLY=()
                if [ -n "$values" ]; then
                    # The last one of a list
                    local before=""
                    case $current in *,*) before=${current%,*}, ;; esac
                    COMPREPLY=($(compgen -P "$before" -W "$values" -- "${current##*,}"))
                elif [ "${current#-}" != "$current" ]; then
                    COMPREPLY=($(compgen -W "$options --help" -- "$current"))
                else
                    # A line for each file, so that blanks in names stay; readline puts the quotes back.
                    current=${current#[\\\"\\']}
                    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "${current//\\\\/}")
                fi
            }
            complete -o filenames -F _\(program) \(program)

            """
    }

    private var zsh: String {
        let names = self.names.map { name in
            let summary = summaries[name] ?? pages.first { $0.name == name }?.description.summary ?? ""
            return "        \(Shell.quoted("\(name):\(summary)"))\n"
        }.joined()
        let groups = self.groups.map { group in
            let members = group.members.map { page in
                "                \(Shell.quoted("\(Self.last(page.name)):\(page.description.summary)"))\n"
            }.joined()
            return """
                        \(group.name))
                            commands=(
                \(members)            )
                            if (( CURRENT == 2 )); then
                                _describe command commands
                                return
                            fi
                            command+=" ${words[2]}"
                            shift words
                            (( CURRENT-- )) ;;

                """
        }.joined()
        let cases = pages.map { page in
            let options = page.options.flatMap { option in
                [option.name, option.short].compactMap { $0 }.map { spelling in
                    let value = option.placeholder.map { ":\($0):\(Self.zshAction(option))" } ?? ""
                    let help = Self.firstLine(option.help).filter { !"[]:".contains($0) }
                    return " " + Shell.quoted("*\(spelling)[\(help)]\(value)")
                }
            }
            return "        \(Shell.quoted(page.name))) _arguments\(options.joined()) '*:file:_files' ;;\n"
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
            \(groups)    esac
                case $command in
            \(cases)    esac
            }
            # Called as a function of a folder of completions, it completes at once; read by the shell, it is only declared.
            if [ "$funcstack[1]" = "_\(program)" ]; then
                _\(program) "$@"
            else
                compdef _\(program) \(program)
            fi

            """
    }

    private var fish: String {
        var lines = ["# fish completion of \(program)"]
        for name in names {
            let summary = summaries[name] ?? pages.first { $0.name == name }?.description.summary ?? ""
            lines.append(
                "complete -c \(program) -f -n __fish_use_subcommand -a \(name) -d \(Shell.quoted(summary))")
        }
        for group in groups {
            let members = second(group.members)
            for page in group.members {
                lines.append(
                    "complete -c \(program) -f -n '__fish_seen_subcommand_from \(group.name); and not "
                        + "__fish_seen_subcommand_from \(members)' -a \(Self.last(page.name)) "
                        + "-d \(Shell.quoted(page.description.summary))")
            }
        }
        for page in pages {
            let seen = page.name.split(separator: " ").map { "__fish_seen_subcommand_from \($0)" }
            for option in page.options {
                var line = "complete -c \(program) -n '\(seen.joined(separator: "; and "))'"
                line += " -l \(option.name.dropFirst(2))"
                if let short = option.short { line += " -s \(short.dropFirst())" }
                if !option.candidates.isEmpty {
                    line += " -x -a \(Shell.quoted(option.candidates.joined(separator: " ")))"
                } else if option.placeholder != nil {
                    line += " -r"
                }
                lines.append(line + " -d \(Shell.quoted(Self.firstLine(option.help)))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What zsh does for the value of an option.
    private static func zshAction(_ option: OptionDeclaration) -> String {
        guard !option.candidates.isEmpty else { return "_files" }
        let list = option.candidates.joined(separator: " ")
        return option.placeholder?.hasSuffix(",...") == true ? "_sequence compadd - \(list)" : "(\(list))"
    }

    private func words(_ page: CommandPage) -> [String] {
        page.options.flatMap { [$0.name] + ($0.short.map { [$0] } ?? []) }
    }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? ""
    }
}
