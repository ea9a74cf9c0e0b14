/// One option of a command, as help, parsing and completion need it.
struct CommandOption {
    /// The spelling with two dashes, `--output`.
    var name: String
    /// The spelling with one dash, `-o`.
    var short: String?
    /// What stands for the value in help, `DIR`; nil for an option without one.
    var value: String?
    /// One line of help.
    var help: String

    init(_ name: String, short: String? = nil, value: String? = nil, help: String) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
    }
}
