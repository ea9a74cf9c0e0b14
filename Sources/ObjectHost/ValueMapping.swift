import Lua
import LwM2M

/// The one table between the values of scripts and those of LwM2M, by the Resource's type.
enum ValueMapping {
    /// A script's value as the Resource's type has it; nil for one that the type cannot hold.
    ///
    /// Boolean and Objlnk may be the number 0, a Float may be an integer, and a whole number may be a float without a
    /// fraction, which is what arithmetic in Lua 5.3 leaves.
    static func resourceValue(_ value: LuaValue, as type: DataType) -> ResourceValue? {
        switch (type, value) {
        case (.string, .string(let string)): string.validText.map { .string($0) }
        case (.corelnk, .string(let string)): string.validText.map { .corelnk($0) }
        case (.opaque, .string(let string)): .opaque(string.bytes)
        case (.integer, _): value.integer.map { .integer($0) }
        case (.time, _): value.integer.map { .time($0) }
        case (.unsignedInteger, _): value.integer.flatMap { UInt64(exactly: $0) }.map { .unsignedInteger($0) }
        case (.float, .number(let number)): .float(number)
        case (.float, .integer(let number)): .float(Double(number))
        case (.boolean, .boolean(let flag)): .boolean(flag)
        case (.boolean, .integer(let number)): number == 0 || number == 1 ? .boolean(number == 1) : nil
        case (.objectLink, .integer(0)): .objectLink(.null)
        case (.objectLink, .string(let string)): string.validText.flatMap { ObjectLink($0) }.map { .objectLink($0) }
        case (.none, _): untyped(value)
        default: nil
        }
    }

    /// A value where the definition names no type: what Lua itself says it is.
    private static func untyped(_ value: LuaValue) -> ResourceValue? {
        switch value {
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .float(number)
        case .string(let string): string.validText.map { .string($0) } ?? .opaque(string.bytes)
        default: nil
        }
    }

    /// Whether a script may leave the value like this before it was ever written: nothing to show yet.
    static func isUnset(_ value: LuaValue, as type: DataType) -> Bool {
        switch (type, value) {
        case (_, .nil): true
        case (.unsignedInteger, .string(let string)): string.bytes.isEmpty
        default: false
        }
    }

    /// A value for a script; nil for one that the type cannot hold.
    static func scriptValue(_ value: ResourceValue, as type: DataType) -> LuaValue? {
        switch (type, value) {
        case (.string, .string(let text)), (.corelnk, .corelnk(let text)), (.corelnk, .string(let text)): .text(text)
        case (.opaque, .opaque(let bytes)): .string(LuaString(bytes))
        case (.integer, .integer(let number)), (.time, .time(let number)), (.time, .integer(let number)),
            (.integer, .time(let number)):
            .integer(number)
        case (.unsignedInteger, .unsignedInteger(let number)): Int64(exactly: number).map { .integer($0) }
        case (.unsignedInteger, .integer(let number)): number >= 0 ? .integer(number) : nil
        case (.integer, .unsignedInteger(let number)): Int64(exactly: number).map { .integer($0) }
        case (.float, .float(let number)): .number(number)
        case (.float, .integer(let number)): .number(Double(number))
        case (.boolean, .boolean(let flag)): .boolean(flag)
        case (.objectLink, .objectLink(let link)): .text(link.description)
        case (.none, _): untyped(value)
        default: nil
        }
    }

    private static func untyped(_ value: ResourceValue) -> LuaValue? {
        switch value {
        case .string(let text), .corelnk(let text): .text(text)
        case .opaque(let bytes): .string(LuaString(bytes))
        case .integer(let number), .time(let number): .integer(number)
        case .unsignedInteger(let number): Int64(exactly: number).map { .integer($0) }
        case .float(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        case .objectLink(let link): .text(link.description)
        }
    }
}
