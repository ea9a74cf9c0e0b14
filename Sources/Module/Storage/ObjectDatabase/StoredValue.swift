package import Lua
import LwM2M
import SQLite

/// How a script's value is stored in a row: a word for its type, and the value.
///
/// The values of `multiple` are in the table of the Resource Instances; a table that has no meaning in LwM2M is stored
/// whole as `table`.
struct StoredValue: Hashable {
    var type: String
    var value: SQLValue

    /// A value that is not a table; nil for a table.
    init?(scalar value: LuaValue?) {
        switch value {
        case .boolean(let flag)?: self.init(type: "boolean", value: .integer(flag ? 1 : 0))
        case .integer(let number)?: self.init(type: "integer", value: .integer(number))
        case .number(let number)?: self.init(type: "float", value: number.isNaN ? .null : .real(number))
        case .string(let string)?:
            if let text = String(utf8: string.bytes) {
                self.init(type: "string", value: .text(text))
            } else {
                self.init(type: "opaque", value: .blob(string.bytes))
            }
        case .table?: return nil
        // Functions and the like do not exist outside their script.
        case nil, .nil?, .function?, .kept?, .other?: self.init(type: "none", value: .null)
        }
    }

    init(type: String, value: SQLValue) {
        self.type = type
        self.value = value
    }

    static let multiple = StoredValue(type: "multiple", value: .null)

    /// Any table, with its contents.
    init(table fields: [LuaField]) {
        var coder = LuaValueCoder()
        self.init(type: "table", value: .blob(coder.encode(.table(fields))))
    }

    /// The value for the script; nil if there is none.
    ///
    /// - throws: `.content` for a type and value that were not written here.
    func luaValue() throws(StoreError) -> LuaValue? {
        switch (type, value) {
        case ("none", .null): return nil
        case ("boolean", .integer(let flag)) where flag == 0 || flag == 1: return .boolean(flag == 1)
        case ("integer", .integer(let number)): return .integer(number)
        case ("float", .real(let number)): return .number(number)
        case ("float", .null): return .number(.nan)
        case ("string", .text(let text)): return .text(text)
        case ("opaque", .blob(let bytes)): return .string(LuaString(bytes))
        case ("table", .blob(let bytes)):
            if let value = LuaValueCoder.decode(bytes), case .table = value { return value }
        default: break
        }
        throw .content("a value of type '\(FlashName.printable(Array(type.utf8)))' does not fit it")
    }
}

/// Encodes, as bytes, a table that a script keeps as a value and that has no place in the tables of the database.
///
/// A letter for the type, followed by numbers of eight bytes, little-endian; lengths are such numbers too.
package struct LuaValueCoder {
    private static let deepest = 64
    private var bytes: [UInt8] = []

    package init() {}

    /// The bytes of a value.
    ///
    /// What only Lua can hold becomes nil, and so does anything nested unreasonably deep.
    package mutating func encode(_ value: LuaValue) -> [UInt8] {
        bytes = []
        append(value, depth: 0)
        return bytes
    }

    private mutating func append(_ value: LuaValue, depth: Int) {
        switch value {
        case .boolean(let flag): bytes.append(flag ? Tag.yes : Tag.no)
        case .integer(let number): append(Tag.integer, UInt64(bitPattern: number))
        case .number(let number): append(Tag.number, number.bitPattern)
        case .string(let string):
            append(Tag.string, UInt64(string.bytes.count))
            bytes += string.bytes
        case .table(let fields) where depth < Self.deepest:
            let kept = fields.filter { Self.isKey($0.key) }
            append(Tag.table, UInt64(kept.count))
            for field in kept {
                append(field.key, depth: depth + 1)
                append(field.value, depth: depth + 1)
            }
        default: bytes.append(Tag.none)
        }
    }

    private mutating func append(_ tag: UInt8, _ number: UInt64) {
        bytes.append(tag)
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
    }

    /// The value encoded in the bytes; nil if `encode` did not produce them.
    package static func decode(_ bytes: [UInt8]) -> LuaValue? {
        var rest = bytes[...]
        guard let value = value(&rest, depth: 0), rest.isEmpty else { return nil }
        return value
    }

    private static func value(_ rest: inout ArraySlice<UInt8>, depth: Int) -> LuaValue? {
        switch rest.popFirst() {
        case Tag.none?: return .nil
        case Tag.no?: return .boolean(false)
        case Tag.yes?: return .boolean(true)
        case Tag.integer?: return number(&rest).map { .integer(Int64(bitPattern: $0)) }
        case Tag.number?: return number(&rest).map { .number(Double(bitPattern: $0)) }
        case Tag.string?:
            guard let count = number(&rest), count <= UInt64(rest.count) else { return nil }
            defer { rest = rest.dropFirst(Int(count)) }
            return .string(LuaString(Array(rest.prefix(Int(count)))))
        case Tag.table?:
            // A field takes at least two bytes.
            guard let count = number(&rest), count <= UInt64(rest.count / 2), depth < deepest else { return nil }
            var fields: [LuaField] = []
            for _ in 0..<count {
                guard let key = value(&rest, depth: depth + 1), isKey(key),
                    let content = value(&rest, depth: depth + 1)
                else { return nil }
                fields.append(LuaField(key: key, value: content))
            }
            return .table(fields)
        default: return nil
        }
    }

    /// A value with a table or a function as its key cannot be found again in another Lua state.
    private static func isKey(_ key: LuaValue) -> Bool {
        switch key {
        case .boolean, .integer, .string: true
        case .number(let number): !number.isNaN
        default: false
        }
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        guard rest.count >= 8 else { return nil }
        defer { rest = rest.dropFirst(8) }
        return rest.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private enum Tag {
        static let none = UInt8(ascii: "-")
        static let no = UInt8(ascii: "f")
        static let yes = UInt8(ascii: "t")
        static let integer = UInt8(ascii: "i")
        static let number = UInt8(ascii: "n")
        static let string = UInt8(ascii: "s")
        static let table = UInt8(ascii: "{")
    }
}
