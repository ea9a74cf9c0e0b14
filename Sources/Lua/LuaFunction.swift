/// A function inside one Lua state. It stays until the state goes or `release` is called.
public struct LuaFunction: Hashable, Sendable {
    let reference: Int32
}
