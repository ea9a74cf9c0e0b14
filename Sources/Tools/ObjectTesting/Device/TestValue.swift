import Lua
import LwM2M

/// Values of LwM2M as a test in Lua sees them, and back.
enum TestValue {
    static func script(_ value: ResourceValue) -> LuaValue {
        switch value {
        case .string(let text), .corelnk(let text): .text(text)
        case .integer(let number), .time(let number): .integer(number)
        case .unsignedInteger(let number): Int64(exactly: number).map { .integer($0) } ?? .number(Double(number))
        case .float(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        case .opaque(let bytes): .string(LuaString(bytes))
        case .objectLink(let link): .text(link.description)
        }
    }

    static func script(_ content: ResourceContent) -> LuaValue {
        switch content {
        case .single(let value): value.map(script) ?? .nil
        case .multiple(let instances):
            .table(instances.map { LuaField(key: .integer(Int64($0.id)), value: script($0.value)) })
        }
    }

    static func script(_ resources: [Resource]) -> LuaValue {
        .table(resources.map { LuaField(key: .integer(Int64($0.id)), value: script($0.content)) })
    }

    /// A Resource as its value, an instance as values by Resource, an Object as instances by id.
    static func script(_ node: Node) -> LuaValue {
        switch node {
        case .resourceInstance(let instance): script(instance.value)
        case .resource(let resource): script(resource.content)
        case .instance(let instance): script(instance.resources)
        case .object(_, let instances):
            .table(instances.map { LuaField(key: .integer(Int64($0.id)), value: script($0.resources)) })
        }
    }

    /// The content of a Resource from a value or from a table of values by id.
    ///
    /// - throws: `.runtime` for a value that no Resource can hold.
    static func content(_ value: LuaValue, as type: DataType?) throws(LuaError) -> ResourceContent {
        guard case .table(let fields) = value else { return .single(try resourceValue(value, as: type)) }
        var instances: [ResourceInstance] = []
        for field in fields {
            let id = try identifier(field.key, "a Resource Instance")
            instances.append(ResourceInstance(id: id, value: try resourceValue(field.value, as: type)))
        }
        return .multiple(instances)
    }

    /// The Resources from a table of values by id.
    ///
    /// - throws: `.runtime` for a key that is not an id, or a value that no Resource can hold.
    static func resources(_ value: LuaValue, of definition: ObjectDefinition?) throws(LuaError) -> [Resource] {
        guard case .table(let fields) = value else {
            throw LuaError(
                .runtime, "the content of an instance is a table of values by Resource, not a \(value.typeName)")
        }
        var resources: [Resource] = []
        for field in fields {
            let id = try identifier(field.key, "a Resource")
            resources.append(Resource(id: id, content: try content(field.value, as: definition?[id]?.type)))
        }
        return resources.sorted { $0.id < $1.id }
    }

    /// One value. A value whose type differs from the Resource's is passed on as it is, for the device to refuse.
    static func resourceValue(_ value: LuaValue, as type: DataType?) throws(LuaError) -> ResourceValue {
        switch (value, type) {
        case (.boolean(let flag), _): return .boolean(flag)
        case (.integer(let number), _): return .integer(number)
        case (.number(let number), .integer), (.number(let number), .time), (.number(let number), .unsignedInteger):
            return Int64(exactly: number).map { .integer($0) } ?? .float(number)
        case (.number(let number), _): return .float(number)
        case (.string(let string), .opaque): return .opaque(string.bytes)
        case (.string(let string), .objectLink):
            let text = string.text
            return ObjectLink(text).map { .objectLink($0) } ?? .string(text)
        case (.string(let string), .corelnk):
            return String(utf8: string.bytes).map { .corelnk($0) } ?? .opaque(string.bytes)
        case (.string(let string), _): return String(utf8: string.bytes).map { .string($0) } ?? .opaque(string.bytes)
        default: throw LuaError(.runtime, "a Resource cannot hold a \(value.typeName)")
        }
    }

    private static func identifier(_ key: LuaValue, _ what: String) throws(LuaError) -> UInt16 {
        guard let id = key.integer.flatMap({ UInt16(exactly: $0) }) else {
            throw LuaError(.runtime, "\(what) has an id from 0 to 65535 as its key, not \(key.text ?? key.typeName)")
        }
        return id
    }
}
