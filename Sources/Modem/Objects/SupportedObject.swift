public import LwM2M

/// An Object that a product has, with the Resources that it has there: a row of tables 1 to 4.
///
/// - Source: UBX-18068860 R09 §2.1.
public struct SupportedObject: Hashable, Sendable {
    public var id: ObjectID
    /// As the table calls it, `FW Update`.
    public var name: String
    /// In the order of the table.
    public var resources: [SupportedResource]
    /// What the table notes about the whole Object.
    public var note: SupportNote?
    public var operators: OperatorScope

    public init(
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
    public func note(of resource: SupportedResource) -> SupportNote? { resource.note ?? note }

    /// The same without the Resources that are missing under a profile; nil where the Object is missing.
    public func under(profile: Int) -> SupportedObject? {
        guard operators.includes(profile: profile) else { return nil }
        var object = self
        object.resources.removeAll { $0.note?.includes(profile: profile) == false }
        return object
    }

    /// The same without the Resource of this number.
    func without(_ resource: ResourceID) -> SupportedObject {
        var object = self
        object.resources.removeAll { $0.id == resource }
        return object
    }
}
