/// All commands, in the order of the overview.
enum CommandTable {
    static var commands: [Command] {
        [
            GenerateCommand.command,
            InspectCommand.command,
            CheckCommand.command,
            TestCommand.command,
            RunCommand.command,
            ServerCommand.command,
            InitCommand.command,
            ProductsCommand.command,
            ProfilesCommand.command,
            ScenarioCommand.command,
            PSKCommand.command,
            CompletionsCommand.command,
        ]
    }
}
