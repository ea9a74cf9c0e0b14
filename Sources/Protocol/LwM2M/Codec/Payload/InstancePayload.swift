/// Reads the payload of a Write to an Object Instance, and of a Create.
///
/// - Source: LwM2M 1.0.1 §5.4.3, §5.4.6, §6.4.
package enum InstancePayload {
    /// Reads the content of a payload in TLV or JSON.
    ///
    /// - Parameter path: an Object or an Object Instance.
    /// - throws: 4.15 for an unknown format; 4.00 without a format, for text and opaque, and for a payload that is
    ///   malformed or contradicts the path.
    package static func payload(
        of payload: [UInt8], as format: ContentFormat?, at path: Path
    ) throws(LwM2MError) -> WritePayload {
        guard let format else { throw LwM2MError(.badRequest, "\(path): the request states no Content-Format") }
        switch format.registered {
        case .tlv: return try WritePayload(tlv: payload, at: path)
        case .json: return try WritePayload(json: payload, at: path)
        case .text, .opaque:
            throw LwM2MError(.badRequest, "\(path) may have several values, which \(format) cannot carry")
        default:
            throw LwM2MError(.unsupportedContentFormat, "\(path): the Content-Format \(format) is not supported")
        }
    }

    /// The Resources of a Write by a server; those that the Object does not define are ignored.
    ///
    /// - throws: 4.05 if one is not writable, 4.00 for an invalid value.
    static func writable(
        _ resources: [RawResource], of definition: ObjectDefinition
    ) throws(LwM2MError) -> [Resource] {
        let definitions = definitionsByID(definition)
        for resource in resources {
            guard let found = definitions[resource.id], !found.operations.contains(.write) else { continue }
            throw LwM2MError(
                .methodNotAllowed, "Resource \(resource.id) has the operations '\(found.operations)' and not 'W'")
        }
        return try typed(resources, by: definitions)
    }

    /// The Resources of a Create by a server; those that it could not write are ignored.
    ///
    /// - throws: 4.00 for an invalid value, and if a mandatory writable Resource is missing.
    static func creating(
        _ resources: [RawResource], of definition: ObjectDefinition
    ) throws(LwM2MError) -> [Resource] {
        let definitions = definitionsByID(definition).filter { $0.value.operations.contains(.write) }
        let typed = try typed(resources, by: definitions)
        let given = Set(typed.map(\.id))
        for resource in definition.resources where resource.isMandatory && resource.operations.contains(.write) {
            guard given.contains(resource.id) else {
                throw LwM2MError(
                    .badRequest, "Resource \(resource.id) is mandatory and missing from the payload")
            }
        }
        return typed
    }

    /// The Resources of a bootstrap Write, whatever operations they allow; those that the Object does not define are
    /// skipped.
    ///
    /// - throws: 4.00 for an invalid value.
    static func bootstrapping(
        _ resources: [RawResource], of definition: ObjectDefinition
    ) throws(LwM2MError) -> [Resource] {
        try typed(resources, by: definitionsByID(definition).filter { !$0.value.operations.contains(.execute) })
    }

    private static func definitionsByID(_ definition: ObjectDefinition) -> [ResourceID: ResourceDefinition] {
        Dictionary(definition.resources.map { ($0.id, $0) }) { first, _ in first }
    }

    private static func typed(
        _ resources: [RawResource], by definitions: [ResourceID: ResourceDefinition]
    ) throws(LwM2MError) -> [Resource] {
        var typed: [Resource] = []
        for resource in resources {
            if let definition = definitions[resource.id] { typed.append(try resource.typed(by: definition)) }
        }
        return typed
    }
}

