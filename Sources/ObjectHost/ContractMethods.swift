import Lua

/// The names of the contract's functions, kept in Lua so that a call looks its function up without making a string.
struct ContractMethods {
    let read: LuaReference
    let write: LuaReference
    let execute: LuaReference
    let create: LuaReference
    let delete: LuaReference
    let discover: LuaReference
    let load: LuaReference
    let objectTable: LuaReference

    init(in lua: LuaState) throws(LuaError) {
        read = try lua.keep(.text("read"))
        write = try lua.keep(.text("write"))
        execute = try lua.keep(.text("execute"))
        create = try lua.keep(.text("create"))
        delete = try lua.keep(.text("delete"))
        discover = try lua.keep(.text("discover"))
        load = try lua.keep(.text("load"))
        objectTable = try lua.keep(.text("get_object_table"))
    }

    /// Every generated Object has these; `execute` only where a Resource is executable.
    static let required = [
        "load", "get_resource_table", "get_resource_type", "get_object_table", "delete", "write", "read", "discover",
        "create",
    ]
}
