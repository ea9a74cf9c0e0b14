/// A string of Lua: bytes, not always text.
public struct LuaString: Hashable, Sendable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// The bytes as text, what is not UTF-8 replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The bytes as text; nil where they are not UTF-8.
    public var validText: String? { String(validating: bytes, as: UTF8.self) }
}

extension LuaString: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
