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
                encoder.writer.beginObject()
                if let name = value.path.suffix(below: path) {
                    encoder.writer.name(plain: "n")
                    encoder.writer.string(name)
                }
                if let time = sample.time {
                    encoder.writer.name(plain: "t")
                    encoder.writer.literal(time.plainDecimal)
                }
                encoder.writer.member(of: value.value)
                encoder.writer.endObject()
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
        _ value: ResourceValue, _ first: UInt16? = nil, _ second: UInt16? = nil, _ third: UInt16? = nil
    ) {
        writer.beginObject()
        if (first ?? third) != nil {
            writer.name(plain: "n")
            writer.string(first, second, third)
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
