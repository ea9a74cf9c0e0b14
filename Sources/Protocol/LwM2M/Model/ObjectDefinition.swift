/// An Object as its definition describes it.
///
/// - Source: LwM2M 1.0.1 appendix D.1.
package struct ObjectDefinition: Hashable, Sendable {
    package var id: ObjectID
    /// The name as written in the definition.
    package var name: String
    package var description: String
    /// The name in the OMA registry, `urn:oma:lwm2m:ext:3300`; empty if it has none.
    package var urn: String
    /// The version of LwM2M that the definition requires, `1.0` if it names none.
    package var lwm2mVersion: String
    /// The version of the Object, `1.0` if the definition names none.
    package var objectVersion: String
    /// Whether the Object may have several Object Instances.
    package var isMultiple: Bool
    /// Whether every client has the Object.
    package var isMandatory: Bool
    /// In the order of the definition; no two have the same id.
    package var resources: [ResourceDefinition]

    package init(
        id: ObjectID, name: String, description: String = "", urn: String = "", lwm2mVersion: String = "1.0",
        objectVersion: String = "1.0", isMultiple: Bool, isMandatory: Bool, resources: [ResourceDefinition]
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.urn = urn
        self.lwm2mVersion = lwm2mVersion
        self.objectVersion = objectVersion
        self.isMultiple = isMultiple
        self.isMandatory = isMandatory
        self.resources = resources
    }

    /// The definition of the Resource with an id; nil if the Object does not define it.
    package subscript(resource: ResourceID) -> ResourceDefinition? {
        resources.first { $0.id == resource }
    }
}

/// A Resource as its Object's definition describes it.
///
/// - Source: LwM2M 1.0.1 appendix D.1.
package struct ResourceDefinition: Hashable, Sendable {
    package var id: ResourceID
    /// The name as written in the definition, spaces at its ends included.
    package var name: String
    package var operations: Operations
    /// Whether the Resource may have several Resource Instances.
    package var isMultiple: Bool
    /// Whether every Object Instance has the Resource.
    package var isMandatory: Bool
    package var type: DataType
    /// The allowed values as the definition words them; empty if it sets none.
    package var rangeEnumeration: String
    /// The unit as the definition words it; empty if it has none.
    package var units: String
    package var description: String

    package init(
        id: ResourceID, name: String, operations: Operations, isMultiple: Bool = false, isMandatory: Bool = false,
        type: DataType, rangeEnumeration: String = "", units: String = "", description: String = ""
    ) {
        self.id = id
        self.name = name
        self.operations = operations
        self.isMultiple = isMultiple
        self.isMandatory = isMandatory
        self.type = type
        self.rangeEnumeration = rangeEnumeration
        self.units = units
        self.description = description
    }
}

/// What a server may do with a Resource by its definition.
///
/// Empty means that only the bootstrap interface can access the Resource, as in Object 0.
///
/// - Source: LwM2M 1.0.1 appendix D.1.
@usableFromInline package struct Operations: OptionSet, Hashable, Sendable {
    @usableFromInline package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Read, Observe, Discover and Write-Attributes.
    @inlinable package static var read: Operations { Operations(rawValue: 1) }
    /// Write.
    @inlinable package static var write: Operations { Operations(rawValue: 2) }
    /// Execute; cannot be combined with any other.
    @inlinable package static var execute: Operations { Operations(rawValue: 4) }

    /// Reads the text of a definition: an empty text, `R`, `W`, `RW` or `E`.
    ///
    /// nil for any other text, including `WR` and lower case.
    package init?(_ word: String) {
        switch word {
        case "": self = []
        case "R": self = .read
        case "W": self = .write
        case "RW": self = [.read, .write]
        case "E": self = .execute
        default: return nil
        }
    }
}

extension Operations: CustomStringConvertible {
    /// The text in the definition: an empty text, `R`, `W`, `RW` or `E`.
    @usableFromInline package var description: String {
        (contains(.read) ? "R" : "") + (contains(.write) ? "W" : "") + (contains(.execute) ? "E" : "")
    }
}

/// The type of a Resource's values.
///
/// - Source: LwM2M 1.0.1 appendix C; LwM2M 1.1 for `unsignedInteger` and `corelnk`.
package enum DataType: String, Hashable, Sendable, CaseIterable {
    case string = "String"
    case integer = "Integer"
    case float = "Float"
    case boolean = "Boolean"
    case opaque = "Opaque"
    case time = "Time"
    case objectLink = "Objlnk"
    case unsignedInteger = "Unsigned Integer"
    case corelnk = "Corelnk"
    /// No type: an executable Resource, or a definition that leaves it empty.
    case none = ""

    /// Whether the values are numbers, so that thresholds (gt, lt, st) apply.
    var isNumeric: Bool {
        switch self {
        case .integer, .float, .time, .unsignedInteger: true
        default: false
        }
    }

    /// Whether the type came with LwM2M 1.1 and is unknown to a 1.0 client.
    package var isNewerThan10: Bool { self == .unsignedInteger || self == .corelnk }
}
