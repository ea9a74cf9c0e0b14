/// Key and value of a table.
public struct LuaField: Hashable, Sendable {
    public var key: LuaValue
    public var value: LuaValue

    public init(key: LuaValue, value: LuaValue) {
        self.key = key
        self.value = value
    }
}
