import Console
import LwM2M
import LwM2MServer

/// Creates payloads from values that a person wrote.
struct RequestPayload {
    var bytes: [UInt8]
    var format: ContentFormat

    /// The payload of a Write to one Resource: text, or opaque or TLV if the value requires it.
    ///
    /// - Parameter definition: the definition of the Object; without it the value is sent as the text that it is.
    init(
        _ word: Word, for path: Path, as format: ContentFormat?, _ definition: ObjectDefinition?
    ) throws(ConsoleError) {
        guard path.depth == 3, let id = path.resource else {
            throw Self.misplaced(path)
        }
        guard let known = definition?[id] else {
            guard !ValueText.isList(word), format ?? .text == .text else { throw Self.unknown(path) }
            self.init(bytes: Array(word.text.utf8), format: .text)
            return
        }
        let resource = try Assignment(resource: id, value: word).resource(by: known)
        self.init(.resource(resource), at: path, as: format ?? Self.simplest(for: resource))
    }

    /// The payload of a Write to an Object Instance, or of a Create.
    init(
        _ assignments: [Assignment], for path: Path, as format: ContentFormat?, _ definition: ObjectDefinition?
    ) throws(ConsoleError) {
        guard (1...2).contains(path.depth) else {
            throw ConsoleError("\(path) is neither an Object nor an Object Instance")
        }
        for assignment in assignments where definition?[assignment.resource] == nil {
            throw Self.unknown(Path(path.object ?? 0, path.instance ?? 0, assignment.resource))
        }
        let resources = try definition.map { known throws(ConsoleError) in try assignments.resources(by: known) } ?? []
        let instance = ObjectInstance(id: path.instance ?? 0, resources: resources)
        self.init(.instance(instance), at: path.depth == 1 ? path.appending(0) : path, as: format ?? .tlv)
    }

    /// The payload of a Create that names the id of the instance.
    static func naming(
        _ assignments: [Assignment], at path: Path, as format: ContentFormat?, _ definition: ObjectDefinition?
    ) throws(ConsoleError) -> RequestPayload {
        // JSON includes the id in its names.
        if let format, format != .tlv { return try RequestPayload(assignments, for: path, as: format, definition) }
        let inner = try RequestPayload(assignments, for: path, as: .tlv, definition)
        let resources = (try? TLVDecoder.entries(of: inner.bytes)) ?? []
        let entry = TLVEntry(.objectInstance, path.instance ?? 0, children: resources)
        return RequestPayload(bytes: TLVEncoder.bytes(of: [entry]), format: .tlv)
    }

    private init(_ node: Node, at path: Path, as format: ContentFormat) {
        self.init(bytes: Representation.payload(of: node, at: path, as: format), format: format)
    }

    private init(bytes: [UInt8], format: ContentFormat) {
        self.bytes = bytes
        self.format = format
    }

    private static func simplest(for resource: Resource) -> ContentFormat {
        switch resource.content {
        case .multiple: .tlv
        case .single(.opaque?): .opaque
        case .single: .text
        }
    }

    /// The error for a value that belongs below the path.
    fileprivate static func misplaced(_ path: Path) -> ConsoleError {
        ConsoleError("a value goes to a Resource, as in /3300/0/5700, not to \(path)")
    }

    private static func unknown(_ path: Path) -> ConsoleError {
        ConsoleError("\(path) is not known here, so its type is not: name a file that defines it with --objects")
    }
}

extension Request {
    /// The request for a command.
    ///
    /// - throws: an error for values that do not fit the definition of the Object.
    init(
        _ command: ObjectCommand, as format: ContentFormat?, _ definitions: ServerDefinitions
    ) throws(ConsoleError) {
        switch command {
        case .read(let path): self = .read(path, as: format)
        case .discover(let path): self = .discover(path)
        case .delete(let path): self = .delete(path)
        case .execute(let path, let arguments): self = .execute(path, arguments: arguments)
        case .write(let path, let word):
            let payload = try RequestPayload(word, for: path, as: format, definitions[path])
            self = .write(path, payload.bytes, as: payload.format)
        case .writeInstance(let path, let assignments):
            guard path.depth == 2 else { throw RequestPayload.misplaced(path) }
            let payload = try RequestPayload(assignments, for: path, as: format, definitions[path])
            self = .write(path, payload.bytes, as: payload.format, mode: .partialUpdate)
        case .create(let path, let assignments):
            let payload =
                path.depth == 2
                ? try RequestPayload.naming(assignments, at: path, as: format, definitions[path])
                : try RequestPayload(assignments, for: path, as: format, definitions[path])
            self = .create(Path(path.object ?? 0), payload.bytes, as: payload.format)
        }
    }
}

extension [ReadValue] {
    /// The values as the content of the requested path.
    func node(at path: Path) -> Node {
        var instances: [ObjectInstance] = []
        for value in self {
            guard let instance = value.path.instance, let resource = value.path.resource else { continue }
            let index = instances.firstIndex { $0.id == instance } ?? instances.endIndex
            if index == instances.endIndex { instances.append(ObjectInstance(id: instance, resources: [])) }
            instances[index].add(value, to: resource)
        }
        switch path.depth {
        case 1: return .object(path.object ?? 0, instances)
        case 2: return .instance(instances.first ?? ObjectInstance(id: path.instance ?? 0, resources: []))
        default:
            let empty = Resource(id: path.resource ?? 0, content: .multiple([]))
            return .resource(instances.first?.resources.first ?? empty)
        }
    }
}

extension ObjectInstance {
    fileprivate mutating func add(_ value: ReadValue, to id: ResourceID) {
        guard let part = value.path.resourceInstance, let inner = value.value else {
            let content: ResourceContent = value.value.map { .single($0) } ?? .multiple([])
            resources.append(Resource(id: id, content: content))
            return
        }
        let instance = ResourceInstance(id: part, value: inner)
        if let index = resources.firstIndex(where: { $0.id == id }),
            case .multiple(let others) = resources[index].content
        {
            resources[index].content = .multiple(others + [instance])
        } else {
            resources.append(Resource(id: id, content: .multiple([instance])))
        }
    }
}
