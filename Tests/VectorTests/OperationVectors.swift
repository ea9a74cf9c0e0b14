import CoAP
import LwM2M
import LwM2MOverCoAP

/// Whole requests against the Objects of the fixture, which scripts of the generator serve.
enum OperationVectors {
    /// Sends the request once; what it brought can be compared several times.
    static func run(_ vector: Vector) throws -> Topics.Comparison {
        for request in try vector.input["setup"].listIfAny + [vector.input] {
            _ = try Requests.request(request)
            guard try ["dm", "bs"].contains(request["interface"].text) else {
                throw request["interface"].fault("is not known")
            }
        }
        let device = try device(vector.fixture)
        var run = Run(device, try server(of: vector.fixture))
        for request in try vector.input["setup"].listIfAny {
            let response = try run.answer(request).response
            guard response.code.isSuccess else { throw request.fault("is refused: \(response.reason)") }
        }
        let before = device.state
        let (response, observes) = try run.answer(vector.input)
        let after = device.state
        return { expected in
            try expected.allow("code", "content_format", "payload", "observe", "location", "state", "unchanged")
            try expected["payload"].allow("text", "hex", "entries")
            return try compare(response, observes, vector.input, expected, before: before, after: after)
        }
    }

    private struct Run {
        var management: DeviceManagement
        var bootstrap: BootstrapManagement
        let server: ShortServerID

        init(_ device: FixtureDevice, _ server: ShortServerID) {
            self.server = server
            management = DeviceManagement(device.host)
            bootstrap = BootstrapManagement(device.host)
        }

        /// The answer, and whether it began an observation.
        mutating func answer(_ tree: VectorField) throws -> (response: Response, observes: Bool) {
            guard let request = try Requests.request(tree) else {
                // Another method does not become a request: it is refused where messages are read.
                let path = try tree["path"].text.split(separator: "/").map { Option(.uriPath, String($0)) }
                let message = Message(
                    .confirmable, try Requests.code(tree), id: MessageID(1), options: Options(path))
                let reply = try CoAPClientEnd().replies(to: message.encoded()).first
                return (Response(ResponseCode(rawValue: reply?.code.rawValue ?? 0)), false)
            }
            guard try tree["interface"].text == "dm" else { return (bootstrap.answer(request), false) }
            guard request.observe == 0 else { return (management.answer(request, from: server), false) }
            do throws(LwM2MError) {
                return (try management.observe(request, from: server).response, true)
            } catch {
                return (Response(error), false)
            }
        }
    }

    /// The server that sends the requests of device management: the first that has an account.
    private static func server(of fixture: VectorField) throws -> ShortServerID {
        for (_, account) in try Values.byID(fixture["state"]["0"]) where try !account["1"].flag {
            return try account["10"].id
        }
        throw fixture["state"].fault("has no account of a server")
    }

    private static func device(_ fixture: VectorField) throws -> FixtureDevice {
        try fixture.allow("definitions", "state", "notes")
        let definitions = try Values.byID(fixture["definitions"]).map(FixtureDefinitions.object)
            .sorted { $0.id < $1.id }
        let device = try FixtureDevice(definitions)
        for (object, instances) in try Values.byID(fixture["state"]) {
            for (instance, values) in try Values.byID(instances) {
                guard let definition = device.host.definition(of: object) else {
                    throw instances.fault("the Object is not known")
                }
                let resources = try Values.byID(values).filter { !$0.value.isMissing }.map { id, value in
                    guard let found = definition[id] else { throw value.fault("the Resource is not known") }
                    return try FixtureDevice.resource(found, value)
                }
                try device.make(Path(object, instance), resources)
            }
        }
        try device.reload()
        return device
    }

    // MARK: - Comparing

