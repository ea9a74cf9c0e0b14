import Lua
import LwM2M

/// A value of a Resource, or of Lua; literals can be used directly: `21.5`, `true`, `"Cel"`, `[0: "a", 1: "b"]`.
///
/// Time is an integer, Objlnk the text `3:0`, Opaque bytes. A text is also accepted for Opaque, as its UTF-8.
public enum Value: Hashable, Sendable {
    /// No value: a Resource without a value, or `nil`.
    case none
    case boolean(Bool)
    case integer(Int64)
    case float(Double)
    case text(String)
    /// Opaque, or a Lua string that is not UTF-8.
    case bytes([UInt8])
    /// The Resource Instances of a Resource, or the contents of an Object Instance or an Object, by id; or a Lua table.
    case table([Value: Value])

    /// The value in a table under an id or any other key; `.none` if there is none or this is not a table.
    public subscript(_ key: Value) -> Value {
        if case .table(let fields) = self { fields[key] ?? .none } else { .none }
    }
}

extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByNilLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .float(value) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(nilLiteral: ()) { self = .none }
    public init(dictionaryLiteral fields: (Value, Value)...) {
        self = .table(Dictionary(fields, uniquingKeysWith: { _, last in last }))
    }
}

extension Value: CustomStringConvertible {
    /// In readable form, `21.5`, `"Cel"`, `{5700: 21.5, 5701: "Cel"}`, tables by ascending keys.
    public var description: String {
        switch self {
        case .none: "none"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .text(let text): text.debugDescription
        case .bytes(let bytes): "\(bytes)"
        case .table(let fields):
            "{" + fields.sorted { $0.key.isBefore($1.key) }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
                + "}"
        }
    }

    private func isBefore(_ other: Value) -> Bool {
        if case .integer(let one) = self, case .integer(let two) = other { return one < two }
        return "\(self)" < "\(other)"
    }
}

// MARK: - LwM2M

extension Value {
    init(_ value: ResourceValue) {
        self =
            switch value {
            case .string(let text), .corelnk(let text): .text(text)
            case .integer(let number), .time(let number): .integer(number)
            case .unsignedInteger(let number): Int64(exactly: number).map { .integer($0) } ?? .float(Double(number))
            case .float(let number): .float(number)
            case .boolean(let flag): .boolean(flag)
            case .opaque(let bytes): .bytes(bytes)
            case .objectLink(let link): .text(link.description)
            }
    }

    private init(_ content: ResourceContent) {
        self =
            switch content {
            case .single(let value): value.map(Value.init) ?? .none
            case .multiple(let instances): .byID(instances.map { ($0.id, Value($0.value)) })
            }
    }

    private init(_ resources: [Resource]) { self = .byID(resources.map { ($0.id, Value($0.content)) }) }

    init(_ node: Node) {
        self =
            switch node {
            case .resourceInstance(let instance): Value(instance.value)
            case .resource(let resource): Value(resource.content)
            case .instance(let instance): Value(instance.resources)
            case .object(_, let instances): .byID(instances.map { ($0.id, Value($0.resources)) })
            }
    }

