import LwM2M

/// TLV against the path of a request.
enum TLVPathVectors {
    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        let path = try vector.input["path"].path
        let operation = try vector.input["operation"].text
        switch operation {
        case "read":
            try vector.input.allow("operation", "path", "nodes")
            try expected.allow("hex")
            let entries = try vector.input["nodes"].list.map(TLVVectors.entry)
            return Values.compare(
                "the payload", Values.hex(TLVEncoder.bytes(of: entries)), Values.hex(try expected["hex"].bytes))
        case "write", "create", "bootstrap-write":
            try vector.input.allow("operation", "path", "hex")
            try expected.allow(path.depth > 1 ? "resources" : "instances", "error", "code")
            let bytes = try vector.input["hex"].bytes
            func payload() throws -> WritePayload {
                let payload = try WritePayload(tlv: bytes, at: path)
                if operation == "bootstrap-write" { _ = try payload.namedInstances(at: path) }
                return payload
            }
            return try Values.outcome(expected, payload) { payload in
                if path.depth > 1 {
                    return Values.compare(
                        "the content", resources(payload, at: path),
                        try Values.dictionary(expected["resources"].list.map(resource)))
                }
                let wanted = try expected["instances"].list.map(instance)
                let got = payload.instances.map(instance)
                let isSame = got.count == wanted.count && got.allSatisfy(wanted.contains)
                return isSame ? [] : ["the content is \(got) instead of \(wanted)"]
            }
        default: throw vector.input["operation"].fault("is not known")
        }
    }

    private struct Instance: Equatable {
        var id: UInt16?
        var resources: [UInt16: [UInt16?: String]]
    }

    private static func resources(_ payload: WritePayload, at path: Path) -> [Path: [UInt16?: String]] {
        var all: [Path: [UInt16?: String]] = [:]
        for resource in payload.instances.flatMap(\.resources) {
            all[Path(path.object ?? 0, path.instance ?? 0, resource.id)] = content(resource)
        }
        return all
    }

    private static func content(_ resource: RawResource) -> [UInt16?: String] {
        func hex(_ value: RawValue) -> String { if case .tlv(let bytes) = value { Values.hex(bytes) } else { "json" } }
        switch resource.content {
        case .single(let value): return [nil: hex(value)]
        case .multiple(let instances):
            return Dictionary(uniqueKeysWithValues: instances.map { (UInt16?.some($0.id), hex($0.value)) })
        }
    }

    private static func content(_ field: VectorField) throws -> [UInt16?: String] {
        if field["instances"].isMissing { return [nil: Values.hex(try field["value"].bytes)] }
        guard field["value"].isMissing else { throw field["value"].fault("stands with instances") }
        return try Values.dictionary(
            try Values.byID(field["instances"]).map { (UInt16?.some($0.id), Values.hex(try $0.value.bytes)) })
    }

    private static func resource(_ field: VectorField) throws -> (Path, [UInt16?: String]) {
        try field.allow("path", "value", "instances")
        return (try field["path"].path, try content(field))
    }

    private static func instance(_ instance: WritePayload.Instance) -> Instance {
        Instance(
            id: instance.id,
            resources: Dictionary(uniqueKeysWithValues: instance.resources.map { ($0.id, content($0)) }))
    }

    private static func instance(_ field: VectorField) throws -> Instance {
        try field.allow("id", "resources")
        let resources = try field["resources"].list.map { item in
            try item.allow("id", "value", "instances")
            return (try item["id"].id, try content(item))
        }
        return Instance(id: try field["id"].optional { try $0.id }, resources: try Values.dictionary(resources))
    }
}
