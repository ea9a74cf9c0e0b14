/// Reads the payload of a Write to one Resource.
///
/// - Source: LwM2M 1.0.1 §5.4.3, §6.4.
public enum ResourcePayload {
    /// The Resource with its new content.
    ///
    /// - Parameter format: nil where the request states none.
    /// - throws: 4.15 for a format that is not known, 4.00 without one, for one that cannot carry the Resource, and for
    ///   a payload that is no content of it.
    public static func resource(
        of payload: [UInt8], as format: ContentFormat?, at path: Path, definition: ResourceDefinition
    ) throws(LwM2MError) -> Resource {
        guard let format else { throw LwM2MError(.badRequest, "\(path): the request states no Content-Format") }
        switch format.registered {
        case .text:
            try refuseMultiple(definition, format, at: path)
            guard let text = String(validating: payload, as: UTF8.self) else {
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
