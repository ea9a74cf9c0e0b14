/// All commands, in the order of the overview.
enum CommandTable {
    static var commands: [Command] { [GenerateCommand.command, TestCommand.command] }
}
