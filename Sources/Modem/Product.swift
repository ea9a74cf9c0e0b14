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
    /// The type numbers for which it stands, `04`, the one that it reports first; empty where its name has one or none
    /// is known.
    public var types: [String] = []
    /// The name of the product to take for what this one lacks; nil for none.
    public var successor: String?

    /// Whether it loads Lua Objects of the host at all (UBX-18068860 R09, page 1, §2.2).
    public var supportsLua = true
    /// What `lua_send_urc` takes.
    public var urcForm: ScriptBindings.URCForm
    /// The ids of the GPIO pins.
    public var gpioPins: [Int]
    /// The pins that `lua_send_pulse` can drive; empty where the product has no such function.
    public var pulsePins: [Int]

    /// The Objects and Resources that it has (tables 1 to 4), in the order of the table.
    public var objects: [SupportedObject]
    /// The built-in Objects that are part of the firmware and that a file of exactly this name replaces. Empty where
    /// the built-in Objects are files like any other.
    public var overridableObjects: [BuiltInObject] = []
    /// Whether the built-in Objects are files that `+ULSTFILE` lists under the tag XLWM2M (§4.2).
    public var objectsAreFiles: Bool
    /// When the instances of Object 11 follow `+CGDCONT` (§2.1).
    public var contextMirroring: ContextMirroring = .never
    /// Whether a disabled APN gives way to the one of AT&T's device management (§2.1); without it attaching fails.
    public var replacesDisabledAPN = false
    /// Whether the time of Object 3 (`/3/0/13`) follows the module; else the end device writes it (§2.1).
    public var timeFollowsModule = false
    /// The instance of Object 1 that holds the u-blox server (§4.4).
    public var uFOTAServerInstance: UFOTAServerInstance

    public var commands: CommandFeatures
    public var status: StatusReporting
    public var timings: ProductTimings
    public var limits = ProductLimits()
    public var identity: ModuleIdentity

    /// Whether `lua_send_pulse` and `+ULWM2MPULSE` exist.
    public var hasPulse: Bool { !pulsePins.isEmpty }

    /// The number of the operator profile of a new module.
    public var factoryProfile: Int { identity.carrierID }

    /// The Objects and Resources that it has under the operator profile with this number.
    public func objects(under profile: Int) -> [SupportedObject] {
        objects.compactMap { $0.under(profile: profile) }
    }
}
