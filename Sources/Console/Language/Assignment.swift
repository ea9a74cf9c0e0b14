public import LwM2M

/// `RES=VALUE` or `RES/INSTANCE=VALUE` in a command; the value's type comes from the Object later.
public struct Assignment: Hashable, Sendable {
    public var resource: ResourceID
    /// The Resource Instance, where one is named.
    public var resourceInstance: ResourceInstanceID?
    public var value: Word

    public init(resource: ResourceID, resourceInstance: ResourceInstanceID? = nil, value: Word) {
        self.resource = resource
        self.resourceInstance = resourceInstance
        self.value = value
    }

    /// Takes a word apart at its first `=`.
    package init(_ word: Word) throws(ConsoleError) {
        guard let equals = word.raw.firstIndex(of: "=") else {
            throw ConsoleError("'\(word.raw)' is not RES=VALUE, as in 5700=21.5", column: word.column)
        }
        let name = word.raw[..<equals]
        let ids = name.split(separator: "/", omittingEmptySubsequences: false).map { decimalID($0) }
        guard (1...2).contains(ids.count), let resource = ids[0], ids.count == 1 || ids[1] != nil else {
            throw ConsoleError("'\(name)' is not a resource id, 0 to 65535, as in 5700=21.5", column: word.column)
        }
        let value = word.raw[word.raw.index(after: equals)...]
        self.init(
            resource: resource, resourceInstance: ids.count == 2 ? ids[1] : nil,
            value: Word(String(value), column: word.column + name.count + 1))
    }
}

/// A decimal id of 16 bits; nil for anything else.
func decimalID(_ text: Substring) -> UInt16? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
        return nil
    }
    return UInt16(text)
}
