import LwM2M

/// LwM2M JSON.
enum JSONVectors {
    /// A number by its value, so that `1` and `1.0` are one.
    enum Field: Hashable {
        case integer(Int64)
        case number(Double)
        case text(String)
        case flag(Bool)

        init(_ tree: JSONTree) throws {
            switch tree {
            case .integer(let number): self = .integer(number)
            case .number(let number): self = Int64(exactly: number).map { .integer($0) } ?? .number(number)
            case .string(let text): self = .text(text)
            case .flag(let flag): self = .flag(flag)
            default: throw VectorFault("\(tree) is no field")
            }
        }
    }

    struct Entry: Hashable {
        var path: Path
        var name: String
        var field: Field
    }

    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        let input = vector.input
        try input.allow("direction", "path", "payload", "type", "entry", "resources", "samples")
        try expected.allow("entries", "value", "json", "exact", "error", "code")
        switch try input["direction"].text {
        case "decode":
            let path = try Path(parsing: try input["path"].text)
            let payload = Array(try input["payload"].text.utf8)
            return try Values.outcome(expected, { try LwM2MJSONDecoder.entries(of: payload, at: path) }) {
                Values.compare("the entries", Set(try $0.map(entry)), try entries(expected["entries"]))
            }
        case "typed":
            let type = try Values.type(input["type"])
            let payload = Array(try input["entry"].text.utf8)
            return try Values.outcome(
                expected, { try ResourceValue(jsonField: try LwM2MJSONDecoder.field(of: payload), as: type) }
            ) { Values.compare("the value", $0, try Values.value(expected["value"], as: type)) }
        case "encode": return try encode(input, expected)
        case "encode-notify": return try encodeNotification(input, expected)
        case "at-read":
            let path = try Path(parsing: try input["path"].text)
            let text = try ATReadEncoder(escapesTexts: true).text(of: try node(input["resources"], at: path), at: path)
            return try exact(text, expected["json"])
        default: throw VectorFault("direction \(input["direction"])")
        }
    }

    private static func encode(_ input: JSONTree, _ expected: JSONTree) throws -> [String] {
        let path = try Path(parsing: try input["path"].text)
        let bytes = LwM2MJSONEncoder.bytes(of: try node(input["resources"], at: path), at: path)
        if expected["exact"] == .flag(true) {
            return try exact(String(decoding: bytes, as: UTF8.self), expected["json"])
        }
        let got = Set(try LwM2MJSONDecoder.entries(of: bytes, at: path).map(entry))
        return Values.compare("the payload", got, try resolved(expected["json"], at: path))
    }

    private static func encodeNotification(_ input: JSONTree, _ expected: JSONTree) throws -> [String] {
        let path = try Path(parsing: try input["path"].text)
        let type = try Values.type(input["type"])
        let samples = try input["samples"].list.map { sample in
            let value = try Values.value(sample["value"], as: type)
            return LwM2MJSONEncoder.Sample(
                .resource(Resource(id: path.resource ?? 0, value: value)),
                time: try sample["t"].isMissing ? nil : sample["t"].double)
        }
        let text = String(decoding: LwM2MJSONEncoder.bytes(of: samples, at: path), as: UTF8.self)
        let (got, wanted) = (try timed(try JSONTree(parsing: text), at: path), try timed(expected["json"], at: path))
        return got == wanted ? [] : ["the payload is \(text)"]
    }

    /// Values with the time that base time and time add up to, in the order of the payload.
    private static func timed(_ tree: JSONTree, at path: Path) throws -> [[String]] {
        let base = try tree["bt"].isMissing ? 0 : tree["bt"].double
        return try tree["e"].list.map { entry in
            let time = base + (try entry["t"].isMissing ? 0 : entry["t"].double)
            let place = try join(tree["bn"], entry["n"])
            return try ["\(place)", "\(time)", "\(Field(value(entry).1))"]
        }
    }

    private static func exact(_ text: String, _ expected: JSONTree) throws -> [String] {
        let got = try JSONTree(parsing: text)
        let matches = try got["bn"] == expected["bn"] && Set(got["e"].list) == Set(expected["e"].list)
        return matches ? [] : ["the payload is \(text)"]
    }

    // MARK: - Parts

    static func entry(_ entry: JSONEntry) throws -> Entry {
        let field: Field =
            switch entry.field {
            case .number(let text): try Field(try JSONTree(parsing: text))
            case .boolean(let flag): .flag(flag)
            case .string(let text), .objectLink(let text): .text(text)
            }
        return Entry(path: entry.path, name: entry.field.name, field: field)
    }

    static func entries(_ tree: JSONTree) throws -> Set<Entry> {
        Set(
            try tree.list.map { item in
                let (name, value) = try value(item)
                return Entry(path: try Path(parsing: try item["path"].text), name: name, field: try number(value, name))
            })
    }

    /// Whole numbers beyond 2^53 are written as texts.
    private static func number(_ tree: JSONTree, _ name: String) throws -> Field {
        if name == "v", case .string = tree { .integer(try tree.whole) } else { try Field(tree) }
    }

    private static func value(_ tree: JSONTree) throws -> (String, JSONTree) {
        for name in ["v", "bv", "sv", "ov"] where !tree[name].isMissing { return (name, tree[name]) }
        throw VectorFault("\(tree) has no value")
    }

    private static func resolved(_ tree: JSONTree, at path: Path) throws -> Set<Entry> {
        Set(
            try tree["e"].list.map { item in
                let (name, value) = try value(item)
                return Entry(path: try join(tree["bn"], item["n"]), name: name, field: try number(value, name))
            })
    }

    private static func join(_ base: JSONTree, _ name: JSONTree) throws -> Path {
        let text = (try base.isMissing ? "" : base.text) + (try name.isMissing ? "" : name.text)
        return try Path(parsing: text)
    }

    /// The content of a path from values with their paths, in their order.
    static func node(_ list: JSONTree, at path: Path) throws -> Node {
        var instances: [ObjectInstance] = []
        for item in try list.list {
            let place = try Path(parsing: try item["path"].text)
            let value = try Values.value(item["value"], as: try Values.type(item["type"]))
            guard let instance = place.instance, let resource = place.resource else { throw VectorFault("\(place)") }
            if instances.last?.id != instance { instances.append(ObjectInstance(id: instance, resources: [])) }
            var resources = instances[instances.count - 1].resources
            if let part = place.resourceInstance {
                let index = resources.firstIndex { $0.id == resource } ?? resources.count
                if index == resources.count { resources.append(Resource(id: resource, content: .multiple([]))) }
                guard case .multiple(let parts) = resources[index].content else { throw VectorFault("\(place)") }
                resources[index].content = .multiple(parts + [ResourceInstance(id: part, value: value)])
            } else {
                resources.append(Resource(id: resource, value: value))
            }
            instances[instances.count - 1].resources = resources
        }
        switch path.depth {
        case 1: return .object(path.object ?? 0, instances)
        case 2: return .instance(instances.first ?? ObjectInstance(id: path.instance ?? 0, resources: []))
        default:
            guard let resource = instances.first?.resources.first else { throw VectorFault("no value at \(path)") }
            return .resource(resource)
        }
    }
}
