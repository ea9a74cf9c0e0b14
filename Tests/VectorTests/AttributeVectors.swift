import LwM2M

/// Write-Attributes.
enum AttributeVectors {
    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        let input = vector.input
        try input.allow("path", "level", "stored", "query", "resource")
        try expected.allow("code", "stored")
        let stored = try attributes(input["stored"])
        var resource: ResourceDefinition?
        let path = try input["path"].path
        if let level = try input["level"].optional(AttributeLevel.init), try level.place(at: path) != path {
            throw input["level"].fault("is not that of \(path)")
        }
        if !input["resource"].isMissing {
            try input["resource"].allow("type", "ops", "multiple")
            resource = ResourceDefinition(
                id: path.resource ?? 0, name: "", operations: try Values.operations(input["resource"]["ops"]),
                isMultiple: try input["resource"]["multiple"].optional { try $0.flag } ?? false,
                type: try Values.type(input["resource"]["type"]))
        }
        guard (resource != nil) == (path.depth == 3) else { throw input["resource"].fault("does not go with \(path)") }
        let queries = try input["query"].list.map { try $0.text }
        var code = "2.04"
        var result = stored
        do throws(LwM2MError) { result = try stored.writing(queries, to: resource) } catch { code = "\(error.code)" }
        return Values.compare("the code", code, try expected["code"].text)
            + Values.compare("what is stored", result, try attributes(expected["stored"]))
    }

    /// Attributes by name; `null` is one that is not set.
    static func attributes(_ field: VectorField) throws -> NotificationAttributes {
        var attributes = NotificationAttributes()
        for (name, value) in try field.membersIfAny where !value.isMissing {
            switch name {
            case "pmin": attributes.pmin = try value.whole
            case "pmax": attributes.pmax = try value.whole
            case "gt": attributes.gt = Threshold(try value.double)
            case "lt": attributes.lt = Threshold(try value.double)
            case "st": attributes.st = Threshold(try value.double)
            default: throw value.fault("the attribute is not known")
            }
        }
        return attributes
    }
}
