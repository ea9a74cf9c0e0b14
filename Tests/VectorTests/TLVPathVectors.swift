import LwM2M

/// TLV against the path of a request.
enum TLVPathVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        try vector.input.allow("operation", "path", "hex", "nodes")
        try expected.allow("resources", "instances", "hex", "error", "code")
        let path = try Path(parsing: try vector.input["path"].text)
        switch try vector.input["operation"].text {
        case "read":
            let entries = try vector.input["nodes"].list.map(TLVVectors.entry)
            return Values.compare("the payload", Values.hex(TLVEncoder.bytes(of: entries)), try expected["hex"].text)
        case "write", "create", "bootstrap-write":
            let bytes = try vector.input["hex"].bytes
            return try Values.outcome(expected, { try WritePayload(tlv: bytes, at: path) }) { payload in
                if path.depth > 1 {
                    return Values.compare(
                        "the content", resources(payload, at: path),
                        try Values.dictionary(expected["resources"].list.map(resource)))
                }
                return Values.compare(
                    "the content", payload.instances.map(instance), try expected["instances"].list.map(instance))
            }
        default: throw VectorFault("operation \(vector.input["operation"])")
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

    private static func content(_ tree: JSONTree) throws -> [UInt16?: String] {
        if tree["instances"].isMissing { return [nil: Values.hex(try tree["value"].bytes)] }
        return try Values.dictionary(
            try tree["instances"].members.map {
                (UInt16?.some(try Values.id($0.name)), Values.hex(try $0.value.bytes))
            })
    }

    private static func resource(_ tree: JSONTree) throws -> (Path, [UInt16?: String]) {
        (try Path(parsing: try tree["path"].text), try content(tree))
    }

    private static func instance(_ instance: WritePayload.Instance) -> Instance {
        Instance(
            id: instance.id,
            resources: Dictionary(uniqueKeysWithValues: instance.resources.map { ($0.id, content($0)) }))
    }

    private static func instance(_ tree: JSONTree) throws -> Instance {
        let resources = try tree["resources"].list.map { (try $0["id"].id, try content($0)) }
        return Instance(
            id: tree["id"] == .null ? nil : try tree["id"].id,
            resources: try Values.dictionary(resources))
    }
}
