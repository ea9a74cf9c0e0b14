import CoAP
import LwM2M

/// Whole requests against the Objects of the fixture, which scripts of the generator serve.
enum OperationVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        try expected.allow("code", "content_format", "payload", "observe", "location", "state", "unchanged")
        try expected["payload"].allow("text", "hex", "entries")
        let device = try device(vector.fixture)
        var run = Run(device)
        if !vector.input["setup"].isMissing {
            for request in try vector.input["setup"].list {
                let response = try run.answer(request).response
                guard response.code.isSuccess else { throw VectorFault("the setup is refused: \(response.reason)") }
            }
        }
        let before = device.state
        let (response, observes) = try run.answer(vector.input)
        return try compare(response, observes, vector.input, expected, before: before, after: device.state)
    }

    private struct Run {
        var management: DeviceManagement
        var bootstrap: BootstrapManagement

        init(_ device: FixtureDevice) {
            management = DeviceManagement(device.host)
            bootstrap = BootstrapManagement(device.host)
        }

        /// The answer, and whether it began an observation.
        mutating func answer(_ tree: JSONTree) throws -> (response: Response, observes: Bool) {
            guard let request = try Requests.request(tree) else {
                // Another method does not become a request: it is refused where messages are read.
                let path = try tree["path"].text.split(separator: "/").map { Option(.uriPath, String($0)) }
                let message = Message(
                    .confirmable, try Requests.code(tree), id: MessageID(1), options: Options(path))
                let reply = try CoAPClientEnd().replies(to: message.encoded()).first
                return (Response(ResponseCode(rawValue: reply?.code.rawValue ?? 0)), false)
            }
            switch try tree["interface"].text {
            case "dm":
                guard request.observe == 0 else { return (management.answer(request, from: 101), false) }
                do throws(LwM2MError) {
                    return (try management.observe(request, from: 101).response, true)
                } catch {
                    return (Response(error), false)
                }
            case "bs": return (bootstrap.answer(request), false)
            default: throw VectorFault("the interface \(tree["interface"]) is not known")
            }
        }
    }

    private static func device(_ fixture: JSONTree) throws -> FixtureDevice {
        let definitions = try fixture["definitions"].members.map { try FixtureDefinitions.object($0.name, $0.value) }
            .sorted { $0.id < $1.id }
        let device = try FixtureDevice(definitions)
        for (object, instances) in try fixture["state"].members {
            for (instance, values) in try instances.members {
                guard let id = UInt16(object), let definition = device.host.definition(of: id) else {
                    throw VectorFault("Object \(object)")
                }
                let resources = try values.members.map { item in
                    guard let found = definition[try Values.id(item.name)] else {
                        throw VectorFault("Resource \(item)")
                    }
                    return try FixtureDevice.resource(found, item.value)
                }
                try device.make(Path(id, try Values.id(instance)), resources)
            }
        }
        try device.reload()
        return device
    }

    // MARK: - Comparing

    private static func compare(
        _ response: Response, _ observes: Bool, _ input: JSONTree, _ expected: JSONTree, before: [Path: String],
        after: [Path: String]
    ) throws -> [String] {
        var differences = Values.compare("the code", "\(response.code)", try expected["code"].text)
        if !differences.isEmpty, !response.reason.isEmpty { differences[0] += " (\(response.reason))" }
        if !expected["content_format"].isMissing {
            differences += Values.compare(
                "the Content-Format", response.contentFormat.map { Int64($0.rawValue) },
                try expected["content_format"].whole)
        }
        if !expected["observe"].isMissing {
            differences += Values.compare("observe", JSONTree.flag(observes), expected["observe"])
        }
        if expected["unchanged"] == .flag(true), before != after { differences.append("the state changed") }
        differences += try payload(response, input, expected["payload"])
        differences += try location(response, expected["location"], before: before, after: after)
        differences += try state(expected["state"], after)
        return differences
    }

    private static func payload(_ response: Response, _ input: JSONTree, _ expected: JSONTree) throws -> [String] {
        if expected.isMissing { return [] }
        if !expected["hex"].isMissing {
            return Values.compare("the payload", Values.hex(response.payload), Values.hex(try expected["hex"].bytes))
        }
        if !expected["entries"].isMissing {
            let path = try Path(parsing: try input["path"].text)
            let entries = try LwM2MJSONDecoder.entries(of: response.payload, at: path).map(JSONVectors.entry)
            return Values.compare("the entries", Set(entries), try JSONVectors.entries(expected["entries"]))
        }
        let (text, wanted) = (String(decoding: response.payload, as: UTF8.self), LinkFormatVectors.form(ofPrefix: try expected["text"].text))
        guard response.contentFormat == .linkFormat else { return Values.compare("the payload", text, wanted) }
        let depth = try input["interface"].text == "dm" ? Path(parsing: input["path"].text).depth : 0
        return Values.compare("the links", try links(text, depth), try links(wanted, depth))
    }

    /// The links as a set, without those that device management may leave out: an Object or Object Instance that shows
    /// nothing, and the number of Resource Instances below an Object.
    private static func links(_ text: String, _ depth: UInt8) throws -> Set<String> {
        let prefix = "</>;lwm2m=1.0,"
        let rest = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        var links = try LinkFormat.links(of: Array(rest.utf8))
        if depth == 1 {
            for index in links.indices { links[index].parameters.removeAll { $0.name == "dim" } }
        }
        if depth == 1 || depth == 2 {
            try links.removeAll { try $0.parameters.isEmpty && Path(parsing: $0.target).depth < 3 }
        }
        return Set(links.map(\.description) + (rest == text ? [] : [prefix]))
    }

    private static func location(
        _ response: Response, _ expected: JSONTree, before: [Path: String], after: [Path: String]
    ) throws -> [String] {
        if expected.isMissing { return [] }
        switch try expected.text {
        case "optional" where response.location.isEmpty: return []
        case "optional", "new":
            let path = try Path(segments: response.location)
            return path.depth == 2 && before[path] == nil && after[path] != nil ? [] : ["the location is \(path)"]
        default: throw VectorFault("the location \(expected) is not known")
        }
    }

    private static func state(_ expected: JSONTree, _ after: [Path: String]) throws -> [String] {
        if expected.isMissing { return [] }
        var differences: [String] = []
        for (text, value) in try expected.members {
            let path = try Path(parsing: text)
            let found = after.filter { $0.key.isWithin(path) }
            switch value {
            case .null: if !found.isEmpty { differences.append("\(path) holds \(found)") }
            case .object:
                let wanted = try value.members
                let parts = found.filter { $0.key.depth == 4 }
                let matches =
                    try parts.count == wanted.count
                    && wanted.allSatisfy { try same(parts[path.appending(try Values.id($0.name))], $0.value) }
                if !matches || found.isEmpty { differences.append("\(path) holds \(found)") }
            default: if !(try same(found[path], value)) { differences.append("\(path) holds \(found)") }
            }
        }
        return differences
    }

    /// Whether a value, written as the state writes it, is the one that is expected, in any of its types.
    private static func same(_ found: String?, _ expected: JSONTree) throws -> Bool {
        guard let found else { return false }
        var readings: [ResourceValue] = []
        for type in [DataType.string, .integer, .time, .float, .boolean, .opaque, .objectLink] {
            if let value = try? Values.value(expected, as: type) { readings.append(value) }
        }
        return readings.contains { "\($0)" == found }
    }
}
