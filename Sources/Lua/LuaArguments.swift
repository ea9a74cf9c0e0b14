import CLuaBridge

/// What Lua passed to a host function; valid until that function returns.
public struct LuaArguments {
    let state: LuaState
    /// How many there are.
    public let count: Int

    /// The value at a position counted from 1; nil past the end. Tables are copied with all below them.
    ///
    /// - throws: `.runtime` for a table that is too deep or too large to copy.
    public func value(_ position: Int) throws(LuaError) -> LuaValue {
        guard position <= count else { return .nil }
        return try state.value(at: Int32(position))
    }

    /// The whole number at a position.
    ///
    /// - throws: `.runtime` that names the position for anything else.
    public func integer(_ position: Int) throws(LuaError) -> Int64 {
        guard let value = try value(position).integer else { throw try refusal(position, "an integer") }
        return value
    }

    /// The string at a position, as text.
    ///
    /// - throws: `.runtime` that names the position for anything else.
    public func text(_ position: Int) throws(LuaError) -> String {
        guard let value = try value(position).text else { throw try refusal(position, "a string") }
        return value
    }

    /// The error for an argument of the wrong type.
    public func refusal(_ position: Int, _ wanted: String) throws(LuaError) -> LuaError {
        let given = position > count ? "no value" : try value(position).typeName
        return LuaError(.runtime, "bad argument #\(position) (\(wanted) expected, got \(given))")
    }
}
