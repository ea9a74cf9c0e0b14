package import ObjectHost

/// A cellular module of the application note, with everything that matters to its Lua Objects and its host.
///
/// Each value is defined in one file of `Products/`, one file for each group of products that share their firmware;
/// `Product.all` lists them.
///
/// - Source: UBX-18068860 R09, "LwM2M objects and commands".
package struct Product: Hashable, Sendable {
    /// The name with its product version, `SARA-R510S-01B`.
    package var name: String
    /// The products with the same firmware behaviour.
    package var group: ProductGroup
    /// The type numbers that it covers, `04`, beginning with the one that it reports; empty if its name contains one or
    /// none is known.
    package var types: [String] = []
    /// The name of the product to use for what this one lacks; nil if there is none.
    package var successor: String?

    /// Whether it loads the host's Lua Objects at all (UBX-18068860 R09, page 1, §2.2).
    package var supportsLua = true
    /// Which form of `lua_send_urc` it accepts.
    package var urcForm: ScriptBindings.URCForm
    /// The ids of the GPIO pins.
    package var gpioPins: [Int]
    /// The pins that `lua_send_pulse` can drive; empty if the product has no such function.
    package var pulsePins: [Int]

    /// The Objects and Resources that it has (tables 1 to 4), in the order of the table.
    package var objects: [SupportedObject]
    /// The built-in Objects that are part of the firmware and can be replaced only by a file of exactly this name.
    /// Empty if the built-in Objects are files like any other.
    package var overridableObjects: [BuiltInObject] = []
    /// Whether the built-in Objects are files that `+ULSTFILE` lists under the tag XLWM2M (§4.2).
    package var objectsAreFiles: Bool
    /// When the instances of Object 11 follow `+CGDCONT` (§2.1).
    package var contextMirroring: ContextMirroring = .never
    /// Whether a disabled APN is replaced by that of AT&T's device management (§2.1); otherwise attaching fails.
    package var replacesDisabledAPN = false
    /// Whether the time of Object 3 (`/3/0/13`) follows the module; otherwise the end device writes it (§2.1).
    package var timeFollowsModule = false
    /// The instance of Object 1 that holds the u-blox server (§4.4).
    package var uFOTAServerInstance: UFOTAServerInstance

    /// Which commands and parameters exist.
    package var commands: CommandFeatures
    /// What `+ULWM2MSTAT` reports.
    package var status: StatusReporting
    /// How long things take.
    package var timings: ProductTimings
    /// How much it can hold.
    package var limits = ProductLimits()
    /// The numbers of a new module.
    package var identity: ModuleIdentity

    /// Whether `lua_send_pulse` and `+ULWM2MPULSE` exist.
    package var hasPulse: Bool { !pulsePins.isEmpty }

    /// The number of the operator profile of a new module.
    package var factoryProfile: Int { identity.carrierID }

    /// The Objects and Resources that it has under the operator profile with this number.
    package func objects(under profile: Int) -> [SupportedObject] {
        objects.compactMap { $0.under(profile: profile) }
    }
}

/// Products whose LwM2M clients behave the same.
package enum ProductGroup: String, Hashable, Sendable, CaseIterable {
    /// SARA-R410M-02B-00/-01/-02 and SARA-R412M-02B-00/-01/-02, whose client is only for firmware updates.
    case r41UpdatesOnly = "R41-fota"
    /// SARA-R410M-02B-03/-04 and SARA-R412M-02B-03/-04.
    case r41Version02B = "R41-02B"
    /// SARA-R410M-63B, -73B and -83B.
    case r41VersionX3B = "R41-x3B"
    /// SARA-R422-00B, SARA-R422S-00B and SARA-R422M8S.
    case r422Version00B = "R422-00B"
    /// SARA-R422-01B, SARA-R422S-01B and SARA-R422M10S.
    case r422Version01B = "R422-01B"
    /// LEXI-R422.
    case lexi = "LEXI"
    /// SARA-R5 of type 00B-00.
    case r5Version00B00 = "R5-00B-00"
    /// SARA-R5 of type 00B-01.
    case r5Version00B01 = "R5-00B-01"
    /// All later SARA-R5: 00B-02 onwards, 01B, 61B, 71B.
    case r5 = "R5"

    /// Whether this is one of the three groups of SARA-R410M and SARA-R412M.
    package var isR41: Bool { self == .r41UpdatesOnly || self == .r41Version02B || self == .r41VersionX3B }

    /// Whether this is one of the three groups of SARA-R5.
    package var isR5: Bool { self == .r5 || self == .r5Version00B00 || self == .r5Version00B01 }

    /// Whether this is SARA-R422 or LEXI-R422, which report on the line when their client exits at its start
    /// (`+ULWM2MSTAT: 4,6`, UBX-18068860 R09 §5.3.2).
    package var reportsClientExit: Bool { self == .r422Version00B || self == .r422Version01B || self == .lexi }
}

