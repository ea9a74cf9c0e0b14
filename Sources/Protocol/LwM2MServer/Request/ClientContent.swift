package import LwM2M

/// Reads payloads from clients as the content of a path.
package enum ClientContent {
    /// The values in a payload, in its order.
    ///
    /// - Parameters:
    ///   - path: the requested path: an Object, an Object Instance or a Resource.
    ///   - definition: the definition of an Object, if known; otherwise the types are guessed.
    /// - throws: 4.00 for a payload that is malformed, has entries outside the path, or holds a value of a type other
    ///   than defined; 4.15 for a format that holds no values.
    package static func values(
        in payload: [UInt8], as format: ContentFormat?, at path: Path,
        definition: (ObjectID) -> ObjectDefinition? = { _ in nil }
    ) throws(LwM2MError) -> [ReadValue] {
        let object = path.object.flatMap(definition)
        let format = format ?? .text
        if path.resource == nil, format.registered == .text || format.registered == .opaque {
            throw LwM2MError(.badRequest, "\(path): the format \(format) holds one value, and that is no Resource")
        }
        switch format.registered {
        case .text:
            let type = path.resource.flatMap { object?[$0]?.type }
            guard let text = String(utf8: payload) else {
                throw LwM2MError(.badRequest, "\(path): the text is not UTF-8")
            }
            let value = try type.map { type throws(LwM2MError) in try ResourceValue(plainText: text, as: type) }
            return [ReadValue(path: path, value: value ?? .string(text), isTyped: value != nil)]
        case .opaque:
            return [ReadValue(path: path, value: .opaque(payload), isTyped: true)]
        case .tlv:
            return try values(
                of: try WritePayload(tlv: payload, at: path, isMultiple: isMultiple(path, object)), at: path, object)
        case .json:
            return try values(
                of: try WritePayload(json: payload, at: path, isMultiple: isMultiple(path, object)), at: path, object)
        default:
            throw LwM2MError(.unsupportedContentFormat, "\(path): the format \(format) holds no values")
        }
    }

    private static func isMultiple(_ path: Path, _ object: ObjectDefinition?) -> Bool {
        path.resource.flatMap { object?[$0]?.isMultiple } ?? true
    }

    private static func values(
        of content: WritePayload, at path: Path, _ object: ObjectDefinition?
    ) throws(LwM2MError) -> [ReadValue] {
        var values: [ReadValue] = []
        for instance in content.instances {
            guard let id = instance.id ?? path.instance else {
                if instance.resources.isEmpty { continue }
                throw LwM2MError(.badRequest, "\(path): the payload has Resources outside of an Object Instance")
            }
            let base = Path(path.object ?? 0, id)
            for resource in instance.resources {
                let place = base.appending(resource.id)
                let type = object?[resource.id]?.type
                switch resource.content {
                case .single(let raw): values.append(try value(raw, at: place, as: type))
                case .multiple(let parts) where parts.isEmpty:
                    values.append(ReadValue(path: place, value: nil, isTyped: type != nil))
                case .multiple(let parts):
                    for part in parts {
                        values.append(try value(part.value, at: place.appending(part.id), as: type))
                    }
                }
            }
        }
        return values
    }

    private static func value(_ raw: RawValue, at path: Path, as type: DataType?) throws(LwM2MError) -> ReadValue {
        if let type, type != .none {
            do throws(LwM2MError) {
                return ReadValue(path: path, value: try raw.value(as: type), isTyped: true)
            } catch {
                throw LwM2MError(error.code, "\(path): \(error.message)")
            }
        }
        switch raw {
        case .json: return ReadValue(path: path, value: try raw.value(as: .none), isTyped: false)
        case .tlv(let bytes): return ReadValue(path: path, value: guess(bytes), isTyped: false)
        }
    }

    /// Guesses a text of at least three letters, a whole number, or bytes.
    private static func guess(_ bytes: [UInt8]) -> ResourceValue {
        let isPrintable = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        if bytes.isEmpty { return .string("") }
        if bytes.count > 2, isPrintable, let text = String(utf8: bytes) { return .string(text) }
        return (try? ResourceValue(tlvBytes: bytes, as: .integer)) ?? .opaque(bytes)
    }
}

/// One value that a client sent in an answer or a notification.
package struct ReadValue: Hashable, Sendable {
    /// The Resource or Resource Instance.
    package var path: Path
    /// nil for a multiple Resource without instances.
    package var value: ResourceValue?
    /// Whether the type comes from a definition; otherwise it is guessed from the bytes.
    package var isTyped: Bool

    package init(path: Path, value: ResourceValue?, isTyped: Bool) {
        self.path = path
        self.value = value
        self.isTyped = isTyped
    }
}
