import LwM2M

/// LwM2M JSON.
enum JSONVectors {
    /// A number by its value, so that `1` and `1.0` are one.
    enum Field: Hashable {
        case integer(Int64)
        case number(Double)
        case text(String)
        case flag(Bool)

        init(_ field: VectorField) throws {
            switch field.tree {
            case .integer(let number): self = .integer(number)
            case .number(let number): self = Int64(exactly: number).map { .integer($0) } ?? .number(number)
            case .string(let text): self = .text(text)
            case .flag(let flag): self = .flag(flag)
            default: throw field.fault("is no value")
            }
        }
    }

    struct Entry: Hashable {
        var path: Path
        var name: String
        var field: Field
    }

    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        let input = vector.input
        switch try input["direction"].text {
        case "decode":
            try input.allow("direction", "path", "payload")
            try expected.allow("entries", "error", "code")
            let path = try input["path"].path
            let payload = Array(try input["payload"].text.utf8)
            return try Values.outcome(expected, { try LwM2MJSONDecoder.entries(of: payload, at: path) }) {
                Values.compare("the entries", Set(try $0.map(entry)), try entries(expected["entries"]))
            }
        case "typed":
            try input.allow("direction", "type", "entry")
            try expected.allow("value", "error", "code")
            let type = try Values.type(input["type"])
            let payload = Array(try input["entry"].text.utf8)
            return try Values.outcome(
                expected, { try ResourceValue(jsonField: try LwM2MJSONDecoder.field(of: payload), as: type) }
            ) { Values.compare("the value", $0, try Values.value(expected["value"], as: type)) }
        case "encode": return try encode(input, expected)
        case "encode-notify": return try encodeNotification(input, expected)
        case "at-read":
            try input.allow("direction", "path", "resources")
            try expected.allow("json", "exact")
            let path = try input["path"].path
            let text = try ATReadEncoder(escapesTexts: true).text(of: try node(input["resources"], at: path), at: path)
            return try exact(text, expected["json"])
        default: throw input["direction"].fault("is not known")
        }
    }

    private static func encode(_ input: VectorField, _ expected: VectorField) throws -> [String] {
        try input.allow("direction", "path", "resources")
        try expected.allow("json", "exact")
        let path = try input["path"].path
        let bytes = LwM2MJSONEncoder.bytes(of: try node(input["resources"], at: path), at: path)
        if try expected["exact"].optional({ try $0.flag }) == true {
            return try exact(String(decoding: bytes, as: UTF8.self), expected["json"])
        }
        let got = Set(try LwM2MJSONDecoder.entries(of: bytes, at: path).map(entry))
        let wanted = try resolved(expected["json"])
        guard wanted.isEmpty else { return Values.compare("the payload", got, wanted) }
        // The base name of no entries still says whose they are.
        let base = try payload(String(decoding: bytes, as: UTF8.self))["bn"].path
        return Values.compare("the payload", got, wanted)
            + Values.compare("the base name", base, try expected["json"]["bn"].path)
    }

    private static func encodeNotification(_ input: VectorField, _ expected: VectorField) throws -> [String] {
        try input.allow("direction", "path", "type", "samples")
        try expected.allow("json")
        let path = try input["path"].path
        let type = try Values.type(input["type"])
        let samples = try input["samples"].list.map { sample in
            try sample.allow("value", "t")
            let value = try Values.value(sample["value"], as: type)
            return LwM2MJSONEncoder.Sample(
                .resource(Resource(id: path.resource ?? 0, value: value)),
                time: try sample["t"].optional { try $0.double })
        }
        let text = String(decoding: LwM2MJSONEncoder.bytes(of: samples, at: path), as: UTF8.self)
        let (got, wanted) = (try timed(try payload(text)), try timed(expected["json"]))
        return got == wanted ? [] : ["the payload is \(text)"]
    }

    /// Values with the time that base time and time add up to, in the order of the payload.
    private static func timed(_ payload: VectorField) throws -> [[String]] {
        try payload.allow("bn", "bt", "e")
        let base = try payload["bt"].optional { try $0.double } ?? 0
        return try payload["e"].list.map { entry in
            try entry.allow("n", "t", "v", "bv", "sv", "ov")
            let time = base + (try entry["t"].optional { try $0.double } ?? 0)
            let place = try join(payload["bn"], entry["n"])
            let (name, value) = try value(entry)
            return ["\(place)", "\(time)", name, "\(try Field(value))"]
        }
    }

    private static func exact(_ text: String, _ expected: VectorField) throws -> [String] {
        let got = try payload(text)
        try expected.allow("bn", "bt", "e")
        func entries(_ payload: VectorField) throws -> Set<JSONTree> {
            Set(
                try payload["e"].list.map { entry in
                    try entry.allow("n", "t", "v", "bv", "sv", "ov")
                    return entry.tree
                })
        }
        let (found, wanted) = (try entries(got), try entries(expected))
        let matches =
            try ["bn", "bt"].allSatisfy { got[$0].tree == expected[$0].tree }
            && found == wanted && got["e"].list.count == expected["e"].list.count
        return matches ? [] : ["the payload is \(text)"]
    }

    private static func payload(_ text: String) throws -> VectorField {
        VectorField("the payload", try JSONTree(parsing: text))
    }

    // MARK: - Parts

    static func entry(_ entry: JSONEntry) throws -> Entry {
        let field: Field =
            switch entry.field {
            case .number(let text): try Field(VectorField("the payload", try JSONTree(parsing: text)))
            case .boolean(let flag): .flag(flag)
            case .string(let text), .objectLink(let text): .text(text)
            }
        return Entry(path: entry.path, name: "\(entry.field.name)", field: field)
    }

    static func entries(_ field: VectorField) throws -> Set<Entry> {
        Set(
            try field.list.map { item in
                try item.allow("path", "v", "bv", "sv", "ov")
                let (name, value) = try value(item)
                return Entry(path: try item["path"].path, name: name, field: try number(value, name))
            })
    }

    /// Whole numbers beyond 2^53 are written as texts.
    private static func number(_ field: VectorField, _ name: String) throws -> Field {
        if name == "v", case .string = field.tree { .integer(try field.whole) } else { try Field(field) }
    }

    private static func value(_ field: VectorField) throws -> (String, VectorField) {
        let values = ["v", "bv", "sv", "ov"].filter { !field[$0].isMissing }
        guard let name = values.first, values.count == 1 else { throw field.fault("has \(values.count) values") }
        return (name, field[name])
    }

    private static func resolved(_ payload: VectorField) throws -> Set<Entry> {
        try payload.allow("bn", "e")
        return Set(
            try payload["e"].list.map { item in
                try item.allow("n", "v", "bv", "sv", "ov")
                let (name, value) = try value(item)
                return Entry(path: try join(payload["bn"], item["n"]), name: name, field: try number(value, name))
            })
    }

    private static func join(_ base: VectorField, _ name: VectorField) throws -> Path {
        let text = (try base.optional { try $0.text } ?? "") + (try name.optional { try $0.text } ?? "")
        return try VectorField(name.name, .string(text)).path
    }

    /// The content of a path from values with their paths, in their order.
    static func node(_ field: VectorField, at path: Path) throws -> Node {
        var instances: [ObjectInstance] = []
        for item in try field.list {
            try item.allow("path", "type", "value")
            let place = try item["path"].path
            let value = try Values.value(item["value"], as: try Values.type(item["type"]))
            guard place.isWithin(path), let instance = place.instance, let resource = place.resource else {
                throw item["path"].fault("is no Resource below \(path)")
            }
            if instances.last?.id != instance { instances.append(ObjectInstance(id: instance, resources: [])) }
            var resources = instances[instances.count - 1].resources
            if let part = place.resourceInstance {
                let index = resources.firstIndex { $0.id == resource } ?? resources.count
                if index == resources.count { resources.append(Resource(id: resource, content: .multiple([]))) }
                guard case .multiple(let parts) = resources[index].content else {
                    throw item["path"].fault("is a value too")
                }
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
            guard let resource = instances.first?.resources.first else { throw field.fault("holds no value") }
            return .resource(resource)
        }
    }
}
