import LwM2M

/// Write-Attributes.
enum AttributeVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        let input = vector.input
        try input.allow("path", "level", "stored", "query", "resource")
        try expected.allow("code", "stored")
        let stored = try attributes(input["stored"])
        var resource: ResourceDefinition?
        if !input["resource"].isMissing {
            guard let operations = Operations(try input["resource"]["ops"].text) else { throw VectorFault("ops") }
            resource = ResourceDefinition(
                id: try Path(parsing: try input["path"].text).resource ?? 0, name: "", operations: operations,
                isMultiple: input["resource"]["multiple"] == .flag(true),
                type: try Values.type(input["resource"]["type"]))
        }
        let queries = try input["query"].list.map { try $0.text }
        var code = "2.04"
        var result = stored
        do throws(LwM2MError) { result = try stored.writing(queries, to: resource) } catch { code = "\(error.code)" }
        return Values.compare("the code", code, try expected["code"].text)
            + Values.compare("what is stored", result, try attributes(expected["stored"]))
    }

    static func attributes(_ tree: JSONTree) throws -> NotificationAttributes {
        var attributes = NotificationAttributes()
        for (name, value) in try tree.members {
            switch name {
            case "pmin": attributes.pmin = try value.whole
            case "pmax": attributes.pmax = try value.whole
            case "gt": attributes.gt = Threshold(try value.double)
            case "lt": attributes.lt = Threshold(try value.double)
            case "st": attributes.st = Threshold(try value.double)
            default: throw VectorFault("the attribute \(name) is not known")
            }
        }
        return attributes
    }
}
