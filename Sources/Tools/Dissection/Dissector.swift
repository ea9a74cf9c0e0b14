import JSON
package import LwM2M

/// Takes payloads apart: what they contain, with the names of the Objects and Resources that are known.
package struct Dissector {
    /// The path that a request named, to which what a payload says is relative.
    var path: Path
    /// The definition of an Object; nil if it is not known.
    private let definition: (ObjectID) -> ObjectDefinition?

    package init(at path: Path, definition: @escaping (ObjectID) -> ObjectDefinition?) {
        self.path = path
        self.definition = definition
    }

    /// The definition of the Object that a path belongs to.
    func object(of path: Path) -> ObjectDefinition? { path.object.flatMap(definition) }

    /// The definition of the Resource that a path leads to, or to an instance of which it leads.
    func resource(at path: Path) -> ResourceDefinition? {
        path.resource.flatMap { object(of: path)?[$0] }
    }

    /// The name that the definition gives to a path's last level; nil for instances and for what is not known.
    func name(of path: Path) -> String? {
        switch path.depth {
        case 1: object(of: path)?.name
        case 3: resource(at: path)?.name
        default: nil
        }
    }
}

extension Dissector {
    // MARK: TLV

    /// The parts of a payload in TLV.
    ///
    /// - throws: 4.00 with the place for a payload that is malformed.
    /// - Source: LwM2M 1.0.1 §6.4.3.
    package func parts(ofTLV payload: [UInt8]) throws(LwM2MError) -> [Part] {
        var position = 0
        return try TLVDecoder.entries(of: payload).map { part(of: $0, in: payload, below: path, &position) }
    }

    private func part(of entry: TLVEntry, in payload: [UInt8], below path: Path, _ position: inout Int) -> Part {
        let start = position
        position += TLVEntry.headLength(payload[position])
        let place = self.place(of: entry, below: path)
        var part = Part(entry.kind.title, id: entry.id)
        part.path = place
        part.name = place.flatMap(name)
        if entry.kind.isContainer {
            part.parts = entry.children.map { self.part(of: $0, in: payload, below: place ?? .root, &position) }
        } else {
            position += entry.value.count
            set(&part, to: entry.value, at: place)
        }
        part.place = start..<position
        return part
    }

    /// The path of an entry below the path of what holds it; nil if that is not known, as for a Resource whose Object
    /// nobody named.
    private func place(of entry: TLVEntry, below path: Path) -> Path? {
        switch (entry.kind, path.depth) {
        case (.objectInstance, 1), (.resource, 2), (.multipleResource, 2), (.resourceInstance, 3):
            path.appending(entry.id)
        // The path of the request may be that of the entry itself.
        case (.objectInstance, 2), (.resource, 3), (.multipleResource, 3), (.resourceInstance, 4):
            path.parent.appending(entry.id)
        // An Object with one instance may be written without it.
        case (.resource, 1), (.multipleResource, 1): path.appending(0).appending(entry.id)
        default: nil
        }
    }

    private func set(_ part: inout Part, to bytes: [UInt8], at path: Path?) {
        part.content = .bytes(bytes)
        guard let type = path.flatMap(resource)?.type, type != .none else { return }
        do throws(LwM2MError) {
            part.content = .value(try ResourceValue(tlvBytes: bytes, as: type), type)
        } catch {
            part.problem = error.message
        }
    }

    // MARK: JSON

    /// The parts of a payload in LwM2M JSON: one for each entry, with its full path.
    ///
    /// - throws: 4.00 with the place for a payload that is malformed.
    /// - Source: LwM2M 1.0.1 §6.4.4.
    package func parts(ofJSON payload: [UInt8]) throws(LwM2MError) -> [Part] {
        try LwM2MJSONDecoder.entries(of: payload, at: path).map { entry in
            var part = Part("Entry")
            part.path = entry.path
            part.name = resource(at: entry.path)?.name
            let type = resource(at: entry.path)?.type ?? .none
            do throws(LwM2MError) {
                let value = try ResourceValue(jsonField: entry.field, as: type == .none ? entry.field.type : type)
                part.content = .value(value, type == .none ? entry.field.type : type)
            } catch {
                part.content = .words(entry.field.text, .string(entry.field.text))
                part.problem = error.message
            }
            return part
        }
    }

    // MARK: Link format

    /// The parts of a payload in link format: one for each link.
    ///
    /// - throws: 4.00 with the place for a payload that is malformed.
    /// - Source: RFC 6690 §2.
    package func parts(ofLinks payload: [UInt8]) throws(LwM2MError) -> [Part] {
        try LinkFormat.links(of: payload).map { link in
            var part = Part("Link")
            part.path = try? Path(parsing: link.target)
            part.name = part.path.flatMap(name)
            if part.path == nil { part.content = .words(link.target, .string(link.target)) }
            part.parts = link.parameters.map { parameter in
                var inner = Part(parameter.name)
                if let value = parameter.value { inner.content = .words(value, .string(value)) }
                return inner
            }
            return part
        }
    }
}

extension TLVEntry.Kind {
    fileprivate var title: String {
        switch self {
        case .objectInstance: "Object Instance"
        case .resourceInstance: "Resource Instance"
        case .multipleResource: "Multiple Resource"
        case .resource: "Resource"
        }
    }
}

extension JSONField {
    /// The type that its name says, where the definition of the Resource is not known.
    fileprivate var type: DataType {
        switch self {
        case .number(let text): text.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) } ? .integer : .float
        case .boolean: .boolean
        case .string: .string
        case .objectLink: .objectLink
        }
    }

    fileprivate var text: String {
        switch self {
        case .number(let text), .string(let text), .objectLink(let text): text
        case .boolean(let flag): "\(flag)"
        }
    }
}
