import LwM2M

/// The definitions of a fixture.
enum FixtureDefinitions {
    static func object(_ id: ObjectID, _ field: VectorField) throws -> ObjectDefinition {
        try field.allow("instances", "resources")
        let instances = try field["instances"].text
        guard ["single", "multiple"].contains(instances) else { throw field["instances"].fault("is not known") }
        return ObjectDefinition(
            id: id, name: "Fixture \(id)", isMultiple: instances == "multiple", isMandatory: false,
            resources: try Values.byID(field["resources"]).map(resource).sorted { $0.id < $1.id })
    }

    private static func resource(_ id: ResourceID, _ field: VectorField) throws -> ResourceDefinition {
        try field.allow("ops", "type", "mandatory", "multiple")
        return ResourceDefinition(
            id: id, name: "Resource \(id)", operations: try Values.operations(field["ops"]),
            isMultiple: try field["multiple"].optional { try $0.flag } ?? false,
            isMandatory: try field["mandatory"].optional { try $0.flag } ?? false,
            type: try Values.type(field["type"]))
    }
}
