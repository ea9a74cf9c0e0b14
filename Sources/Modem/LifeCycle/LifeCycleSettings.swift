/// What NVM holds of the client's life, and what was ordered for the next boot.
public struct LifeCycleSettings: Hashable, Sendable {
    /// The operator profile in use.
    public var profile: Int
    /// What `AT+ULWM2M?` answers: 0 for enabled.
    public var isEnabled: Bool
    /// nil on a product without one.
    public var productionMode: ProductionMode?
    /// The profile that the next boot takes; nil for no change.
    public var nextProfile: Int?
    /// `AT+UFACTORY=2,x`: the next boot erases all files.
    public var erasesFiles = false
    /// `AT+UFACTORY=x,2`: the next boot gives NVM its factory values.
    public var erasesSettings = false

    /// The first values under a profile; that of a new module unless told otherwise.
    ///
    /// - Parameter newModule: whether it is as the factory left it or as it stands on a desk.
    public init(_ product: Product, profile: Int? = nil, newModule: NewModule = .factory) {
        let number = profile ?? newModule.profile(of: product)
        self.profile = number
        let known = MNOProfile.numbered(number)
        // A profile of which nothing is known is as most are.
        if newModule == .factory, case .disabled? = known?.start(on: product) {
            isEnabled = false
        } else {
            isEnabled = true
        }
        productionMode = known?.productionMode(on: product)
    }
}
