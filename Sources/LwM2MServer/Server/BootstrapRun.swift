import LwM2M

/// A bootstrap under way.
final class BootstrapRun {
    let client: String
    var commands: ArraySlice<Request>

    init(client: String, commands: [Request]) {
        self.client = client
        self.commands = commands[...]
    }
}
