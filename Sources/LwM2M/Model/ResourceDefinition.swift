/// A Resource as its Object's definition says it is.
///
/// - Source: LwM2M 1.0.1 appendix D.1.
public struct ResourceDefinition: Hashable, Sendable {
    public var id: ResourceID
    /// The name as written in the definition, spaces at its ends included.
    public var name: String
    public var operations: Operations
    /// Whether the Resource may have several Resource Instances.
    public var isMultiple: Bool
    /// Whether every Object Instance has the Resource.
    public var isMandatory: Bool
    public var type: DataType
    /// The allowed values as the definition words them; empty where it sets none.
    public var rangeEnumeration: String
    /// The unit as the definition words it; empty where it has none.
    public var units: String
    public var description: String

    public init(
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
