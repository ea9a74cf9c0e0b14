import Wording

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The entry: finds the command in the table and turns how it ended into the exit code.
@main
enum Main {
    static func main() {
        // A reader that closes early is no reason to die with a signal; the write fails instead.
        signal(SIGPIPE, SIG_IGN)
        // A file that grows too large for its user neither.
        signal(SIGXFSZ, SIG_IGN)
        Output.begin()
        exit(Output.end(run(Array(CommandLine.arguments.dropFirst()))).rawValue)
    }

    private static func run(_ words: [String]) -> ExitCode {
        guard let name = words.first else {
            Output.errorLine(Help.overview(of: CommandTable.commands))
            return .usage
        }
        switch name {
        case "--version", "-V":
            Output.line("xlwm2m \(programVersion)")
            return .ok
        case "--help", "-h", "help":
            return help(on: words.dropFirst().first)
        default:
            guard let command = CommandTable.commands.first(where: { $0.name == name }) else {
                let known = CommandTable.commands.map(\.name)
                Output.errorLine(
                    "xlwm2m: unknown command '\(name)'" + Spelling.suggestion(for: name, among: known)
                        + "; xlwm2m --help lists them")
                return .usage
            }
            return run(command, Array(words.dropFirst()))
        }
    }

    private static func run(_ command: Command, _ words: [String]) -> ExitCode {
        if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            Output.write(Help.text(for: command))
            return .ok
        }
        do {
            let arguments = try Arguments(words, for: command)
            Output.command = command.name
            let color = try arguments.choice("--color", among: ColorChoice.allCases.map(\.rawValue))
            Output.style = TerminalStyle(choice: color.flatMap(ColorChoice.init) ?? .auto)
            return try command.run(arguments)
        } catch let failure as CommandFailure {
            if !failure.message.isEmpty { Output.errorLine("xlwm2m \(command.name): \(failure.message)") }
            if failure.code == .usage { Output.errorLine("xlwm2m \(command.name) --help shows how it is used") }
            return failure.code
        } catch {
            Output.errorLine("xlwm2m \(command.name): \(error)")
            return .couldNotRun
        }
    }

    private static func help(on name: String?) -> ExitCode {
        guard let name else {
            Output.write(Help.overview(of: CommandTable.commands))
            return .ok
        }
        if name == "--man" {
            Output.write(ManPage.text(of: CommandTable.commands))
            return .ok
        }
        guard let command = CommandTable.commands.first(where: { $0.name == name }) else {
            Output.errorLine("xlwm2m: unknown command '\(name)'; xlwm2m --help lists them")
            return .usage
        }
        Output.write(Help.text(for: command))
        return .ok
    }
}

/// The version of this program, as `--version` and generated files state it.
let programVersion = "0.1.0"
