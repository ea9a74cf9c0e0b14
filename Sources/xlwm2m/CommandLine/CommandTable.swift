/// All commands, in the order of the overview.
enum CommandTable {
    static var commands: [Command] { [GenerateCommand.command] }
    static var commands: [Command] { [CompletionsCommand.command] }
    static var commands: [Command] { [RunCommand.command, CompletionsCommand.command] }
}
