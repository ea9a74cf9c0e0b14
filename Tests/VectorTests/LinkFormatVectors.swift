import LwM2M

/// Payloads in link format.
enum LinkFormatVectors {
    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        let input = vector.input
        try expected.allow("links", "optional", "prefix", "text")
        // One right rendering has to be right.
        let rendering = try expected["text"].optional { try compare(try $0.text, expected) } ?? []
        guard rendering.isEmpty else { return rendering.map { "the text of the vector: \($0)" } }
        switch try input["kind"].text {
        case "register":
            try input.allow("kind", "root", "json", "objects")
            let json = try input["json"].optional { try $0.flag } ?? false
            let root = try input["root"].text.split(separator: "/").map(String.init)
            let objects = try input["objects"].list.map { object in
                try object.allow("id", "instances", "version")
                return ObjectList.ListedObject(
                    id: try object["id"].id,
                    instances: try object["instances"].list.map { try $0.id },
                    version: try object["version"].optional { try $0.text } ?? "1.0")
            }
            return try compare(
                ObjectList(objects: objects, alternatePath: root, announcesJSON: json).text, expected)
        case "discover": return try discover(input, expected)
        case "bootstrap-discover": return try bootstrapDiscover(input, expected)
        default: throw input["kind"].fault("is not known")
        }
    }

    private static func discover(_ input: VectorField, _ expected: VectorField) throws -> [String] {
        try input.allow("kind", "path", "server", "model", "attributes")
        let path = try input["path"].path
        var attributes = AttributeStore()
        for item in try input["attributes"].listIfAny {
            try item.allow("server", "path", "set")
            attributes[try item["server"].id, try item["path"].path] =
                try AttributeVectors.attributes(item["set"])
        }
        var found: [DiscoveredPath] = []
        for object in try input["model"].list {
            try object.allow("id", "version", "instances")
            let id = try object["id"].id
            let version = try object["version"].optional { try $0.text }
            found.append(DiscoveredPath(path: Path(id), version: version))
            for instance in try object["instances"].list {
                try instance.allow("id", "resources")
                let place = Path(id, try instance["id"].id)
                found.append(DiscoveredPath(path: place))
                for resource in try instance["resources"].list {
                    if resource.isObject {
                        try resource.allow("id", "dim")
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

    private static func bootstrapDiscover(_ input: VectorField, _ expected: VectorField) throws -> [String] {
        try input.allow("kind", "path", "objects")
        let path = try input["path"].path
        var objects: [BootstrapLinks.ListedObject] = []
        for object in try input["objects"].list {
            try object.allow("id", "instances", "version", "ssid", "bootstrap")
            let id = try object["id"].id
            var ids: [UInt16: UInt16] = [:]
            for (instance, server) in try Values.byID(object["ssid"]) { ids[instance] = try server.id }
            guard path.object == nil || path.object == id else { continue }
            if let account = try object["bootstrap"].optional({ try $0.id }), ids[account] != nil {
                throw object["bootstrap"].fault("has a Short Server ID")
            }
            objects.append(
                BootstrapLinks.ListedObject(
                    id: id, instances: try object["instances"].list.map { try $0.id },
                    version: try object["version"].optional { try $0.text } ?? "1.0", shortServerIDs: ids))
        }
        return try compare(BootstrapLinks.text(of: objects), expected)
    }

    /// How we write the version of the enabler in front of a bootstrap Discover, which the specification prints as no link;
    /// docs/protocol.md, Choices.
    static func form(ofPrefix prefix: String) -> String {
        let printed = #"lwm2m="1.0""#
        return prefix.hasPrefix(printed) ? "</>;lwm2m=1.0" + prefix.dropFirst(printed.count) : prefix
    }

    /// Compares links as a set; optional targets may be there with any parameters.
    static func compare(_ text: String, _ expected: VectorField) throws -> [String] {
        var text = text
        if let prefix = try expected["prefix"].optional({ form(ofPrefix: try $0.text) }) {
            guard text.hasPrefix(prefix) else { return ["'\(text)' does not begin with \(prefix)"] }
            text = String(text.dropFirst(prefix.count).drop { $0 == "," })
        }
        let links = try LinkFormat.links(of: Array(text.utf8))
        var rest = Dictionary(grouping: links, by: \.target)
        for link in try expected["links"].list {
            try link.allow("target", "params", "params_optional")
            let target = try link["target"].text
            guard let found = rest.removeValue(forKey: target), found.count == 1 else {
                return ["'\(text)' does not have \(target) once"]
            }
            let allowed = try link["params_optional"].listIfAny.map { try $0.text }
            let wanted = Dictionary(
                uniqueKeysWithValues: try link["params"].members.map { ($0.name, try $0.value.text) })
            var given = Dictionary(found[0].parameters.map { ($0.name, $0.value ?? "") }) { first, _ in first }
            for name in allowed where wanted[name] == nil { given[name] = nil }
            guard given == wanted, found[0].parameters.count <= wanted.count + allowed.count else {
                return ["'\(found[0])' has other parameters than \(wanted)"]
            }
        }
        for target in try expected["optional"].listIfAny { rest[try target.text] = nil }
        return rest.isEmpty ? [] : ["'\(text)' has \(rest.keys.sorted())"]
    }
}
