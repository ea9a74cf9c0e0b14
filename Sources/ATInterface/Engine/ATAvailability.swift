public import Modem

/// Which products have a command, and under which operator profiles.
public struct ATAvailability: Sendable {
    private let includes: @Sendable (Product, Int) -> Bool

    init(_ includes: @escaping @Sendable (_ product: Product, _ profile: Int) -> Bool) { self.includes = includes }

    /// Whether a product has the command while the operator profile with this number is active.
    public func includes(_ product: Product, profile: Int) -> Bool { includes(product, profile) }

    static let everywhere = ATAvailability { _, _ in true }
    static let onR5 = ATAvailability { product, _ in product.group.isR5 }
    static let notOnR5 = ATAvailability { product, _ in !product.group.isR5 }
    static let notOnR41 = ATAvailability { product, _ in !product.group.isR41 }

    /// Where the host reaches Objects and servers.
    static let reachingObjects = having { product in product.commands.hasObjectCommands }

    /// Where the commands of a product have a feature.
    static func having(_ feature: @escaping @Sendable (Product) -> Bool) -> ATAvailability {
        ATAvailability { product, _ in feature(product) }
    }
}
