/// The names that the contract and Lua itself know.
enum KnownNames {
    /// What `require` finds on the module.
    static let modules = ["lwm2m_object_table", "lwm2m_defs", "utils"]

    /// The functions that the client registers on one product or another (UBX-18068860 R09 chapter 6).
    static let bindings = [
        "lua_send_urc", "lua_send_pulse", "lua_modem_get_imei", "lua_modem_get_msisdn", "lua_modem_get_carrier_id",
        "lua_system_reboot", "lua_system_factory_reset",
    ]

    /// The tables of constants.
    static let constantTables: Set = ["coap", "lwm2m_interface_type", "lwm2m_carrier_id"]

    /// Globals of the standard libraries of Lua 5.1 to 5.4.
    static let standard: Set = [
        "_G", "_VERSION", "assert", "bit32", "collectgarbage", "coroutine", "debug", "dofile", "error", "getfenv",
        "getmetatable", "io", "ipairs", "load", "loadfile", "loadstring", "math", "module", "newproxy", "next", "os",
        "package", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select", "setfenv",
        "setmetatable", "string", "table", "tonumber", "tostring", "type", "unpack", "utf8", "warn", "xpcall",
    ]

    /// The functions that each Object has; `execute` only with an executable Resource.
    static let contractFunctions = [
        "load", "get_resource_table", "get_resource_type", "get_object_table", "create", "delete", "read", "write",
        "discover",
    ]
}
