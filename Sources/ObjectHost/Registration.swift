import Lua

/// One call of `lwm2m_object_tbl_add`, as it was made.
struct Registration {
    var id: LuaValue
    var name: LuaValue
}