/// Reads the payload of a Write to one Resource.
///
/// - Source: LwM2M 1.0.1 §5.4.3, §6.4.
package enum ResourcePayload {
    /// The Resource with its new content.
    ///
    /// - Parameter format: nil if the request states none.
    /// - throws: 4.15 for an unknown format; 4.00 without a format, for a format that cannot carry the Resource, and
    ///   for a payload that is not valid content for it.
    package static func resource(
        of payload: [UInt8], as format: ContentFormat?, at path: Path, definition: ResourceDefinition
    ) throws(LwM2MError) -> Resource {
        guard let format else { throw LwM2MError(.badRequest, "\(path): the request states no Content-Format") }
        switch format.registered {
        case .text:
            try refuseMultiple(definition, format, at: path)
            guard let text = String(utf8: payload) else {
                throw LwM2MError(.badRequest, "\(path): the text is not UTF-8")
            }
            return Resource(id: definition.id, value: try ResourceValue(plainText: text, as: definition.type))
        case .opaque:
            try refuseMultiple(definition, format, at: path)
            guard definition.type == .opaque else {
                throw LwM2MError(.badRequest, "\(path) is of type \(definition.type.rawValue) and takes no opaque")
            }
            return Resource(id: definition.id, value: .opaque(payload))
        case .tlv, .json:
            let parsed =
                format.registered == .tlv
                ? try WritePayload(tlv: payload, at: path, isMultiple: definition.isMultiple)
                : try WritePayload(json: payload, at: path, isMultiple: definition.isMultiple)
            return try parsed.instances[0].resources[0].typed(by: definition)
        default:
            throw LwM2MError(.unsupportedContentFormat, "\(path): the Content-Format \(format) is not supported")
        }
    }

    private static func refuseMultiple(
        _ definition: ResourceDefinition, _ format: ContentFormat, at path: Path
    ) throws(LwM2MError) {
        guard definition.isMultiple else { return }
        throw LwM2MError(.badRequest, "\(path) is multiple, which \(format) cannot carry; use TLV or JSON")
    }
}

/// A Resource of a payload, before its type is known.
package struct RawResource: Hashable, Sendable {
    /// What a payload contains for a Resource.
    package enum Content: Hashable, Sendable {
        case single(RawValue)
        /// The Resource Instances in the order of the payload, with no id repeated.
        case multiple([RawInstance])
    }

    /// One Resource Instance of a payload.
    package struct RawInstance: Hashable, Sendable {
        package var id: ResourceInstanceID
        package var value: RawValue
    }

    package var id: ResourceID
    package var content: Content

    package init(id: ResourceID, content: Content) {
        self.id = id
        self.content = content
    }

    /// The Resource with values of the type in its definition.
    ///
    /// - throws: 4.00 for a value of another type, and if a single value is given for a multiple Resource or vice
    ///   versa.
    package func typed(by definition: ResourceDefinition) throws(LwM2MError) -> Resource {
        switch content {
        case .single(let value):
            guard !definition.isMultiple else {
                throw LwM2MError(.badRequest, "Resource \(id) is multiple and the payload has one value for it")
            }
            return Resource(id: id, value: try typed(value, by: definition))
        case .multiple(let instances):
            guard definition.isMultiple else {
                throw LwM2MError(.badRequest, "Resource \(id) is single and the payload has Resource Instances for it")
            }
            var typed: [ResourceInstance] = []
            typed.reserveCapacity(instances.count)
            for instance in instances {
                typed.append(ResourceInstance(id: instance.id, value: try self.typed(instance.value, by: definition)))
            }
            return Resource(id: id, content: .multiple(typed))
        }
    }

    private func typed(_ value: RawValue, by definition: ResourceDefinition) throws(LwM2MError) -> ResourceValue {
        do throws(LwM2MError) { return try value.value(as: definition.type) } catch {
            throw LwM2MError(error.code, "Resource \(id): \(error.message)")
        }
    }
}

/// A value as encoded in a payload, before its type is known from the definition.
package enum RawValue: Hashable, Sendable {
    /// The bytes of an entry in TLV.
    case tlv([UInt8])
    /// The field of an entry in LwM2M JSON.
    case json(JSONField)

    /// The value when read as a type.
    ///
    /// - throws: 4.00 if it is not a value of the type.
    package func value(as type: DataType) throws(LwM2MError) -> ResourceValue {
        switch self {
        case .tlv(let bytes): try ResourceValue(tlvBytes: bytes, as: type)
        case .json(let field): try ResourceValue(jsonField: field, as: type)
        }
    }
}
