/// A place where a chunk touches a global, or a field of one.
public struct GlobalUse: Hashable, Sendable {
    /// What is done there.
    public enum Kind: Hashable, Sendable {
        /// The value is taken, and not called.
        case read
        case write
        case call
    }

    /// The names from the global on: `lua_send_urc`, or `coap` and `COAP_205_CONTENT`.
    public var path: [String]
    /// The line in the file.
    public var line: Int
    public var kind: Kind
    /// The number of arguments of a call; nil where only a run can tell (`f(...)`, `f(g())`).
    public var argumentCount: Int?
    /// The arguments of a call as far as they are constants.
    public var arguments: [LuaConstant?] = []
    /// Globals and fields that the code around it made sure of: `f` in `if f then g() end`.
    public var present: Set<String> = []
    /// Globals and fields that the code around it found missing: `f` in `if not f then g() end`.
    public var absent: Set<String> = []
    /// Whether a read does no more than ask whether the value is there: `if f`, `f == nil`, `type(f) == "function"`.
    public var isTest = false

    /// The path as a script writes it, `coap.COAP_205_CONTENT`.
    public var name: String { path.joined(separator: ".") }

    /// Whether the code around it made sure that the value itself is there: `if f then f() end`.
    public var isGuarded: Bool { present.contains(name) }
}
