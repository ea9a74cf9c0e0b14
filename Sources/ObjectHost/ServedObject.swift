import Lua
import LwM2M

/// An Object as the dispatch path passes it on.
struct ServedObject {
    let id: ObjectID
    let table: LuaReference
}
