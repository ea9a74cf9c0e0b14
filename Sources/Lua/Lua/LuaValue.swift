import CLuaBridge

/// A value that crosses between Swift and Lua.
package enum LuaValue: Hashable, Sendable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(LuaString)
    /// In the order in which `pairs` returned the fields.
    case table([LuaField])
    /// A function that Lua keeps; only top-level arguments and results arrive like this.
    case function(LuaFunction)
    /// A value that Lua keeps, passed without a copy. Lua never returns one.
    case kept(LuaReference)
    /// A thread or a userdata, or a function inside a table.
    case other

    /// A string from text.
    package static func text(_ text: String) -> LuaValue { .string(LuaString(text)) }

    /// A table with the keys 1, 2, ...
    package static func list(_ values: [LuaValue]) -> LuaValue {
        .table(values.enumerated().map { LuaField(key: .integer(Int64($0.offset + 1)), value: $0.element) })
    }

    /// A field of a table by its text key; nil if the value is not a table or has no such field.
    package subscript(key: String) -> LuaValue? {
        guard case .table(let fields) = self else { return nil }
        return fields.first { $0.key == .text(key) }?.value
    }

    /// The text of a string; nil for other values.
    package var text: String? { if case .string(let string) = self { string.text } else { nil } }

    /// The whole number; nil for other values. A float without a fraction counts as one.
    package var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The name that Lua's `type` returns.
    package var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .table: "table"
        case .function: "function"
        case .kept, .other: "userdata"
        }
    }
}

/// A value that is neither table nor function.
package enum LuaScalar: Hashable, Sendable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
}

/// A string of Lua: bytes, not always text.
package struct LuaString: Hashable, Sendable {
    /// What the string holds.
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// The bytes as text; invalid UTF-8 is replaced.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension LuaString: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}

/// A key and its value in a table.
package struct LuaField: Hashable, Sendable {
    /// Any value but nil and NaN.
    package var key: LuaValue
    /// Any value but nil.
    package var value: LuaValue

    package init(key: LuaValue, value: LuaValue) {
        self.key = key
        self.value = value
    }
}
