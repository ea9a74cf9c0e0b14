package import Lua
import LwM2M

/// Why a script did not become an Object.
package struct ObjectHostError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of reason, to switch on.
    package enum Code: Hashable, Sendable {
        /// The file could not be loaded or failed while it ran.
        case script
        /// The file ran but left no Object.
        case noObject
        /// The Object lacks a part of the contract.
        case incomplete
        /// Another Object already has the id.
        case duplicate
        /// The host itself could not be set up.
        case setup
    }

    /// The kind of reason.
    package var code: Code
    /// The file.
    package var file: String
    /// What was wrong and how to fix it.
    package var message: String
    /// The Lua error that caused it.
    package var cause: LuaError?

    package init(_ code: Code, file: String, _ message: String, cause: LuaError? = nil) {
        self.code = code
        self.file = file
        self.message = Excerpt.of(message)
        self.cause = cause
    }

    /// The message, preceded by the file, and by the line if known.
    package var description: String {
        message.hasPrefix(file + ":") ? message : "\(file): \(message)"
    }
}

/// The words for the types that a script's `read` returns, in the order in which Lua stores them.
enum TypeWords {
    static let types: [DataType] = [
        .float, .integer, .string, .boolean, .time, .opaque, .objectLink, .unsignedInteger, .corelnk, .none,
    ]
    static let words: [StaticString] = [
        "Float", "Integer", "String", "Boolean", "Time", "Opaque", "Objlnk", "Unsigned Integer", "Corelnk", "",
    ]

    /// The indexes of those looked up first.
    static var float: Int { 0 }
    static var integer: Int { 1 }
    static var string: Int { 2 }
}

/// Script texts in messages, truncated if they would fill a page.
enum Excerpt {
    private static let longest = 2000

    /// The text, or its beginning and its length.
    static func of(_ text: String) -> String {
        guard text.utf8.count > longest else { return text }
        return String(decoding: text.utf8.prefix(longest), as: UTF8.self) + "... (\(text.utf8.count) bytes)"
    }
}
