import JSON
import Modem
import Wording

/// `xlwm2m profiles`: what the LwM2M client does under each operator profile.
enum ProfilesCommand {
    static var command: Command {
        Command(
            name: "profiles",
            summary: "list the operator profiles, or show what the client does under one",
            arguments: "[N]",
            options: [
                CommandOption(
                    "--product", value: "PRODUCT",
                    help: "the module on which they act; \(Product.default.name) by default"),
                CommandOption("--json", help: "print JSON: the product and its profiles, or the one named"),
            ],
            discussion: """
                N is the number that AT+UMNOPROF takes. Whether the client starts, the lifetime of the u-blox server (721)
                and the production mode depend on the product too.
                """,
            exits: ExitMeanings(ok: "it is shown"),
            examples: [
                CommandExample(line: "xlwm2m profiles", explanation: "list them for the default product"),
                CommandExample(
                    line: "xlwm2m profiles 28 --product SARA-R410M-02B", explanation: "SoftBank on a SARA-R4"),
                CommandExample(line: "xlwm2m profiles 3 --json", explanation: "Verizon, for a program"),
            ],
            run: run)
    }

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        guard arguments.positional.count <= 1 else { throw CommandFailure.usage("name one profile, or none") }
        let product = try ProductChoice.any(named: arguments.value("--product"))
        if let number = arguments.positional.first {
            let facts = ProfileFacts(profile: try ProfileChoice.profile(number), product: product)
            Output.write(arguments.has("--json") ? facts.json.prettyText + "\n" : facts.page)
        } else if arguments.has("--json") {
            let profiles = MNOProfile.all.map { ProfileFacts(profile: $0, product: product).json }
            Output.line(
                JSONValue.members(["product": .string(product.name), "profiles": .array(profiles)]).prettyText)
        } else {
            Output.write(list(product))
        }
        return .ok
    }

    private static func list(_ product: Product) -> String {
        var table = TextTable(
            ["N", "NAME", "CLIENT", "BOOTSTRAP", "SERVERS: ID LIFETIME, + AT EACH BOOT"], alignedRight: [0])
        for profile in MNOProfile.all {
            let servers = profile.servers(on: product).map { server in
                "\(server.shortServerID) \(ProfileFacts.duration(server.lifetime))\(server.connectsAtBoot ? " +" : "")"
            }
            table.add([
                String(profile.number), profile.name, profile.start(on: product).text,
                profile.bootstrap == nil ? "no" : "yes", servers.joined(separator: ", "),
            ])
        }
        return "on \(product.name)\n\n\(table.text)\n"
    }
}
