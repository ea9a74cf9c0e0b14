/// How a module is that nobody has set up yet, and what a factory reset leads back to.
public enum NewModule: String, Hashable, Sendable, CaseIterable {
    /// As the factory left it: under some profiles the client is disabled.
    case factory
    /// The same with the client enabled, so that the first command answers; and a profile under which it starts at all.
    case desk

    /// The number of the operator profile.
    public func profile(of product: Product) -> Int {
        let number = product.factoryProfile
        guard self == .desk, MNOProfile.numbered(number)?.start(on: product) == .never else { return number }
        return Self.profileAtDesk
    }

    /// Standard Europe: all products have it, and there is no bootstrap.
    private static let profileAtDesk = 100
}
