import ObjectHost

/// What the scripts see of a product, by its name.
enum ProductChoice {
    static let standard = "SARA-R510S-01B"

    /// The bindings of a product; of the standard one where none is named.
    ///
    /// - throws: a usage failure for an unknown name.
    static func bindings(named name: String?) throws -> ScriptBindings {
        let name = name ?? standard
        guard name == standard else {
            throw CommandFailure.usage("unknown product '\(name)'; there is \(standard)")
        }
        return ScriptBindings(product: name, urcForm: .either, hasPulse: false)
    }
}
