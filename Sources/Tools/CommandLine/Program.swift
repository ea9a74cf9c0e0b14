import Terminal
import Wording

/// A program made of commands: finds the one named on the command line, and turns its result into the exit code.
package struct Program {
    package var name: String
    /// What it is, in one line.
    package var title: String
    package var version: String
    /// In the order of the overview.
    package var commands: [any Command.Type]

    package init(name: String, title: String, version: String, commands: [any Command.Type]) {
        (self.name, self.title, self.version, self.commands) = (name, title, version, commands)
    }

    /// `xlwm2m 0.1.0`.
    package var nameAndVersion: String { "\(name) \(version)" }

    /// Runs the command given by the words after the program's name.
    package func run(_ words: [String]) -> ExitCode {
        guard let first = words.first else {
            Output.errorLine(Help.overview(of: self))
            return .usage
        }
        switch first {
        case "--version", "-V":
            Output.line(nameAndVersion)
            return .ok
        case "--help", "-h", "help":
            return help(on: words.dropFirst().first)
        default:
            guard let command = command(named: first) else {
                let known = commands.map { $0.name }
                Output.errorLine(
                    "\(name): unknown command '\(first)'" + Spelling.suggestion(for: first, among: known)
                        + "; \(name) --help lists them")
                return .usage
            }
            return run(command, Array(words.dropFirst()))
        }
    }

    private func command(named name: String) -> (any Command.Type)? {
        commands.first { $0.name == name }
    }

    private func run(_ type: any Command.Type, _ words: [String]) -> ExitCode {
        let command = type.init()
        let style = StyleOptions()
        if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            Output.write(Help.text(for: CommandPage(type), of: self))
            return .ok
        }
        let full = "\(name) \(type.name)"
        Output.command = full
        do {
            try Declarations(of: [command, style]).read(words)
            Output.style = TerminalStyle(choice: style.color ?? .auto)
            return try command.run()
        } catch let failure as CommandFailure {
            if !failure.message.isEmpty { Output.errorLine("\(full): \(failure.message)") }
            if failure.code == .usage { Output.errorLine("\(full) --help shows how it is used") }
            return failure.code
        } catch {
            Output.errorLine("\(full): \(error)")
            return .couldNotRun
        }
    }

    private func help(on name: String?) -> ExitCode {
        guard let name else {
            Output.write(Help.overview(of: self))
            return .ok
        }
        if name == "--man" {
            Output.write(ManPage.text(of: self))
            return .ok
        }
        guard let command = command(named: name) else {
            Output.errorLine("\(self.name): unknown command '\(name)'; \(self.name) --help lists them")
            return .usage
        }
        Output.write(Help.text(for: CommandPage(command), of: self))
        return .ok
    }
}

/// What help, manual page and completion show for a command.
package struct CommandPage {
    private let command: any Command.Type
    /// What follows the options, `XML...`; empty for none.
    let arguments: String
    let options: [OptionDeclaration]

    var name: String { command.name }
    /// Built each time: the completions of most shells do not need it.
    var description: CommandDescription { command.description }

    package init(_ command: any Command.Type) {
        let declarations = Declarations(of: [command.init(), StyleOptions()])
        self.command = command
        arguments = declarations.operands?.usage ?? ""
        options = declarations.options
    }
}
