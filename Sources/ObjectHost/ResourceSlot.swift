import LwM2M

/// What the checks of a request need of a Resource; it holds no text, so that looking at it costs nothing.
struct ResourceSlot {
    let id: ResourceID
    let type: DataType
    let operations: Operations
    let isMultiple: Bool
    let isMandatory: Bool

    init(_ definition: ResourceDefinition) {
        id = definition.id
        type = definition.type
        operations = definition.operations
        isMultiple = definition.isMultiple
        isMandatory = definition.isMandatory
    }
}
