import LwM2M

/// The definitions of a fixture.
enum FixtureDefinitions {
    static func object(_ id: String, _ tree: JSONTree) throws -> ObjectDefinition {
        ObjectDefinition(
            id: try Values.id(id), name: "Fixture \(id)", isMultiple: tree["instances"] == .string("multiple"),
            isMandatory: false,
            resources: try tree["resources"].members.map { try resource($0.name, $0.value) }.sorted { $0.id < $1.id })
    }

    private static func resource(_ id: String, _ tree: JSONTree) throws -> ResourceDefinition {
        guard let operations = Operations(try tree["ops"].text) else { throw VectorFault("ops \(tree["ops"])") }
        return ResourceDefinition(
            id: try Values.id(id), name: "Resource \(id)", operations: operations,
            isMultiple: tree["multiple"] == .flag(true), isMandatory: tree["mandatory"] == .flag(true),
            type: try Values.type(tree["type"]))
    }
}
