import Wording

/// The help texts of a program.
package enum Help {
    /// The overview of all commands.
    package static func overview(of program: Program) -> String {
        let rows = program.topLevel
        let width = (rows.map(\.name.count).max() ?? 0) + 2
        var text = """
            \(program.name): \(program.title)

            usage: \(program.name) COMMAND [OPTION...] [ARGUMENT...]

            commands:

            """
        for row in rows { text += "  " + row.name.padded(to: width) + row.summary() + "\n" }
        text += """

            \(program.name) COMMAND --help shows the options of a command, \(program.name) --version the version,
            \(program.name) help --man the manual page.

            Exit codes: 0 all is well, 1 findings or failures, 2 the command line is wrong, 3 what was asked for could not
            be run, or its output could not be written.

            """
        return text
    }

    /// The overview of the commands of a group.
    static func overview(of group: CommandGroup, in program: Program) -> String {
        let rows = program.members(of: group).map { command in
            (name: String(command.name.dropFirst(group.name.count + 1)), summary: command.description.summary)
        }
        let width = (rows.map(\.name.count).max() ?? 0) + 2
        var text = """
            \(program.name) \(group.name): \(group.summary)

            usage: \(program.name) \(group.name) COMMAND [OPTION...] [ARGUMENT...]

            commands:

            """
        for row in rows { text += "  " + row.name.padded(to: width) + row.summary + "\n" }
        return text + "\n\(program.name) \(group.name) COMMAND --help shows the options of a command.\n"
    }

    /// The help of one command.
    package static func text(for page: CommandPage, of program: Program) -> String {
        let command = page.description
        var text = "\(command.summary)\n\nusage: \(program.name) \(page.name)"
        text += " [OPTION...]"
        if !page.arguments.isEmpty { text += " \(page.arguments)" }
        text += "\n"
        let options = page.options
        let heads = options.map { option in
            (option.short.map { "\($0), " } ?? "") + option.usage
        }
        let width = min((heads.map(\.count).max() ?? 0) + 2, 34)
        text += "\noptions:\n"
        for (head, option) in zip(heads, options) {
            let lines = option.help.split(separator: "\n").map(String.init)
            let indent = String(repeating: " ", count: width + 2)
            text += "  " + (head.count < width ? head.padded(to: width) : head + "\n" + indent)
            text += lines.joined(separator: "\n" + indent) + "\n"
        }
        if !command.discussion.isEmpty { text += "\n\(command.discussion)\n" }
        text += "\nexit codes:\n"
        for (code, meaning) in command.exits.all { text += "  \(code.rawValue)  \(meaning)\n" }
        if !command.examples.isEmpty {
            text += "\nexamples:\n"
            for example in command.examples { text += "  \(example.line)\n      \(example.text)\n" }
        }
        return text
    }

    /// The exit codes of a command on one line.
    static func exitLine(of command: CommandDescription) -> String {
        command.exits.all.map { "\($0.code.rawValue) \($0.meaning)" }.joined(separator: "; ")
    }
}

/// The manual page of a program.
///
/// - Source: man(7), the macros of manual pages.
package enum ManPage {
    /// Its source, the content of `xlwm2m.1`.
    package static func text(of program: Program) -> String {
        var lines = [
            ".TH \(program.name.uppercased()) 1 \"\" \"\(program.nameAndVersion)\"",
            ".SH NAME", "\(program.name) \\- \(escaped(program.title))",
            ".SH SYNOPSIS", ".B \(program.name)", ".I COMMAND", "[OPTION...] [ARGUMENT...]",
            ".SH COMMANDS",
        ]
        for page in program.commands.map(CommandPage.init) {
            let command = page.description
            lines += [
                ".SS \(escaped("\(program.name) \(page.name) \(page.arguments)"))", line(command.summary + "."),
            ]
            for option in page.options {
                let head = [option.short, option.usage].compactMap { $0 }.joined(separator: ", ")
                lines += [".TP", ".B \(escaped(head))"]
                lines += option.help.split(separator: "\n").map { line(String($0)) }
            }
            if !command.discussion.isEmpty {
                lines += [".PP", ".nf"] + command.discussion.split(separator: "\n").map { line(String($0)) } + [".fi"]
            }
            lines += [".PP", line("Exit: " + Help.exitLine(of: command) + ".")]
            for example in command.examples {
                lines += [".PP", ".EX", line(example.line), ".EE", line(example.text)]
            }
        }
        lines += [
            ".SH EXIT STATUS", "0: all is well. 1: findings, failures, bad input. 2: the command line is wrong.",
            "3: what was asked for could not be run, or standard output or a file could not be written.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A line of text: a line that begins with a dot or an apostrophe would be a request.
    private static func line(_ text: String) -> String {
        let text = escaped(text)
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    private static func escaped(_ text: String) -> String {
        text.map { $0 == "\\" ? "\\e" : $0 == "-" ? "\\-" : String($0) }.joined()
    }
}