    private static func byID(_ fields: [(UInt16, Value)]) -> Value {
        .table(Dictionary(fields.map { (.integer(Int64($0.0)), $0.1) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The Resources that the value represents at a path.
    ///
    /// - throws: 4.00 for a value that no Resource can hold.
    func resources(at path: Path, of definition: ObjectDefinition?) throws(LwM2MError) -> [Resource] {
        guard let id = path.resource else {
            guard case .table(let fields) = self else {
                throw LwM2MError(.badRequest, "\(path) takes a table of values by Resource, as [5700: 21.5]")
            }
            return try Self.resources(try Self.keyed(fields, path), of: definition)
        }
        let type = definition?[id]?.type
        guard let instance = path.resourceInstance else { return [Resource(id: id, content: try content(as: type))] }
        let only = ResourceInstance(id: instance, value: try resourceValue(as: type))
        return [Resource(id: id, content: .multiple([only]))]
    }

    /// The Resources with values, by ascending id.
    ///
    /// - throws: 4.00 for a value that no Resource can hold.
    static func resources(
        _ values: [UInt16: Value], of definition: ObjectDefinition?
    ) throws(LwM2MError) -> [Resource] {
        var resources: [Resource] = []
        for (id, value) in values.sorted(by: { $0.key < $1.key }) {
            resources.append(Resource(id: id, content: try value.content(as: definition?[id]?.type)))
        }
        return resources
    }

    private func content(as type: DataType?) throws(LwM2MError) -> ResourceContent {
        guard case .table(let fields) = self else { return .single(try resourceValue(as: type)) }
        var instances: [ResourceInstance] = []
        for (id, value) in try Self.keyed(fields, .root).sorted(by: { $0.key < $1.key }) {
            instances.append(ResourceInstance(id: id, value: try value.resourceValue(as: type)))
        }
        return .multiple(instances)
    }

    private static func keyed(_ fields: [Value: Value], _ path: Path) throws(LwM2MError) -> [UInt16: Value] {
        var keyed: [UInt16: Value] = [:]
        for (key, value) in fields {
            guard case .integer(let number) = key, let id = UInt16(exactly: number) else {
                throw LwM2MError(.badRequest, "a key of the table is not an id from 0 to 65535: \(key)")
            }
            keyed[id] = value
        }
        return keyed
    }

    /// The value in the form that a Resource of a type accepts; a value that the type cannot hold is passed on
    /// unchanged, for the Object to refuse.
    private func resourceValue(as type: DataType?) throws(LwM2MError) -> ResourceValue {
        switch (self, type) {
        case (.boolean(let flag), _): return .boolean(flag)
        case (.integer(let number), .time): return .time(number)
        case (.integer(let number), .float): return .float(Double(number))
        case (.integer(let number), _): return .integer(number)
        case (.float(let number), .integer), (.float(let number), .time), (.float(let number), .unsignedInteger):
            return Int64(exactly: number).map { .integer($0) } ?? .float(number)
        case (.float(let number), _): return .float(number)
        case (.text(let text), .opaque): return .opaque(Array(text.utf8))
        case (.text(let text), .objectLink): return ObjectLink(text).map { .objectLink($0) } ?? .string(text)
        case (.text(let text), .corelnk): return .corelnk(text)
        case (.text(let text), _): return .string(text)
        case (.bytes(let bytes), _): return .opaque(bytes)
        case (.none, _), (.table, _): throw LwM2MError(.badRequest, "a Resource cannot hold \(self)")
        }
    }
}

// MARK: - Lua

extension Value {
    /// Functions, threads and userdata become `.none`.
    init(_ value: LuaValue) {
        self =
            switch value {
            case .nil, .function, .kept, .other: .none
            case .boolean(let flag): .boolean(flag)
            case .integer(let number): .integer(number)
            case .number(let number): .float(number)
            case .string(let string): String(utf8: string.bytes).map { .text($0) } ?? .bytes(string.bytes)
            case .table(let fields):
                .table(
                    Dictionary(fields.map { (Value($0.key), Value($0.value)) }, uniquingKeysWith: { first, _ in first })
                )
            }
    }

    var lua: LuaValue {
        switch self {
        case .none: .nil
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .float(let number): .number(number)
        case .text(let text): .text(text)
        case .bytes(let bytes): .string(LuaString(bytes))
        case .table(let fields): .table(Self.ordered(fields))
        }
    }

    /// In an order that is the same in every run: 1, 2, ... first, as in a list.
    private static func ordered(_ fields: [Value: Value]) -> [LuaField] {
        var rest = fields
        rest[.none] = nil
        var list: [LuaField] = []
        while let value = rest.removeValue(forKey: .integer(Int64(list.count + 1))) {
            list.append(LuaField(key: .integer(Int64(list.count + 1)), value: value.lua))
        }
        let others = rest.sorted { $0.key.isBefore($1.key) }
        return list + others.map { LuaField(key: $0.key.lua, value: $0.value.lua) }
    }
}
