import Lua
import LwM2M

/// The single mapping between the values of scripts and those of LwM2M, by the Resource's type.
enum ValueMapping {
    /// A script's value as the Resource's type represents it; nil if the type cannot hold it.
    ///
    /// Boolean and Objlnk may be the number 0, a Float may be an integer, and an integer may be a float without a
    /// fraction, as arithmetic in Lua 5.3 produces.
    static func resourceValue(_ value: LuaValue, as type: DataType) -> ResourceValue? {
        switch (type, value) {
        case (.string, .string(let string)): String(utf8: string.bytes).map { .string($0) }
        case (.corelnk, .string(let string)): String(utf8: string.bytes).map { .corelnk($0) }
        case (.opaque, .string(let string)): .opaque(string.bytes)
        case (.integer, _): value.integer.map { .integer($0) }
        case (.time, _): value.integer.map { .time($0) }
        case (.unsignedInteger, _): value.integer.flatMap { UInt64(exactly: $0) }.map { .unsignedInteger($0) }
        case (.float, .number(let number)): .float(number)
        case (.float, .integer(let number)): .float(Double(number))
        case (.boolean, .boolean(let flag)): .boolean(flag)
        case (.boolean, .integer(let number)): number == 0 || number == 1 ? .boolean(number == 1) : nil
        case (.objectLink, .integer(0)): .objectLink(.null)
        case (.objectLink, .string(let string)):
            String(utf8: string.bytes).flatMap { ObjectLink($0) }.map { .objectLink($0) }
        case (.none, _): untyped(value)
        default: nil
        }
    }

    /// A value whose type the definition does not name: its type is what Lua itself reports.
    private static func untyped(_ value: LuaValue) -> ResourceValue? {
        switch value {
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .float(number)
        case .string(let string): String(utf8: string.bytes).map { .string($0) } ?? .opaque(string.bytes)
        default: nil
        }
    }

    /// Whether a script may leave the value like this before it is first written: there is nothing to show yet.
    static func isUnset(_ value: LuaValue, as type: DataType) -> Bool {
        switch (type, value) {
        case (_, .nil): true
        case (.unsignedInteger, .string(let string)): string.bytes.isEmpty
        default: false
        }
    }

    /// A value for a script; nil if the type cannot hold it.
    static func scriptValue(_ value: ResourceValue, as type: DataType) -> LuaValue? {
        switch (type, value) {
        case (.string, .string(let text)), (.corelnk, .corelnk(let text)), (.corelnk, .string(let text)): .text(text)
        case (.opaque, .opaque(let bytes)): .string(LuaString(bytes))
        case (.integer, .integer(let number)), (.time, .time(let number)), (.time, .integer(let number)),
            (.integer, .time(let number)):
            .integer(number)
        case (.unsignedInteger, .unsignedInteger(let number)): Int64(exactly: number).map { .integer($0) }
        case (.unsignedInteger, .integer(let number)): number >= 0 ? .integer(number) : nil
        case (.integer, .unsignedInteger(let number)): Int64(exactly: number).map { .integer($0) }
        case (.float, .float(let number)): .number(number)
        case (.float, .integer(let number)): .number(Double(number))
        case (.boolean, .boolean(let flag)): .boolean(flag)
        case (.objectLink, .objectLink(let link)): .text(link.description)
        case (.none, _): untyped(value)
        default: nil
        }
    }

    private static func untyped(_ value: ResourceValue) -> LuaValue? {
        switch value {
        case .string(let text), .corelnk(let text): .text(text)
        case .opaque(let bytes): .string(LuaString(bytes))
        case .integer(let number), .time(let number): .integer(number)
        case .unsignedInteger(let number): Int64(exactly: number).map { .integer($0) }
        case .float(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        case .objectLink(let link): .text(link.description)
        }
    }
}

/// Reads from a script's tables which Object it serves.
struct ObjectReader {
    let lua: LuaState
    let file: String
    let table: LuaReference
    /// The Resources that the product has; nil for all.
    let offered: Set<ResourceID>?
    /// Those of them that only the client reads.
    let unshown: Set<ResourceID>

