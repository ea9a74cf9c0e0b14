/// Why Lua code could not be loaded, or did not run to its end.
package struct LuaError: Error, Hashable, Sendable {
    /// The kinds of outcome, to switch on.
    package enum Code: Hashable, Sendable {
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
    package var code: Code
    /// What was wrong, preceded by file and line if they are known: `object_x.lua:41: attempt to index a nil value`.
    package var message: String
    /// The calls that led there, one per line; empty if no traceback was taken.
    package var traceback: String
    /// For a stopped script, the file, line and function.
    package var place: String

    /// The message of a `.memory` error where not the script's limit refuses, but the machine.
    package static let noSystemMemory = "the system has no memory for one more Lua state"

    package init(_ code: Code, _ message: String, traceback: String = "", place: String = "") {
        self.code = code
        self.message = message
        self.traceback = traceback
        self.place = place
    }
}

extension LuaError: CustomStringConvertible {
    package var description: String { message }
}
