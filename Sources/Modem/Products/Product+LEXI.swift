extension Product {
    /// LEXI-R422, which differs from SARA-R422 in its pins (UBX-18068860 R09 §5.5).
    static let lexi: [Product] = {
        var product = r4Product("LEXI-R422", .lexi, profile: 90)
        product.gpioPins = [14, 15, 16, 17, 18, 29]
        product.pulsePins = product.gpioPins
        return [product]
    }()
}
