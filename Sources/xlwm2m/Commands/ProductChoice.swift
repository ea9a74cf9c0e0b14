import Modem

/// The product that an option names.
enum ProductChoice {
    /// The product of that name; SARA-R510S-01B where none is named.
    ///
    /// - throws: a usage failure for an unknown name and for a product without Lua.
    static func product(named name: String?) throws -> Product {
        guard let name else { return .default }
        guard let product = Product.named(name) else {
            let known = Product.all.filter(\.supportsLua).map(\.name)
            throw CommandFailure.usage(
                "unknown product '\(name)'\(Spelling.suggestion(for: name, among: known)); there are "
                    + known.joined(separator: ", "))
        }
        guard product.supportsLua else {
            throw CommandFailure.usage("\(product.name) runs no Lua Objects; choose a product that does")
        }
        return product
    }
}
