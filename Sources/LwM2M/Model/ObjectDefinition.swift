/// An Object as its definition says it is.
///
/// - Source: LwM2M 1.0.1 appendix D.1.
public struct ObjectDefinition: Hashable, Sendable {
    public var id: ObjectID
    /// The name as written in the definition.
    public var name: String
    public var description: String
    /// The name in the OMA registry, `urn:oma:lwm2m:ext:3300`; empty where there is none.
    public var urn: String
    /// The version of LwM2M that the definition asks for, `1.0` if it says none.
    public var lwm2mVersion: String
    /// The version of the Object, `1.0` if the definition says none.
    public var objectVersion: String
    /// Whether the Object may have several Object Instances.
    public var isMultiple: Bool
    /// Whether every client has the Object.
    public var isMandatory: Bool
    /// In the order of the definition; no two have one id.
    public var resources: [ResourceDefinition]

    public init(
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

    /// The definition of one Resource; nil where the Object has none with that id.
    public subscript(resource: ResourceID) -> ResourceDefinition? {
        resources.first { $0.id == resource }
    }
}
