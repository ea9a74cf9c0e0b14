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
            "3: what was asked for could not be run.",
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
