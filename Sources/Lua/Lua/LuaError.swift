/// Why Lua code could not be loaded or did not run to its end.
public struct LuaError: Error, Hashable, Sendable {
    /// The kinds of end, to switch on.
    public enum Code: Hashable, Sendable {
        /// The script raised an error.
        case runtime
        /// The text is not Lua.
        case syntax
        /// The chunk is compiled Lua, which the module refuses.
        case bytecode
        /// The memory ceiling was reached.
        case memory
        /// The instruction budget was used up.
        case instructions
        /// The time limit was reached and the script was stopped.
        case timeout
        /// A value has more bytes than may leave Lua.
        case tooLarge
        /// There is no function of that name.
        case missing
    }

    /// How the code ended.
    public var code: Code
    /// What was wrong, preceded by file and line if they are known: `object_x.lua:41: attempt to index a nil value`.
    public var message: String
    /// The calls that led there, one per line; empty if none was taken.
    public var traceback: String
    /// For a stopped script the file, line and function.
    public var place: String

    public init(_ code: Code, _ message: String, traceback: String = "", place: String = "") {
        self.code = code
        self.message = message
        self.traceback = traceback
        self.place = place
    }
}

extension LuaError: CustomStringConvertible {
    public var description: String { message }
}
