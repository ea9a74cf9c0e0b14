package import Products

/// The product that a module is taken for.
package struct RecognizedProduct: Hashable, Sendable {
    /// What told it.
    package enum Evidence: String, Hashable, Sendable {
        /// Its type, `SARA-R510S-01B-00`.
        case type
        /// Its model and the versions of its firmware.
        case firmware
        /// Its model alone: the newest version with that name.
        case model
    }

    package var product: Product
    package var evidence: Evidence

    /// The product of a module with these answers; nil for none that is known.
    ///
    /// - Parameters:
    ///   - type: what `ATI0` says.
    ///   - model: what `AT+CGMM` says.
    ///   - versions: what `ATI9` says, `03.15,A00.01`.
    package init?(type: String?, model: String?, versions: String?) {
        for name in [type, model].compactMap({ $0 }) {
            if let product = Self.exact(name) {
                (self.product, evidence) = (product, .type)
                return
            }
        }
        guard let model, let newest = Product.named(model) else { return nil }
        let versions = versions.map { $0.filter { $0 != " " } }
        let same = Product.all.filter { product in
            product.modelName == model && "\(product.firmware.modem),\(product.firmware.application)" == versions
        }
        if same.count == 1 {
            (product, evidence) = (same[0], .firmware)
        } else {
            (product, evidence) = (newest, .model)
        }
    }

    /// The product whose version the name contains, with or without a type number that is known.
    private static func exact(_ name: String) -> Product? {
        let parts = name.uppercased().split(separator: "-")
        guard parts.count >= 3, parts[0] == "SARA" || parts[0] == "LEXI" else { return nil }
        if let product = Product.named(name) { return product }
        guard parts.count == 4 else { return nil }
        return Product.named(parts.dropLast().joined(separator: "-"))
    }

    /// In brackets behind the product's name.
    package var evidenceText: String {
        switch evidence {
        case .type: "by its type"
        case .firmware: "by its model and its firmware"
        case .model: "by its model alone; --product names another version"
        }
    }
}

extension RecognizedProduct {
    /// The product of a module, by its own answers; nil for none that is known.
    package init?(_ session: ModuleSession) throws {
        self.init(
            type: try session.text("ATI0"), model: try session.text("AT+CGMM"), versions: try session.text("ATI9"))
    }
}

extension Product {
    /// Whether a file with the tag XLWM2M came with the module, whose client does not work without it: those of Security,
    /// Server, Access Control and Device.
    package func needs(file name: String) -> Bool {
        objectsAreFiles && (0...3).contains { BuiltInObject.numbered($0)?.fileName == name }
    }
}
