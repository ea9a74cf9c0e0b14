extension Product {
    /// Every product, in the order of the application note, those for updates alone behind their relatives. A new
    /// product is a file in `Products/` and its row here.
    public static let all: [Product] = r41Version02B + r41VersionX3B + r41UpdatesOnly + r422 + lexi + r5

    /// SARA-R510S-01B.
    public static let `default` = Product.r510SVersion01B

    /// The product with this name, in upper or lower case; nil for an unknown one.
    ///
    /// The product version may be left out where there is only one: `SARA-R422M8S` is `SARA-R422M8S-00B`. A type number
    /// may follow where the product stands for it: `SARA-R410M-02B-03` is `SARA-R410M-02B`.
    public static func named(_ name: String) -> Product? {
        let name = upperCased(name)
        if let product = all.first(where: { $0.name == name }) { return product }
        if let product = all.first(where: { $0.orderingCodes.contains(name) }) { return product }
        let versions = all.filter { $0.name.hasPrefix(name + "-") }
        return versions.count == 1 ? versions[0] : nil
    }

    /// ASCII alone changes, whatever the locale.
    private static func upperCased(_ text: String) -> String {
        String(decoding: text.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }, as: UTF8.self)
    }
}
