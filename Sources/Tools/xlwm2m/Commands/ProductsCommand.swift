import CommandLine
import JSON
import ProductPages
import Products
import Terminal

/// `xlwm2m products`: the modules that can be emulated, and everything known about one of them.
struct ProductsCommand: Command {
    @Option(
        "--profile", "N", .profile,
        help: "only the Objects and Resources under this operator profile (+UMNOPROF)")
    var profile: MNOProfile?

    @Flag("--json", help: "print JSON: all products with their Objects, or the one named") var json: Bool

    @Operands("[PRODUCT]") var products: [String]

    static let name = "products"

    static var description: CommandDescription {
        CommandDescription(
            summary: "list the modules, or show all that is known of one",
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
            ])
    }

    func run() throws -> ExitCode {
        guard products.count <= 1 else { throw CommandFailure.usage("name one product, or none") }
        if let name = products.first {
            let product = try Product.chosen(name)
            let facts = ProductFacts(product: product)
            let objects = objects(of: product)
            Output.write(json ? facts.json(objects).prettyText + "\n" : facts.page(objects))
        } else if json {
            let products = Product.all.map { ProductFacts(product: $0).json(objects(of: $0)) }
            Output.line(JSONValue.members(["products": .array(products)]).prettyText)
        } else {
            guard profile == nil else { throw CommandFailure.usage("name the product that --profile is about") }
            Output.write(ProductFacts.list)
        }
        return .ok
    }

    private func objects(of product: Product) -> [SupportedObject] {
        profile.map { product.objects(under: $0.number) } ?? product.objects
    }
}

/// `xlwm2m profiles`: what the LwM2M client does under each operator profile.
struct ProfilesCommand: Command {
    @Option(
        "--product", "PRODUCT", .product, help: "the module on which they act [\(Product.default.name)]")
    var product: Product?

    @Flag("--json", help: "print JSON: the product and its profiles, or the one named") var json: Bool

    @Operands("[N]") var numbers: [String]

    static let name = "profiles"

    static var description: CommandDescription {
        CommandDescription(
            summary: "list the operator profiles, or show what the client does under one",
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
            ])
    }

    func run() throws -> ExitCode {
        guard numbers.count <= 1 else { throw CommandFailure.usage("name one profile, or none") }
        let product = product ?? .default
        if let number = numbers.first {
            let facts = ProfileFacts(profile: try MNOProfile.chosen(number), product: product)
            Output.write(json ? facts.json.prettyText + "\n" : facts.page)
        } else if json {
            let profiles = MNOProfile.all.map { ProfileFacts(profile: $0, product: product).json }
            Output.line(
                JSONValue.members(["product": .string(product.name), "profiles": .array(profiles)]).prettyText)
        } else {
            Output.write(ProfileFacts.list(on: product))
        }
        return .ok
    }
}
