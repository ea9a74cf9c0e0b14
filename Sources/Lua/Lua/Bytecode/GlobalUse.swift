/// A place where a chunk touches a global, or a field of one.
package struct GlobalUse: Hashable, Sendable {
    /// What is done there.
    package enum Kind: Hashable, Sendable {
        /// The value is read, but not called.
        case read
        case write
        case call
    }

    /// An argument of a call, as far as the chunk shows it.
    package enum Argument: Hashable, Sendable {
        case constant(LuaConstant)
        /// A value of known kind, such as a text returned by `string.format`.
        case typed(KnownKind)
        /// Only a run can tell.
        case unknown

        /// The constant; nil for anything else.
        package var constant: LuaConstant? { if case .constant(let constant) = self { constant } else { nil } }

        /// The kind; nil if only a run can tell, and for anything that is neither text nor number.
        package var kind: KnownKind? {
            switch self {
            case .constant(.string): .text
            case .constant(.integer), .constant(.number): .number
            case .typed(let kind): kind
            default: nil
            }
        }
    }

    /// The names from the global on: `lua_send_urc`, or `coap` and `COAP_205_CONTENT`.
    package var path: [String]
    /// The line in the file.
    package var line: Int
    /// What the chunk does with it.
    package var kind: Kind
    /// The arguments of a call; nil if only a run can tell how many there are: `f(...)`, `f(g())` of an unknown `g`.
    package var arguments: [Argument]?
    /// Globals and fields that the surrounding code has checked to be present: `f` in `if f then g() end`.
    package var present: Set<String> = []
    /// Globals and fields that the surrounding code has found missing: `f` in `if not f then g() end`.
    package var absent: Set<String> = []
    /// Whether a read only tests whether the value is present: `if f`, `f == nil`, `type(f) == "function"`.
    package var isTest = false

    /// The path as a script writes it, `coap.COAP_205_CONTENT`.
    package var name: String { path.joined(separator: ".") }

    /// Whether the surrounding code has checked that the value itself is present: `if f then f() end`.
    package var isGuarded: Bool { present.contains(name) }
}

/// A place where a chunk needs a value but always has nil: an error each time.
package struct NilUse: Hashable, Sendable {
    /// What nil is used for.
    package enum Purpose: Hashable, Sendable {
        case arithmetic, comparison, concatenation, length, call, index
    }

    /// What the value is needed for.
    package var purpose: Purpose
    /// The line in the file.
    package var line: Int
    /// The local variable that is nil, and the line that declares it; nil for the keyword `nil` itself.
    package var variable: Variable?
    /// Whether it is in a function; code outside of all functions runs as the file is loaded.
    package var isInFunction: Bool

    /// A local variable without a value.
    package struct Variable: Hashable, Sendable {
        package var name: String
        /// The line that declares it.
        package var line: Int
    }
}
