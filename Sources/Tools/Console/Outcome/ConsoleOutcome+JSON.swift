import Emulator
package import JSON
import LwM2M
import Products

extension ConsoleOutcome {
    /// One JSON object: `command`, then `code` with what the operation returned, or `error`.
    package func json(command: String) -> JSONValue {
        .object([JSONMember(name: "command", value: .string(command))] + members)
    }

    private var members: [JSONMember] {
        switch self {
        case .content(let path, let node, let definition, let showsKeys):
            let values = NamedValue.list(path, node, definition, showsKeys: showsKeys)
            return [Self.code(.content), Self.path(path)] + Self.members(path, values)
        case .done(let code, let path): return [Self.code(code), Self.path(path)]
        case .discovered(let paths):
            return [Self.code(.content), JSONMember(name: "links", value: .array(paths.map(Self.json)))]
        case .objects(let objects):
            return [JSONMember(name: "objects", value: .array(objects.map { Self.json($0, isFull: false) }))]
        case .object(let object): return [JSONMember(name: "object", value: Self.json(object, isFull: true))]
        case .paths(let paths, let definition):
            let rows = paths.map { path in Self.json(path, path.resource.flatMap { definition[$0] }) }
            return [JSONMember(name: "paths", value: .array(rows))]
        case .loads(let reports): return [JSONMember(name: "loads", value: .array(reports.map(\.json)))]
        case .requester(let requester, _): return [JSONMember(name: "as", value: .string("\(requester)"))]
        case .servers(let reports):
            return [JSONMember(name: "servers", value: .array(reports.map(ServerText.json)))]
        case .explanation(let lines):
            return [JSONMember(name: "explanation", value: .array(lines.map { .string($0) }))]
        case .products(let products, let current):
            let list = products.map { ModuleText.json($0, current: current) }
            return [JSONMember(name: "products", value: .array(list))]
        case .profile(let profile, let product):
            return [JSONMember(name: "profile", value: ModuleText.json(profile, on: product))]
        case .set(let setting):
            return [
                JSONMember(name: "set", value: .string(setting.name)),
                JSONMember(name: "value", value: .string(setting.value)),
            ]
        case .sim(let card):
            let value = card.map { card in
                JSONValue.members([
                    "imsi": .string(card.imsi), "iccid": .string(card.iccid), "msisdn": .string(card.msisdn),
                ])
            }
            return [JSONMember(name: "sim", value: value ?? .null)]
        case .module(let text): return [JSONMember(name: "module", value: .string(text))]
        case .files(let files, let free):
            let bytes = free.map { [JSONMember(name: "free", value: .integer(Int64($0)))] } ?? []
            return [JSONMember(name: "files", value: .array(files.map(\.json)))] + bytes
        case .events(let events, let product):
            return [JSONMember(name: "events", value: .array(events.compactMap { $0.json(on: product) }))]
        case .help(let verbs): return [JSONMember(name: "verbs", value: .array(verbs.map { .string($0.usage) }))]
        case .quit: return []
        case .refused(let error): return [Self.code(error.code), Self.error(error.message)]
        case .malformed(let error):
            let column = error.column.map { [JSONMember(name: "column", value: .integer(Int64($0)))] } ?? []
            return [Self.error(error.message)] + column
        }
    }

    private static func code(_ code: ResponseCode) -> JSONMember {
        JSONMember(name: "code", value: .string("\(code)"))
    }

    private static func path(_ path: Path) -> JSONMember { JSONMember(name: "path", value: .string("\(path)")) }
    private static func error(_ text: String) -> JSONMember { JSONMember(name: "error", value: .string(text)) }

    /// A single value is in `value`; everything else in `values`.
    private static func members(_ path: Path, _ values: [NamedValue]) -> [JSONMember] {
        if let value = values.first, values.count == 1, value.path == path, !value.isEmptyList {
            guard case .object(let members) = json(value) else { return [] }
            return members.filter { $0.name != "path" }
        }
        return [JSONMember(name: "values", value: .array(values.filter { !$0.isEmptyList }.map(json)))]
    }

    private static func json(_ value: NamedValue) -> JSONValue {
        .members([
            "path": .string("\(value.path)"), "name": .string(value.name), "type": .string(value.type.rawValue),
            "unit": value.unit.isEmpty ? nil : .string(value.unit), "value": value.value.map(json) ?? .null,
            "hidden": value.hidden == nil ? nil : .boolean(true),
        ])
    }

    /// Octets as base64, times as seconds, links as `3:0`.
    private static func json(_ value: ResourceValue) -> JSONValue {
        switch value {
        case .string(let text), .corelnk(let text): .string(text)
        case .integer(let number), .time(let number): .integer(number)
        case .unsignedInteger(let number): Int64(exactly: number).map { .integer($0) } ?? .string("\(number)")
        case .float(let number): .number(number)
        case .boolean(let value): .boolean(value)
        case .opaque(let bytes): .string(Base64.text(of: bytes))
        case .objectLink(let link): .string("\(link)")
        }
    }

    private static func json(_ link: DiscoveredPath) -> JSONValue {
        .members([
            "path": .string("\(link.path)"), "dim": link.dimension.map { .integer(Int64($0)) },
            "ver": link.version.map { .string($0) },
        ])
    }

    private static func json(_ path: Path, _ known: ResourceDefinition?) -> JSONValue {
        .members([
            "path": .string("\(path)"), "name": known.map { .string($0.name) },
            "operations": known.map { .string("\($0.operations)") }, "type": known.map { .string($0.type.rawValue) },
        ])
    }

    private static func json(_ object: ObjectSummary, isFull: Bool) -> JSONValue {
        let definition = object.definition
        let resources = definition.resources.sorted { $0.id < $1.id }.map { resource in
            JSONValue.members([
                "id": .integer(Int64(resource.id)), "name": .string(resource.name),
                "operations": .string("\(resource.operations)"), "type": .string(resource.type.rawValue),
                "multiple": .boolean(resource.isMultiple), "mandatory": .boolean(resource.isMandatory),
            ])
        }
        return .members([
            "id": .integer(Int64(definition.id)), "name": .string(definition.name),
            "version": .string(definition.objectVersion), "file": .string(object.fileName),
            "instances": .array(object.instances.map { .integer(Int64($0)) }),
            "resources": isFull ? .array(resources) : nil,
        ])
    }
}

extension LoadReport {
    /// One JSON object: `file`, `result`, and related members.
    var json: JSONValue {
        switch result {
        case .loaded(let id): json("loaded", id)
        case .unchanged(let id): json("unchanged", id)
        case .reloaded(let id, let why): json("reloaded", id, kept: why == nil, reason: why)
        case .removed: json("removed", nil)
        case .failed(let reason, let keepsOld): json("failed", nil, kept: keepsOld, reason: reason)
        }
    }

    private func json(_ word: String, _ id: ObjectID?, kept: Bool? = nil, reason: String? = nil) -> JSONValue {
        .members([
            "file": .string(fileName), "result": .string(word), "object": id.map { .integer(Int64($0)) },
            "kept": kept.map { .boolean($0) }, "reason": reason.map { .string($0) },
        ])
    }
}
