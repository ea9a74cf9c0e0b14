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
        writer.name(plain: "bn")
        writer.string(baseName)
        writer.name(plain: "e")
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
                for resource in instance.resources { encoder.add(resource, instance.id, resource.id) }
            }
        case .instance(let instance):
            encoder = LwM2MJSONEncoder(baseName: "\(path)/")
            for resource in instance.resources { encoder.add(resource, resource.id) }
        case .resource(let resource):
            if case .multiple = resource.content {
                encoder = LwM2MJSONEncoder(baseName: "\(path)/")
            } else {
                encoder = LwM2MJSONEncoder(baseName: "\(path)")
            }
            encoder.add(resource)
        case .resourceInstance(let instance):
            encoder = LwM2MJSONEncoder(baseName: "\(path)")
            encoder.add(instance.value)
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
                let ids = value.path
                encoder.add(
                    value.value, path.depth < 2 ? ids.instance : nil, path.depth < 3 ? ids.resource : nil,
                    path.depth < 4 ? ids.resourceInstance : nil, time: sample.time)
            }
        }
        return encoder.end()
    }

    /// Adds the values of a Resource, each with the ids that lead to it from the base name.
    private mutating func add(_ resource: Resource, _ first: UInt16? = nil, _ second: UInt16? = nil) {
        switch resource.content {
        case .single(nil): break
        case .single(let value?): add(value, first, second)
        case .multiple(let instances): for instance in instances { add(instance.value, first, second, instance.id) }
        }
    }

    private mutating func add(
        _ value: ResourceValue, _ first: UInt16? = nil, _ second: UInt16? = nil, _ third: UInt16? = nil,
        time: Double? = nil
    ) {
        writer.beginObject()
        if (first ?? second ?? third) != nil {
            writer.name(plain: "n")
            writer.string(first, second, third)
        }
        if let time {
            writer.name(plain: "t")
            writer.literal(time.plainDecimal)
        }
        writer.member(of: value)
        writer.endObject()
    }

    private mutating func end() -> [UInt8] {
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
