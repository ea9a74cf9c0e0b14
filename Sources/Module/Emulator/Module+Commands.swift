import LwM2M
public import Products
public import Storage

/// What commands order; most of it holds from the next boot on.
extension Module {
    /// `AT+ULWM2M=0`.
    public func enableClient() { order { $0.enable() } }

    /// `AT+ULWM2M=1`; with `forGood` `AT+ULWM2M=1,1`.
    public func disableClient(forGood: Bool = false) {
        settle()
        apply(cycle.disable(at: now, forGood: forGood))
    }

    /// `AT+ULWM2M=2`: the database goes, the next start makes a new one.
    public func resetClient() {
        settle()
        apply(cycle.reset(at: now))
    }

    /// `AT+UMNOPROF`: another operator profile from the next boot on.
    public func changeProfile(to number: Int) {
        // Somebody has chosen a profile: another desk or factory state changes nothing of that.
        set(Key.profile, to: String(cycle.settings.profile))
        order { $0.changeProfile(to: number) }
    }

    /// The boot took the profile that was ordered: what goes with it is as the profile has it.
    ///
    /// - Source: UBX-18068860 R09 §3.7, §4.1 for `+ULWM2MCONFIG`.
    func profileTaken(from old: Int) {
        let isNew = old != cycle.settings.profile
        switch product.commands.configurationReset {
        case .profileAndBack: if isNew { forgetConfiguration() }
        case .clientReset: forgetConfiguration()
        case .factoryReset, .none: break
        }
        let isOther =
            PDPContext.first(on: product, profile: old)
            != PDPContext.first(on: product, profile: cycle.settings.profile)
        if isOther { forgetContexts() }
    }

    /// The number of the operator profile after the next boot.
    public var profileOrdered: Int { cycle.settings.nextProfile ?? profile }

    /// `AT+UFACTORY`: what the next boot erases.
    public func orderFactoryReset(files: Bool, settings: Bool) {
        order { $0.orderFactoryReset(files: files, settings: settings) }
    }

    /// `+ULWM2MCONFIGEXT`: the production mode, from the next boot on.
    public func setProductionMode(_ mode: ProductionMode) { order { $0.settings.productionMode = mode } }

    /// `AT+ULWM2MWRITE=""`: saves now. False where the product does not take it.
    ///
    /// - throws: why it cannot be saved; nothing is forgotten, and the next save tries again.
    public func saveNow() throws(StoreError) -> Bool {
        settle()
        let before = storageFailures
        guard let effects = cycle.commit() else { return false }
        apply(effects)
        // What cannot wait for a change: settings that an earlier command could not store.
        if storageFailures == before { flush() }
        if storageFailures != before, let storageFailure { throw storageFailure }
        return true
    }

    private func order(_ body: (inout LifeCycle) -> Void) {
        body(&cycle)
        keepCycle()
    }
}
