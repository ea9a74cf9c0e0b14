package import LwM2M

/// An Object that a product has, with the Resources it has there: a row of tables 1 to 4.
///
/// - Source: UBX-18068860 R09 §2.1.
package struct SupportedObject: Hashable, Sendable {
    /// The number of the Object.
    package var id: ObjectID
    /// The name in the table, `FW Update`.
    package var name: String
    /// In table order.
    package var resources: [SupportedResource]
    /// What the table notes about the whole Object.
    package var note: SupportNote?
    /// The operators under which it exists.
    package var operators: OperatorScope

    /// An Object as printed in the tables.
    package init(
        _ id: ObjectID, _ name: String, _ resources: [SupportedResource], _ note: SupportNote? = nil,
        _ operators: OperatorScope = .every
    ) {
        self.id = id
        self.name = name
        self.resources = resources
        self.note = note
        self.operators = operators
    }

    /// The mark of a Resource: its own, or that of the whole Object.
    package func note(of resource: SupportedResource) -> SupportNote? { resource.note ?? note }

    /// The same without the Resources that do not exist under a profile; nil if the Object does not exist.
    package func under(profile: Int) -> SupportedObject? {
        guard operators.includes(profile: profile) else { return nil }
        var object = self
        object.resources.removeAll { $0.note?.includes(profile: profile) == false }
        return object
    }

    /// The same without this Resource.
    func without(_ resource: ResourceID) -> SupportedObject {
        var object = self
        object.resources.removeAll { $0.id == resource }
        return object
    }
}

/// A Resource that a product has, with its mark in the table. A bare number is a Resource without a mark.
package struct SupportedResource: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// The number of the Resource.
    package var id: ResourceID
    /// Its own mark (`*`, `**`); the mark of its Object is not repeated here.
    package var note: SupportNote?

    /// A Resource with the mark that surrounds it in the table.
    package init(_ id: ResourceID, _ note: SupportNote? = nil) {
        self.id = id
        self.note = note
    }

    /// A Resource without a mark.
    package init(integerLiteral id: ResourceID) { self.init(id) }

    /// A Resource whose value the end device writes.
    package static func endDevice(_ id: ResourceID) -> SupportedResource { SupportedResource(id, .endDevice) }

    /// A Resource that exists only in the Verizon configuration.
    package static func verizon(_ id: ResourceID) -> SupportedResource { SupportedResource(id, .verizon) }
}

/// A mark of an Object or a Resource in the tables of supported Objects.
///
/// - Source: UBX-18068860 R09 §2.1, tables 1 to 4.
package enum SupportNote: String, Hashable, Sendable, CaseIterable {
    /// The end device around the module supplies the value, by AT command.
    case endDevice = "written by the end device"
    /// Exists only under the Verizon profile.
    case verizon = "Verizon only"
    case uFOTA = "only via uFOTA"
    case uFOTAOrVerizon = "only via uFOTA or the Verizon server"

    /// Whether something with this mark exists under the profile with this number.
    package func includes(profile: Int) -> Bool {
        self == .verizon ? OperatorFamily(profile: profile) == .verizon : true
    }
}

/// An operator whose configuration has Objects or Resources of its own.
///
/// - Source: UBX-18068860 R09 §2.1, the notes of tables 1 to 4.
package enum OperatorFamily: String, Hashable, Sendable, CaseIterable {
    /// AT&T, AT&T 2-4-12 and AT&T FirstNet.
    case att = "AT&T"
    case verizon = "Verizon"

    /// The numbers of its profiles (+UMNOPROF).
    package var profiles: [Int] {
        switch self {
        case .att: [2, 198, 206]
        case .verizon: [3]
        }
    }

    /// The family to which a profile belongs; nil for all other operators.
    package init?(profile: Int) {
        guard let family = Self.allCases.first(where: { $0.profiles.contains(profile) }) else { return nil }
        self = family
    }
}

/// The operators under which an Object exists.
package enum OperatorScope: Hashable, Sendable {
    case every
    case only(OperatorFamily)
    case allBut(OperatorFamily)

    /// Whether it exists under the profile with this number.
    package func includes(profile: Int) -> Bool {
        switch self {
        case .every: true
        case .only(let family): OperatorFamily(profile: profile) == family
        case .allBut(let family): OperatorFamily(profile: profile) != family
        }
    }

    /// The names of the operators, `AT&T`; nil if it exists under all of them.
    package var text: String? {
        switch self {
        case .every: nil
        case .only(let family): family.rawValue
        case .allBut(let family): "all but " + family.rawValue
        }
    }
}
