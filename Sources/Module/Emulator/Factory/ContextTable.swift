import Products

/// The contexts of `+CGDCONT` in NVM: those of the profile until the host defines or undefines one.
struct ContextTable {
    private let nvm: NVM
    private let product: Product
    /// The number of the operator profile.
    private let profile: Int
    private static let rows = NVMTable<PDPContext>(prefix: "module.context.")

    init(_ nvm: NVM, of product: Product, profile: Int) {
        self.nvm = nvm
        self.product = product
        self.profile = profile
    }

    /// All contexts, by their numbers.
    var all: [PDPContext] {
        guard nvm[.hasContexts] == "set" else { return PDPContext.first(on: product, profile: profile) }
        return nvm.values(of: Self.rows).sorted { $0.id < $1.id }
    }

    /// Defines a context, replacing any existing one with the same number.
    func define(_ context: PDPContext) {
        keepAll()
        nvm[Self.rows[context.id]] = context
    }

    /// Removes a context.
    ///
    /// - Returns: the context; nil if there is none with this number.
    func undefine(_ id: Int) -> PDPContext? {
        guard let context = all.first(where: { $0.id == id }) else { return nil }
        keepAll()
        nvm[Self.rows[id]] = nil
        return context
    }

    /// Restores the contexts of the profile.
    func forgetAll() {
        nvm.forgetAll(withPrefix: Self.rows.prefix)
        nvm[.hasContexts] = nil
    }

    /// From now on, NVM determines which contexts exist.
    private func keepAll() {
        guard !nvm.holds(.hasContexts) else { return }
        for context in all { nvm[Self.rows[context.id]] = context }
        nvm[.hasContexts] = "set"
    }
}
