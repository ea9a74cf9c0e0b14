import JSON

/// Writes payloads in LwM2M JSON, without whitespace.
///
/// - Source: LwM2M 1.0.1 §6.4.4.
package struct LwM2MJSONEncoder {
    /// The content at one moment, as a stored notification holds it.
    package struct Sample: Hashable, Sendable {
        package var node: Node
        /// Seconds since 1970 or, if not above 0, relative to now; nil for the current content.
        package var time: Double?

        package init(_ node: Node, time: Double? = nil) {
            self.node = node
            self.time = time
        }
    }

    private var writer = JSONWriter(.few)

    private init(baseName: String) {
        writer.beginObject()
        writer.name("bn")
        writer.string(baseName)
        writer.name("e")
        writer.beginArray()
    }

    /// The answer to a Read, and a notification without times.
    ///
    /// - Parameter path: that of the request, which the base name repeats.
    package static func bytes(of node: Node, at path: Path) -> [UInt8] {
        var encoder: LwM2MJSONEncoder
        switch node {
        case .object(_, let instances):
            encoder = LwM2MJSONEncoder(baseName: "\(path)/")
            for instance in instances {
                for resource in instance.resources { encoder.add(resource, name: "\(instance.id)/\(resource.id)") }
            }
        case .instance(let instance):
            encoder = LwM2MJSONEncoder(baseName: "\(path)/")
            for resource in instance.resources { encoder.add(resource, name: resource.id.description) }
        case .resource(let resource):
            if case .multiple = resource.content {
                encoder = LwM2MJSONEncoder(baseName: "\(path)/")
            } else {
                encoder = LwM2MJSONEncoder(baseName: "\(path)")
            }
            encoder.add(resource, name: nil)
        case .resourceInstance(let instance):
            encoder = LwM2MJSONEncoder(baseName: "\(path)")
            encoder.add(instance.value, name: nil)
        }
        return encoder.end()
    }

    /// A notification with the content at several moments, which is how stored notifications are sent.
    ///
    /// - Parameter samples: the newest first.
    package static func bytes(of samples: [Sample], at path: Path) -> [UInt8] {
        let isSingle = samples.allSatisfy { LocatedNode($0.node, at: path).values.allSatisfy { $0.path == path } }
        var encoder = LwM2MJSONEncoder(baseName: isSingle ? "\(path)" : "\(path)/")
        for sample in samples {
            for value in LocatedNode(sample.node, at: path).values {
                encoder.add(value.value, name: value.path.suffix(below: path), time: sample.time)
            }
        }
        return encoder.end()
    }

    private mutating func add(_ resource: Resource, name: String?) {
        switch resource.content {
        case .single(nil): break
        case .single(let value?): add(value, name: name)
        case .multiple(let instances):
            let prefix = name.map { "\($0)/" } ?? ""
            for instance in instances { add(instance.value, name: "\(prefix)\(instance.id)") }
        }
    }

    private mutating func add(_ value: ResourceValue, name: String?, time: Double? = nil) {
        writer.beginObject()
        if let name {
            writer.name("n")
            writer.string(name)
        }
        if let time {
            writer.name("t")
            writer.literal(time.plainDecimal)
        }
        let field = value.jsonField
        writer.name(field.name)
        switch field {
        case .number(let text): writer.literal(text)
        case .boolean(let flag): writer.literal(flag ? "true" : "false")
        case .string(let text), .objectLink(let text): writer.string(text)
        }
        writer.endObject()
    }

    private mutating func end() -> [UInt8] {
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
