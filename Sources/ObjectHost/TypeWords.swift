import Lua
import LwM2M

/// The words for types that `read` of a script answers, in the order in which Lua keeps them.
enum TypeWords {
    static let types: [DataType] = [
        .float, .integer, .string, .boolean, .time, .opaque, .objectLink, .unsignedInteger, .corelnk, .none,
    ]
    static let words: [StaticString] = [
        "Float", "Integer", "String", "Boolean", "Time", "Opaque", "Objlnk", "Unsigned Integer", "Corelnk", "",
    ]

    /// The places of those that are looked for first.
    static var float: Int { 0 }
    static var integer: Int { 1 }
}
