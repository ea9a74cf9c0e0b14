public import ObjectHost

/// A cellular module of the application note: what its Lua Objects and its host find there.
///
/// Each value stands in one file of `Products/`, one file for each group of products that share their firmware;
/// `Product.all` names them.
///
/// - Source: UBX-18068860 R09, "LwM2M objects and commands".
public struct Product: Hashable, Sendable {
    /// The name with its product version, `SARA-R510S-01B`.
    public var name: String
    /// The products with the same firmware behaviour.
    public var group: ProductGroup
    /// Whether it loads Lua Objects at all (UBX-18068860 R09 §2.2).
    public var supportsLua = true
    /// What `lua_send_urc` takes.
    public var urcForm: ScriptBindings.URCForm
    /// The ids of the GPIO pins.
    public var gpioPins: [Int]
    /// The pins that `lua_send_pulse` can drive; empty where the product has no such function.
    public var pulsePins: [Int]
    /// The built-in Objects that are part of the firmware and that a file of exactly this name replaces. Empty where
    /// the built-in Objects are files like any other.
    public var overridableObjects: [BuiltInObject] = []
    public var limits = ProductLimits()
    public var identity: ModuleIdentity

    /// Whether `lua_send_pulse` exists.
    public var hasPulse: Bool { !pulsePins.isEmpty }
}
