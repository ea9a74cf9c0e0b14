import Wording

/// The help texts, made from the command table.
enum Help {
    /// The overview of all commands.
    static func overview(of commands: [Command]) -> String {
        let width = (commands.map(\.name.count).max() ?? 0) + 2
        var text = """
            xlwm2m: the LwM2M side of u-blox cellular modules on your desk

            usage: xlwm2m COMMAND [OPTION...] [ARGUMENT...]

            commands:

            """
        for command in commands { text += "  " + command.name.padded(to: width) + command.summary + "\n" }
        text += """

            xlwm2m COMMAND --help shows the options of a command, xlwm2m --version the version,
            xlwm2m help --man the manual page.

            Exit codes: 0 all is well, 1 findings or failures, 2 the command line is wrong, 3 what was asked for could not
            be run, or its output could not be written.

            """
        return text
    }

    /// The help of one command.
    static func text(for command: Command) -> String {
        var text = "\(command.summary)\n\nusage: xlwm2m \(command.name)"
        text += " [OPTION...]"
        if !command.arguments.isEmpty { text += " \(command.arguments)" }
        text += "\n"
        let options = command.allOptions
        let heads = options.map { option in
            (option.short.map { "\($0), " } ?? "") + option.name + (option.value.map { " \($0)" } ?? "")
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

    /// The exit codes of a command in one line.
    static func exitLine(of command: Command) -> String {
        command.exits.all.map { "\($0.code.rawValue) \($0.meaning)" }.joined(separator: "; ")
    }
}

/// The manual page, made from the command table.
///
/// - Source: man(7), the macros of manual pages.
enum ManPage {
    /// The source of `xlwm2m.1`.
    static func text(of commands: [Command]) -> String {
        var lines = [
            ".TH XLWM2M 1 \"\" \"xlwm2m \(programVersion)\"",
            ".SH NAME", "xlwm2m \\- the LwM2M side of u\\-blox cellular modules on your desk",
            ".SH SYNOPSIS", ".B xlwm2m", ".I COMMAND", "[OPTION...] [ARGUMENT...]",
            ".SH COMMANDS",
        ]
        for command in commands {
            lines += [".SS \(escaped("xlwm2m \(command.name) \(command.arguments)"))", line(command.summary + ".")]
            for option in command.allOptions {
                let head = [option.short, option.name].compactMap { $0 }.joined(separator: ", ")
                lines += [".TP", ".B \(escaped(head + (option.value.map { " " + $0 } ?? "")))"]
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

    /// A line of text: one that begins with a dot or an apostrophe would be a request.
    private static func line(_ text: String) -> String {
        let text = escaped(text)
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    private static func escaped(_ text: String) -> String {
        text.map { $0 == "\\" ? "\\e" : $0 == "-" ? "\\-" : String($0) }.joined()
    }
}

/// What the exit codes of a command mean, for its help.
struct ExitMeanings {
    var ok: String
    /// nil for a command that has no findings.
    var findings: String?
    /// nil for a command that can always run.
    var couldNotRun: String?

    /// The codes that can occur, with their meanings.
    var all: [(code: ExitCode, meaning: String)] {
        [(.ok, ok), (.findings, findings), (.usage, "the command line is wrong"), (.couldNotRun, couldNotRun)]
            .compactMap { code, meaning in meaning.map { (code, $0) } }
    }
}
