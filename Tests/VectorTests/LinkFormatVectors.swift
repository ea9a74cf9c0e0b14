import LwM2M

/// Payloads in link format.
enum LinkFormatVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        let input = vector.input
        try input.allow("kind", "root", "json", "objects", "path", "server", "model", "attributes")
        try expected.allow("links", "optional", "prefix", "text")
        switch try input["kind"].text {
        case "register":
            guard case .flag(let json) = input["json"] else { throw VectorFault("json \(input["json"])") }
            let root = try input["root"].text.split(separator: "/").map(String.init)
            let objects = try input["objects"].list.map { object in
                ObjectList.ListedObject(
                    id: try object["id"].id,
                    instances: try object["instances"].list.map { try $0.id },
                    version: try object["version"].isMissing ? "1.0" : object["version"].text)
            }
            return try compare(
                ObjectList(objects: objects, alternatePath: root, announcesJSON: json).text, expected)
        case "discover": return try discover(input, expected)
        case "bootstrap-discover": return try bootstrapDiscover(input, expected)
        default: throw VectorFault("kind \(input["kind"])")
        }
    }

    private static func discover(_ input: JSONTree, _ expected: JSONTree) throws -> [String] {
        let path = try Path(parsing: try input["path"].text)
        var attributes = AttributeStore()
        for item in try input["attributes"].list {
            attributes[try item["server"].id, try Path(parsing: try item["path"].text)] =
                try AttributeVectors.attributes(item["set"])
        }
        var found: [DiscoveredPath] = []
        for object in try input["model"].list {
            let id = try object["id"].id
            let version = try object["version"].isMissing ? nil : object["version"].text
            found.append(DiscoveredPath(path: Path(id), version: version))
            for instance in try object["instances"].list {
                let place = Path(id, try instance["id"].id)
                found.append(DiscoveredPath(path: place))
                for resource in try instance["resources"].list {
                    if case .object = resource {
                        found.append(
                            DiscoveredPath(
                                path: place.appending(try resource["id"].id),
                                dimension: Int(try resource["dim"].id)))
                    } else {
                        found.append(DiscoveredPath(path: place.appending(try resource.id)))
                    }
                }
            }
        }
        let links = DiscoverLinks.links(
            of: found.filter { $0.path.isWithin(path) }, at: path, attributes: attributes,
            for: try input["server"].id)
        return try compare(LinkFormat.text(of: links), expected)
    }

    private static func bootstrapDiscover(_ input: JSONTree, _ expected: JSONTree) throws -> [String] {
        let path = try Path(parsing: try input["path"].text)
        var objects: [BootstrapLinks.ListedObject] = []
        for object in try input["objects"].list {
            let id = try object["id"].id
            guard path.object == nil || path.object == id else { continue }
            var ids: [UInt16: UInt16] = [:]
            if !object["ssid"].isMissing {
                for item in try object["ssid"].members { ids[try Values.id(item.name)] = try item.value.id }
            }
            objects.append(
                BootstrapLinks.ListedObject(
                    id: id, instances: try object["instances"].list.map { try $0.id },
                    version: try object["version"].isMissing ? "1.0" : object["version"].text, shortServerIDs: ids))
        }
        return try compare(BootstrapLinks.text(of: objects), expected)
    }

    /// How we write the version of the enabler in front of a bootstrap Discover; docs/protocol.md, Choices.
    static func form(ofPrefix prefix: String) -> String {
        prefix.replacingOccurrences(of: #"lwm2m="1.0""#, with: "</>;lwm2m=1.0")
    }

    /// Compares links as a set; optional targets may be there with any parameters.
    static func compare(_ text: String, _ expected: JSONTree) throws -> [String] {
        var text = text
        if !expected["prefix"].isMissing {
            let prefix = try form(ofPrefix: expected["prefix"].text)
            guard text.hasPrefix(prefix) else { return ["'\(text)' does not begin with \(prefix)"] }
            text = String(text.dropFirst(prefix.count).drop { $0 == "," })
        }
        let links = try LinkFormat.links(of: Array(text.utf8))
        var rest = Dictionary(grouping: links, by: \.target)
        for link in try expected["links"].list {
            let target = try link["target"].text
            guard let found = rest.removeValue(forKey: target), found.count == 1 else {
                return ["'\(text)' does not have \(target) once"]
            }
            let allowed = try link["params_optional"].isMissing ? [] : link["params_optional"].list.map { try $0.text }
            let wanted = Dictionary(
                uniqueKeysWithValues: try link["params"].members.map { ($0.name, try $0.value.text) })
            var given = Dictionary(found[0].parameters.map { ($0.name, $0.value ?? "") }) { first, _ in first }
            for name in allowed where wanted[name] == nil { given[name] = nil }
            guard given == wanted, found[0].parameters.count <= wanted.count + allowed.count else {
                return ["'\(found[0])' has other parameters than \(wanted)"]
            }
        }
        for target in try expected["optional"].list { rest[try target.text] = nil }
        return rest.isEmpty ? [] : ["'\(text)' has \(rest.keys.sorted())"]
    }
}
