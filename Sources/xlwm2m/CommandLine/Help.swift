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
