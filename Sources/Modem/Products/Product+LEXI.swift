extension Product {
    /// LEXI-R422, which differs from SARA-R422-01B in its pins (UBX-18068860 R09 §5.5) and is not named where the note
    /// gives that one Object 10308, the Resources 30000 and a mirror of the contexts.
    static let lexi: [Product] = {
        var product = r422Product("LEXI-R422", .lexi)
        product.gpioPins = [14, 15, 16, 17, 18, 29]
        product.pulsePins = product.gpioPins
        product.commands.takesGeneralContext = ProductAssumptions.takesGeneralContextOnR422
        return [product]
    }()
}