extension Product {
    /// Every product, in the order of the application note: the types for updates only follow their relatives, and the
    /// versions of a name run from oldest to newest. A new product is a file in `Products/` and a row here.
    package static let all: [Product] = r41Version02B + r41VersionX3B + r41UpdatesOnly + r422 + lexi + r5

    /// SARA-R510S-01B.
    package static let `default` = Product.r510SVersion01B

    /// The product with this name, in upper or lower case; nil for an unknown one.
    ///
    /// If the product version is left out, the newest of that name is meant: `SARA-R422` is `SARA-R422-01B`. A type
    /// number may follow if the product covers it: `SARA-R410M-02B-03` is `SARA-R410M-02B`. A type that is only for
    /// updates must be given in full.
    package static func named(_ name: String) -> Product? {
        let name = upperCased(name)
        if let product = all.first(where: { $0.name == name }) { return product }
        if let product = all.first(where: { $0.orderingCodes.contains(name) }) { return product.ofType(name) }
        guard name.contains("-") else { return nil }
        return all.last { $0.name.hasPrefix(name + "-") && $0.group != .r41UpdatesOnly }
    }

    /// The same product as one of the types that it covers.
    ///
    /// - Source: UBX-18068860 R09, appendix D.
    private func ofType(_ code: String) -> Product {
        var product = self
        product.types = types.filter { code.hasSuffix("-" + $0) }
        if group == .r41Version02B, product.types == ["03"] { product.commands.hasPersistentDisable = false }
        return product
    }

    /// Only ASCII changes, whatever the locale.
    private static func upperCased(_ text: String) -> String {
        String(decoding: text.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }, as: UTF8.self)
    }
}

extension Product {
    /// The versions that the module reports, `ATI9` and `/3/0`.
    package struct Firmware: Hashable, Sendable {
        /// The version of the modem.
        package var modem: String
        /// The version of the application.
        package var application: String
    }

    /// The name without the product version, `SARA-R510S`; SARA-R410M and SARA-R412M report it with the version,
    /// `SARA-R412M-02B`.
    package var modelName: String {
        switch group {
        case .r41UpdatesOnly, .r41Version02B, .r41VersionX3B:
            name.split(separator: "-").prefix(3).joined(separator: "-")
        default: name.split(separator: "-").prefix(2).joined(separator: "-")
        }
    }

    /// Versions as seen on modules of this kind; which type has which version is assumed.
    package var firmware: Firmware { ProductAssumptions.firmware(of: self) }
}

extension Product {
    /// The name with each of the type numbers that it covers, beginning with the one that the module reports:
    /// `SARA-R410M-02B-04`. A name that includes a type number is the only one; if no number is known, it is 00.
    ///
    /// - Source: UBX-20009652 R02 §9.1.2 for the form.
    package var orderingCodes: [String] {
        if name.split(separator: "-").count > 3 { return [name] }
        return (types.isEmpty ? ["00"] : types).map { name + "-" + $0 }
    }

    /// Why Objects of the host are not served, and which product serves them; nil if this product does.
    package var whyNoLua: String? {
        guard !supportsLua else { return nil }
        let advice = successor.map { "take \($0) (\(Self.named($0)?.orderingCodes.joined(separator: ", ") ?? ""))" }
        return "\(name) runs no Lua Objects of yours, its LwM2M client is for updates of the firmware alone: "
            + (advice ?? "take another product version")
    }
}

extension Product {
    /// The files of the built-in Objects in the order in which the module loads them.
    ///
    /// Objects that are part of the firmware come in the order in which the note lists them, followed by all other
    /// files by name. The module walks a single Lua table filled in this order, so it determines the order of the
    /// Objects in +ULWM2MLIST.
    ///
    /// - Parameter fileNames: without folders, `object_device.lua`; in any order.
    /// - Source: UBX-18068860 R09 §4.2: both orders reproduce its listings.
    package func loadOrder(of fileNames: [String]) -> [String] {
        let firmware = overridableObjects.map { $0.name + ".lua" }
        return firmware.filter(fileNames.contains) + fileNames.filter { !firmware.contains($0) }.sorted()
    }
}

extension Product {
    /// What the Lua Objects see on a new module of this product.
    package var bindings: ScriptBindings {
        ScriptBindings(
            product: name, urcForm: urcForm, hasPulse: hasPulse, imei: identity.imei, msisdn: identity.msisdn,
            carrierID: identity.carrierID)
    }
}
