/// Reads the payload of a Write to an Object Instance, and of a Create.
///
/// - Source: LwM2M 1.0.1 §5.4.3, §5.4.6, §6.4.
public enum InstancePayload {
    /// The content of a payload in TLV or JSON.
    ///
    /// - Parameter path: an Object or an Object Instance.
    /// - throws: 4.15 for a format that is not known, 4.00 without one, for text and opaque, and for a payload that is
    ///   malformed or contradicts the path.
    public static func payload(
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

    /// The Resources of a Write by a server; those that the Object does not define are passed over.
    ///
    /// - throws: 4.05 where one is not writable, 4.00 for a value that is none.
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

    /// The Resources of a Create by a server; those that it could not write are passed over.
    ///
    /// - throws: 4.00 for a value that is none, and where a mandatory writable Resource is missing.
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

    /// The Resources of a bootstrap Write, whatever their operations; those that the Object does not define are passed
    /// over.
    ///
    /// - throws: 4.00 for a value that is none.
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