    private static func compare(
        _ response: Response, _ observes: Bool, _ input: VectorField, _ expected: VectorField, before: [Path: String],
        after: [Path: String]
    ) throws -> [String] {
        var differences = Values.compare("the code", "\(response.code)", try expected["code"].text)
        if !differences.isEmpty, !response.reason.isEmpty { differences[0] += " (\(response.reason))" }
        differences += try Values.compareIfAny(
            "the Content-Format", response.contentFormat?.rawValue, expected["content_format"]
        ) { try $0.id }
        differences += try Values.compareIfAny("observe", observes, expected["observe"]) { try $0.flag }
        differences += try Values.compareIfAny("unchanged", before == after, expected["unchanged"]) { try $0.flag }
        differences += try payload(response, input, expected["payload"])
        differences += try location(response, expected["location"], before: before, after: after)
        differences += try state(expected["state"], after)
        return differences
    }

    private static func payload(_ response: Response, _ input: VectorField, _ expected: VectorField) throws -> [String]
    {
        if expected.isMissing { return [] }
        let forms = try expected.members.filter { !$0.value.isMissing }
        guard forms.count == 1 else { throw expected.fault("has \(forms.count) forms") }
        if !expected["hex"].isMissing {
            let wanted = try expected["hex"].bytes
            if isSameInstances(response.payload, wanted) { return [] }
            return Values.compare("the payload", Values.hex(response.payload), Values.hex(wanted))
        }
        if !expected["entries"].isMissing {
            let path = try input["path"].path
            let entries: [JSONVectors.Entry]
            do { entries = try LwM2MJSONDecoder.entries(of: response.payload, at: path).map(JSONVectors.entry) } catch {
                return ["the payload is no JSON: \(error)"]
            }
            return Values.compare("the entries", Set(entries), try JSONVectors.entries(expected["entries"]))
        }
        let (text, wanted) = (
            String(decoding: response.payload, as: UTF8.self),
            LinkFormatVectors.form(ofPrefix: try expected["text"].text)
        )
        guard response.contentFormat == .linkFormat else { return Values.compare("the payload", text, wanted) }
        let depth = try input["interface"].text == "dm" ? input["path"].path.depth : 0
        return Values.compare("the links", try links(text, depth), try links(wanted, depth))
    }

    /// Whether two payloads in TLV hold the same Object Instances, whose order is free.
    private static func isSameInstances(_ got: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard got.count == wanted.count, let first = try? TLVDecoder.entries(of: got),
            let second = try? TLVDecoder.entries(of: wanted), first.count == second.count
        else { return false }
        return (first + second).allSatisfy { $0.kind == .objectInstance } && Set(first) == Set(second)
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
        _ response: Response, _ expected: VectorField, before: [Path: String], after: [Path: String]
    ) throws -> [String] {
        if expected.isMissing { return [] }
        let wanted = try expected.text
        if wanted == "optional", response.location.isEmpty { return [] }
        let path = try Path(segments: response.location)
        guard ["optional", "new"].contains(wanted) else {
            return Values.compare("the location", path, try expected.path)
        }
        return path.depth == 2 && before[path] == nil && after[path] != nil ? [] : ["the location is \(path)"]
    }

    private static func state(_ expected: VectorField, _ after: [Path: String]) throws -> [String] {
        if expected.isMissing { return [] }
        var differences: [String] = []
        for (text, value) in try expected.members {
            let path = try VectorField(value.name, .string(text)).path
            let found = after.filter { $0.key.isWithin(path) }
            let matches: Bool
            if value.isNull {
                matches = found.isEmpty
            } else if value.isObject {
                let wanted = try Values.byID(value)
                let parts = found.filter { $0.key.depth == 4 }
                matches =
                    parts.count == wanted.count && !found.isEmpty
                    && wanted.allSatisfy { same(parts[path.appending($0.id)], $0.value) }
            } else {
                matches = same(found[path], value)
            }
            if !matches { differences.append("\(path) holds \(found)") }
        }
        return differences
    }

    /// Whether a value, written as the state writes it, is the one that is expected, in any of its types.
    private static func same(_ found: String?, _ expected: VectorField) -> Bool {
        guard let found else { return false }
        var readings: [ResourceValue] = []
        for type in [DataType.string, .integer, .time, .float, .boolean, .opaque, .objectLink] {
            if let value = try? Values.value(expected, as: type) { readings.append(value) }
        }
        return readings.contains { "\($0)" == found }
    }
}
