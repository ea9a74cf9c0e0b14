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
    /// What commands with names of two words, `module info`, have in common.
    package var groups: [CommandGroup]
    /// What a project file says for a command.
    package var defaults: (any Command.Type, Declarations) throws -> CommandDefaults = { _, _ in CommandDefaults() }
    /// What `--version --json` prints.
    package var versionDocument: () -> String = { "" }

    package init(
        name: String, title: String, version: String, commands: [any Command.Type], groups: [CommandGroup] = []
    ) {
        (self.name, self.title, self.version) = (name, title, version)
        (self.commands, self.groups) = (commands, groups)
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
            Output.line(words.dropFirst() == ["--json"] ? versionDocument() : nameAndVersion)
            return .ok
        case "--help", "-h", "help":
            return help(on: Array(words.dropFirst()))
        default:
            if let group = group(named: first) { return run(group, Array(words.dropFirst())) }
            guard let command = command(named: first) else {
                let known = topLevel.map(\.name)
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

    private func group(named name: String) -> CommandGroup? { groups.first { $0.name == name } }

    private func run(_ group: CommandGroup, _ words: [String]) -> ExitCode {
        guard let first = words.first else {
            Output.errorLine(Help.overview(of: group, in: self))
            return .usage
        }
        if first == "--help" || first == "-h" {
            Output.write(Help.overview(of: group, in: self))
            return .ok
        }
        guard let command = command(named: "\(group.name) \(first)") else {
            let known = members(of: group).map { String($0.name.dropFirst(group.name.count + 1)) }
            Output.errorLine(
                "\(name) \(group.name): unknown command '\(first)'" + Spelling.suggestion(for: first, among: known)
                    + "; \(name) \(group.name) --help lists them")
            return .usage
        }
        return run(command, Array(words.dropFirst()))
    }

    /// The commands of a group.
    func members(of group: CommandGroup) -> [any Command.Type] {
        commands.filter { $0.name.hasPrefix(group.name + " ") }
    }

    /// What may be the first word, with its line for the overview: commands, and groups at the place of their first.
    var topLevel: [(name: String, summary: () -> String)] {
        var rows: [(name: String, summary: () -> String)] = []
        for command in commands {
            let first = String(command.name.prefix { $0 != " " })
            guard let group = group(named: first) else {
                rows.append((command.name, { command.description.summary }))
                continue
            }
            if !rows.contains(where: { $0.name == first }) { rows.append((first, { group.summary })) }
        }
        return rows
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
            let declarations = Declarations(of: [command, style])
            let isAlone = words.prefix { $0 != "--" }.contains("--no-config")
            try declarations.read(words, defaults: isAlone ? CommandDefaults() : defaults(type, declarations))
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

    private func help(on words: [String]) -> ExitCode {
        guard var name = words.first else {
            Output.write(Help.overview(of: self))
            return .ok
        }
        if name == "--man" {
            Output.write(ManPage.text(of: self))
            return .ok
        }
        if let group = group(named: name) {
            guard words.count > 1 else {
                Output.write(Help.overview(of: group, in: self))
                return .ok
            }
            name += " " + words[1]
        }
        guard let command = command(named: name) else {
            Output.errorLine("\(self.name): unknown command '\(name)'; \(self.name) --help lists them")
            return .usage
        }
        Output.write(Help.text(for: CommandPage(command), of: self))
        return .ok
    }
}

/// Commands that belong together: their names begin with the same word, `module info` and `module push`.
package struct CommandGroup {
    /// The word that they begin with.
    package var name: String
    /// One line for the overview.
    package var summary: String

    package init(name: String, summary: String) { (self.name, self.summary) = (name, summary) }
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
