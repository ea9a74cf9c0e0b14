/// Reads the structure of a payload in TLV.
///
/// - Source: LwM2M 1.0.1 §6.4.3.
public struct TLVDecoder {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The entries of a payload; none for an empty one. Ids and lengths may be wider than they need be.
    ///
    /// - throws: 4.00 where an entry is cut off, longer than what holds it, or in a place where its kind cannot stand.
    public static func entries(of payload: [UInt8]) throws(LwM2MError) -> [TLVEntry] {
        var decoder = TLVDecoder(payload[...])
        return try decoder.entries(within: nil)
    }

    private mutating func entries(within container: TLVEntry.Kind?) throws(LwM2MError) -> [TLVEntry] {
        var entries: [TLVEntry] = []
        while position < bytes.endIndex { entries.append(try entry(within: container)) }
        return entries
    }

    private mutating func entry(within container: TLVEntry.Kind?) throws(LwM2MError) -> TLVEntry {
        let start = position
        let head = bytes[position]
        position += 1
        guard let kind = TLVEntry.Kind(rawValue: head >> 6) else { preconditionFailure("two bits have four values") }
        if let container, !container.mayHold(kind) {
            throw refusal("an entry of kind \(kind.rawValue) cannot stand here", at: start)
        }
        guard let id = number(of: head & 0x20 == 0 ? 1 : 2) else { throw refusal("the id is cut off", at: start) }
        let width = Int(head >> 3 & 3)
        guard let length = width == 0 ? Int(head & 7) : number(of: width) else {
            throw refusal("the length is cut off", at: start)
        }
        guard length <= bytes.endIndex - position else {
            throw refusal("the value of \(length) bytes is cut off", at: start)
        }
        let value = bytes[position..<position + length]
        position += length
        guard kind.isContainer else { return TLVEntry(kind, UInt16(id), value: Array(value)) }
        var inner = TLVDecoder(value)
        return TLVEntry(kind, UInt16(id), children: try inner.entries(within: kind))
    }

    /// The big-endian number in the next bytes; nil where they are not all there.
    private mutating func number(of width: Int) -> Int? {
        guard width <= bytes.endIndex - position else { return nil }
        var value = 0
        for byte in bytes[position..<position + width] { value = value << 8 | Int(byte) }
        position += width
        return value
    }

    private func refusal(_ why: String, at offset: Int) -> LwM2MError {
        LwM2MError(.badRequest, "TLV at byte \(offset): \(why)")
    }
}
