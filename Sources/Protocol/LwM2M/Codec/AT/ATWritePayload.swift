import JSON

/// The payload of `+ULWM2MWRITE` and `+ULWM2MCREATE`: LwM2M JSON that names its own path.
///
/// - Source: UBX-18068860 R09 §4.5, §5.3.3, §5.3.4.
package struct ATWritePayload: Hashable, Sendable {
    /// The Object Instance that contains all entries.
    package let path: Path
    /// In the order of the payload.
    package var resources: [RawResource]

    /// Reads the text; slashes at the ends of the base name may be missing.
    ///
    /// - throws: 4.00 for a malformed payload, for other members, without an entry, and for entries of several Object
    ///   Instances.
    package init(parsing text: String) throws(LwM2MError) {
        let entries = try LwM2MJSONDecoder.entries(of: Array(text.utf8), at: .root, allowingUnknownMembers: false)
        guard let first = entries.first else { throw LwM2MError(.badRequest, "JSON: e is empty") }
        guard let object = first.path.object, let instance = first.path.instance else {
            throw LwM2MError(.badRequest, "JSON: \(first.path) names no Object Instance")
        }
        path = Path(object, instance)
        for entry in entries where !entry.path.isWithin(path) {
            throw LwM2MError(.badRequest, "JSON: \(entry.path) does not lie within \(path)")
        }
        resources = try WritePayload(entries: entries, at: path, isMultiple: true).instances[0].resources
    }

    /// The text of a payload that sets Resources of an Object Instance; what `init(parsing:)` reads.
    ///
    /// - Parameter path: that of the Object Instance.
    package static func text(of resources: [Resource], at path: Path) -> String {
        var writer = JSONWriter(.few)
        writer.beginObject()
        writer.name(plain: "bn")
        writer.string("\(path)/")
        writer.name(plain: "e")
        writer.beginArray()
        for value in LocatedNode(.instance(ObjectInstance(id: path.instance ?? 0, resources: resources)), at: path)
            .values
        {
            writer.beginObject()
            writer.name(plain: "n")
            writer.string(value.path.suffix(below: path) ?? "")
            writer.member(of: value.value)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The Resources with values of the types in the definition, whichever fields carry them.
    ///
    /// - throws: 4.04 for a Resource that is not defined, 4.00 for a value of another type.
    package func typed(by definition: ObjectDefinition) throws(LwM2MError) -> [Resource] {
        var typed: [Resource] = []
        for resource in resources {
            guard let found = definition[resource.id] else {
                throw LwM2MError(.notFound, "\(path)/\(resource.id) is not defined")
            }
            typed.append(try resource.fitting(found.type).typed(by: found))
        }
        return typed
    }
}

extension RawResource {
    /// The Resource with each field converted to the one that a type is written in.
    func fitting(_ type: DataType) -> RawResource {
        func fitting(_ value: RawValue) -> RawValue {
            if case .json(let field) = value { .json(field.fitting(type)) } else { value }
        }
        switch content {
        case .single(let value): return RawResource(id: id, content: .single(fitting(value)))
        case .multiple(let instances):
            let fitted = instances.map { RawInstance(id: $0.id, value: fitting($0.value)) }
            return RawResource(id: id, content: .multiple(fitted))
        }
    }
}

extension JSONField {
    /// The module goes by the type of the Resource, not the field: numbers may come as strings and vice versa.
    fileprivate func fitting(_ type: DataType) -> JSONField {
        switch (type, self) {
        case (.integer, .string(let text)), (.float, .string(let text)), (.time, .string(let text)),
            (.unsignedInteger, .string(let text)):
            .number(text)
        case (.string, .number(let text)), (.corelnk, .number(let text)): .string(text)
        case (.boolean, .number("0")), (.boolean, .string("0")), (.boolean, .string("false")): .boolean(false)
        case (.boolean, .number("1")), (.boolean, .string("1")), (.boolean, .string("true")): .boolean(true)
        default: self
        }
    }
}
