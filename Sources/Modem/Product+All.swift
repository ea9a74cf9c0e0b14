extension Product {
    /// Every product, in the order of the application note, those for updates alone behind their relatives, and the
    /// versions of a name from the oldest to the newest. A new product is a file in `Products/` and its row here.
    public static let all: [Product] = r41Version02B + r41VersionX3B + r41UpdatesOnly + r422 + lexi + r5

    /// SARA-R510S-01B.
    public static let `default` = Product.r510SVersion01B

    /// The product with this name, in upper or lower case; nil for an unknown one.
    ///
    /// The product version may be left out, which is the newest of that name then: `SARA-R422` is `SARA-R422-01B`. A
    /// type number may follow where the product stands for it: `SARA-R410M-02B-03` is `SARA-R410M-02B`. A type for
    /// updates alone has to be named whole.
    public static func named(_ name: String) -> Product? {
        let name = upperCased(name)
        if let product = all.first(where: { $0.name == name }) { return product }
        if let product = all.first(where: { $0.orderingCodes.contains(name) }) { return product.ofType(name) }
        guard name.contains("-") else { return nil }
        return all.last { $0.name.hasPrefix(name + "-") && $0.group != .r41UpdatesOnly }
    }

    /// The same as one of the types for which it stands.
    ///
    /// - Source: UBX-18068860 R09, appendix D.
    private func ofType(_ code: String) -> Product {
        var product = self
        product.types = types.filter { code.hasSuffix("-" + $0) }
        if group == .r41Version02B, product.types == ["03"] { product.commands.hasPersistentDisable = false }
        return product
    }

    /// ASCII alone changes, whatever the locale.
    private static func upperCased(_ text: String) -> String {
        String(decoding: text.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }, as: UTF8.self)
    }
}
