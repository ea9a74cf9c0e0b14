import Products
import Wording

/// The product that an option or an argument names.
enum ProductChoice {
    /// The product of that name; SARA-R510S-01B where none is named.
    ///
    /// - throws: a usage failure for an unknown name.
    static func any(named name: String?) throws -> Product {
        guard let name else { return .default }
        guard let product = Product.named(name) else {
            let known = Product.all.map(\.name)
            let nearest = Spelling.ranked(by: name.uppercased(), known).prefix(3).joined(separator: ", ")
            throw CommandFailure.usage(
                "unknown product '\(name)'\(Spelling.suggestion(for: name.uppercased(), among: known)); "
                    + "the nearest are \(nearest); xlwm2m products lists all")
        }
        return product
    }

    /// The same, for work that needs Lua.
    ///
    /// - throws: a usage failure for an unknown name and for a product without Lua.
    static func product(named name: String?) throws -> Product {
        let product = try any(named: name)
        if let why = product.whyNoLua { throw CommandFailure.usage(why) }
        return product
    }
}

/// The operator profile that a word of the command line names.
enum ProfileChoice {
    /// The profile of that number.
    ///
    /// - throws: a usage failure for an unknown one.
    static func profile(_ text: String) throws -> MNOProfile {
        guard let number = Int(text), let profile = MNOProfile.numbered(number) else {
            let known = MNOProfile.all.map { String($0.number) }.joined(separator: ", ")
            throw CommandFailure.usage("unknown operator profile '\(text)'; there are \(known)")
        }
        return profile
    }
}
