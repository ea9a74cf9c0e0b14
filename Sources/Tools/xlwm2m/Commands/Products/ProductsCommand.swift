import JSON
import ObjectHost
import Products
import Wording

/// `xlwm2m products`: the modules that can be emulated, and all that is known of one.
enum ProductsCommand {
    static var command: Command {
        Command(
            name: "products",
            summary: "list the modules, or show all that is known of one",
            arguments: "[PRODUCT]",
            options: [
                CommandOption(
                    "--profile", value: "N",
                    help: "only the Objects and Resources under this operator profile (+UMNOPROF)"),
                CommandOption("--json", help: "print JSON: all products with their Objects, or the one named"),
            ],
            discussion: """
                A PRODUCT is a name of the application note, in upper or lower case: SARA-R510S-01B, LEXI-R422.
                Without one, the list has the key facts of each; a * marks the default product.
                The marks in the table of Objects are those of the note.
                """,
            exits: ExitMeanings(ok: "it is shown"),
            examples: [
                CommandExample(line: "xlwm2m products", explanation: "list them"),
                CommandExample(
                    line: "xlwm2m products sara-r410m-63b-01", explanation: "show its features, timings and Objects"),
                CommandExample(
                    line: "xlwm2m products SARA-R510S-01B --profile 3", explanation: "its Objects under Verizon"),
                CommandExample(line: "xlwm2m products --json", explanation: "all of it, for a program"),
            ],
            run: run)
    }

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        guard arguments.positional.count <= 1 else { throw CommandFailure.usage("name one product, or none") }
        let profile = try arguments.value("--profile").map(ProfileChoice.profile)
        func objects(of product: Product) -> [SupportedObject] {
            profile.map { product.objects(under: $0.number) } ?? product.objects
        }
        if let name = arguments.positional.first {
            let product = try ProductChoice.any(named: name)
            let facts = ProductFacts(product: product)
            let chosen = objects(of: product)
            Output.write(arguments.has("--json") ? facts.json(chosen).prettyText + "\n" : facts.page(chosen))
        } else if arguments.has("--json") {
            let products = Product.all.map { ProductFacts(product: $0).json(objects(of: $0)) }
            Output.line(JSONValue.members(["products": .array(products)]).prettyText)
        } else {
            guard profile == nil else { throw CommandFailure.usage("name the product that --profile is about") }
            Output.write(list)
        }
        return .ok
    }

    private static var list: String {
        var table = TextTable([
            "  PRODUCT", "GROUP", "OBJECTS", "REGISTERED", "EVENTS", "PULSE", "PROFILE", "URC FROM LUA",
        ])
        for product in Product.all {
            table.add([
                (product == .default ? "* " : "  ") + product.name, product.group.rawValue,
                String(product.objects.count),
                product.status.events.isEmpty ? "-" : String(product.status.numbering.registered),
                product.status.events.isEmpty ? "-" : product.status.events.map(String.init).joined(separator: " "),
                product.hasPulse ? "yes" : "no", String(product.factoryProfile),
                product.supportsLua ? product.urcForm.call : "no Lua Objects",
            ])
        }
        return table.text + "\n"
    }
}