    /// The Object, checked against the contract.
    ///
    /// - throws: `.noObject` if the file defined none, `.incomplete`, naming what is missing.
    func object(registered: [TableEntry]) throws(ObjectHostError) -> LoadedObject {
        guard let id = try field("objectId").integer, let objectID = ObjectID(exactly: id) else {
            throw ObjectHostError(
                .noObject, file: file,
                "the file makes no Object: it has to return a table with 'objectId', a number from 0 to 65535")
        }
        guard let name = try field("name").text, !name.isEmpty else {
            throw incomplete("the Object's table lacks 'name'")
        }
        guard registered.contains(where: { $0.id.integer == id && $0.name.text == name }) else {
            throw incomplete("the file does not call lwm2m_object_tbl_add(\(id), \"\(name)\")")
        }
        for function in ContractMethods.required {
            guard case .function = try field(function) else {
                throw incomplete("the function '\(name).\(function)' is missing")
            }
        }
        let resourceTable = try result(of: "get_resource_table")
        let objectTable = try result(of: "get_object_table")
        let resources = try self.resources(resourceTable)
        let definition = ObjectDefinition(
            id: objectID, name: objectTable["Name"]?.text ?? name,
            lwm2mVersion: Self.version(objectTable["LwM2MVersion"]),
            objectVersion: Self.version(objectTable["ObjectVersion"]),
            isMultiple: objectTable["MultipleInstances"]?.text == "Multiple",
            isMandatory: objectTable["Mandatory"]?.text == "Mandatory", resources: resources)
        let isExecutable = if case .function = try field("execute") { true } else { false }
        return LoadedObject(
            name: name, fileName: file, definition: definition, table: table, isExecutable: isExecutable,
            offered: offered, unshown: unshown)
    }

    private func resources(_ value: LuaValue) throws(ObjectHostError) -> [ResourceDefinition] {
        guard case .table(let fields) = value else { throw incomplete("get_resource_table() answers no table") }
        var resources: [ResourceDefinition] = []
        for field in fields {
            guard let number = field.key.integer, let id = ResourceID(exactly: number) else {
                throw incomplete("the resource table has the key \(Self.show(field.key)), which is not a Resource id")
            }
            func word(_ name: String) -> String { field.value[name]?.text ?? "" }
            guard let operations = Operations(word("Operations")) else {
                throw incomplete(
                    "Resource \(id) has the Operations '\(word("Operations"))'; use R, W, RW, E or nothing")
            }
            resources.append(
                ResourceDefinition(
                    id: id, name: word("Name"), operations: operations,
                    isMultiple: word("MultipleInstances") == "Multiple", isMandatory: word("Mandatory") == "Mandatory",
                    // For an unknown word, the value's Lua type decides.
                    type: DataType(rawValue: word("Type")) ?? .none))
        }
        return resources
    }

    private func field(_ name: String) throws(ObjectHostError) -> LuaValue {
        do throws(LuaError) { return try lua.field(name, of: table) } catch {
            throw ObjectHostError(.script, file: file, "\(error)", cause: error)
        }
    }

    private func result(of name: String) throws(ObjectHostError) -> LuaValue {
        do throws(LuaError) {
            guard case .function(let function) = try lua.field(name, of: table) else { return .nil }
            return try lua.call(function).first ?? .nil
        } catch {
            throw ObjectHostError(.script, file: file, "\(error)", cause: error)
        }
    }

    private func incomplete(_ why: String) -> ObjectHostError { ObjectHostError(.incomplete, file: file, why) }

    private static func version(_ value: LuaValue?) -> String {
        guard let text = value?.text, !text.isEmpty else { return "1.0" }
        return text
    }

    private static func show(_ value: LuaValue) -> String {
        switch value {
        case .integer(let number): String(number)
        case .number(let number): "\(number)"
        case .string(let string): "\"\(string.text)\""
        default: "(\(value.typeName))"
        }
    }
}
