import Lua
import SQLite

/// How a value of a script stands in a row: a word for its type, and the value.
///
/// `multiple` has its values in the table of the Resource Instances; a table that is nothing of LwM2M is kept whole as
/// `table`.
struct StoredValue: Hashable {
    var type: String
    var value: SQLValue

    /// A value that is no table; nil for a table.
    init?(scalar value: LuaValue?) {
        switch value {
        case .boolean(let flag)?: self.init(type: "boolean", value: .integer(flag ? 1 : 0))
        case .integer(let number)?: self.init(type: "integer", value: .integer(number))
        case .number(let number)?: self.init(type: "float", value: number.isNaN ? .null : .real(number))
        case .string(let string)?:
            if let text = string.validText {
                self.init(type: "string", value: .text(text))
            } else {
                self.init(type: "opaque", value: .blob(string.bytes))
            }
        case .table?: return nil
        // Functions and the like have no life outside of their script.
        case nil, .nil?, .function?, .kept?, .other?: self.init(type: "none", value: .null)
        }
    }

    init(type: String, value: SQLValue) {
        self.type = type
        self.value = value
    }

    static let multiple = StoredValue(type: "multiple", value: .null)

    /// Any table, with what is in it.
    init(table fields: [LuaField]) {
        var coder = LuaValueCoder()
        self.init(type: "table", value: .blob(coder.encode(.table(fields))))
    }

    /// The value for the script; nil for none.
    ///
    /// - throws: `.content` where type and value are nothing that was written here.
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
