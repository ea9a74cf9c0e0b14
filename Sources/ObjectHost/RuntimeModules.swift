import EmbeddedFiles
import Lua
import LwM2M

/// The three modules that every Object requires, and what the host itself asks of them.
public struct RuntimeModules {
    private let objects: LuaFunction
    private let takeRegistrations: LuaFunction
    private let remove: LuaFunction
    private let takeUnknownCode: LuaFunction
    let instanceValues: LuaFunction
    let putInstanceValues: LuaFunction
    let clearInstanceValues: LuaFunction
    let arrangeInstances: LuaFunction

    /// The names of their files.
    public static let fileNames: Set = ["lwm2m_object_table.lua", "lwm2m_defs.lua", "utils.lua"]

    static let names = ["lwm2m_object_table", "lwm2m_defs", "utils"]

    /// The text of a run-time module.
    static func source(of name: String) -> (text: [UInt8], file: String)? {
        guard names.contains(name), let text = EmbeddedFiles.bytes(of: "objects/\(name).lua") else { return nil }
        return (text, "\(name).lua")
    }

    /// Loads the modules the way an Object's file does, so that it finds them loaded.
    init(in lua: LuaState) throws(LuaError) {
        lua.world.module = Self.source(of:)
        let loader = try lua.load(Array("return require((...))".utf8), named: "host.lua")
        let table = try lua.callKeeping(loader, [.text("lwm2m_object_table")])
        let defs = try lua.callKeeping(loader, [.text("lwm2m_defs")])
        try lua.call(loader, [.text("utils")])
        let text = EmbeddedFiles.bytes(of: "Sources/ObjectHost/Lua/instances.lua") ?? []
        let instances = try lua.callKeeping(try lua.load(text, named: "instances.lua"))
        objects = try lua.function("objects", of: table)
        takeRegistrations = try lua.function("take_registrations", of: table)
        remove = try lua.function("remove", of: table)
        takeUnknownCode = try lua.function("take_unknown_code", of: defs)
        instanceValues = try lua.function("values", of: instances)
        putInstanceValues = try lua.function("put", of: instances)
        clearInstanceValues = try lua.function("clear", of: instances)
        arrangeInstances = try lua.function("arrange", of: instances)
    }

    /// The ids of the Objects in the order of `pairs`.
    func objectIDs(in lua: LuaState) throws(LuaError) -> [ObjectID] {
        guard case .table(let fields) = try lua.call(objects).first ?? .nil else { return [] }
        return fields.compactMap { field in field.key.integer.flatMap { ObjectID(exactly: $0) } }
    }

    /// What was registered since the last call: id and name of each.
    func registrations(in lua: LuaState) throws(LuaError) -> [Registration] {
        guard case .table(let entries) = try lua.call(takeRegistrations).first ?? .nil else { return [] }
        return entries.map { entry in
            guard case .table(let fields) = entry.value else { return Registration(id: .nil, name: .nil) }
            func field(_ key: Int64) -> LuaValue { fields.first { $0.key == .integer(key) }?.value ?? .nil }
            return Registration(id: field(1), name: field(2))
        }
    }

    /// Strikes an Object out of the list.
    func remove(_ id: LuaValue, in lua: LuaState) throws(LuaError) { try lua.call(remove, [id]) }

    /// The name that was looked up in `coap` and is not there; nil if there was none since the last call.
    func unknownCode(in lua: LuaState) -> String? {
        (try? lua.call(takeUnknownCode))?.first?.text
    }
}
