/// One entry of a payload in TLV, before the type of its value is known.
///
/// - Source: LwM2M 1.0.1 §6.4.3.
package struct TLVEntry: Hashable, Sendable {
    /// What an entry stands for; the raw value is bits 7 and 6 of its first byte.
    package enum Kind: UInt8, Hashable, Sendable {
        case objectInstance = 0
        case resourceInstance = 1
        case multipleResource = 2
        case resource = 3

        /// Whether the value is a list of entries.
        package var isContainer: Bool { self == .objectInstance || self == .multipleResource }

        /// Whether an entry of this kind may contain one of another kind.
        func mayHold(_ inner: Kind) -> Bool {
            switch self {
            case .objectInstance: inner == .resource || inner == .multipleResource
            case .multipleResource: inner == .resourceInstance
            case .resource, .resourceInstance: false
            }
        }
    }

    package var kind: Kind
    package var id: UInt16
    /// The bytes of a Resource or Resource Instance; empty for a container.
    package var value: [UInt8]
    /// The entries of a container.
    package var children: [TLVEntry]

    /// How many bytes come before the value of an entry: type, id and length.
    ///
    /// - Parameter first: the first byte of the entry.
    package static func headLength(_ first: UInt8) -> Int { 1 + idWidth(first) + lengthWidth(first) }

    /// How many bytes the id has.
    fileprivate static func idWidth(_ first: UInt8) -> Int { first & 0x20 == 0 ? 1 : 2 }

    /// How many bytes the length has; 0 if it is in the first byte.
    fileprivate static func lengthWidth(_ first: UInt8) -> Int { Int(first >> 3 & 3) }

    /// A Resource or a Resource Instance with its bytes.
    package init(_ kind: Kind, _ id: UInt16, value: [UInt8]) {
        self.kind = kind
        self.id = id
        self.value = value
        children = []
    }

    /// An Object Instance or a multiple Resource with its entries.
    package init(_ kind: Kind, _ id: UInt16, children: [TLVEntry]) {
        self.kind = kind
        self.id = id
        value = []
        self.children = children
    }
}

/// Reads the structure of a payload in TLV.
///
/// - Source: LwM2M 1.0.1 §6.4.3.
package struct TLVDecoder {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The entries of a payload; none for an empty one. Ids and lengths may be wider than necessary.
    ///
    /// - throws: 4.00 if an entry is truncated, longer than its container, or of a kind that is not allowed in its
    ///   place.
    package static func entries(of payload: [UInt8]) throws(LwM2MError) -> [TLVEntry] {
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
        guard let id = number(of: TLVEntry.idWidth(head)) else { throw refusal("the id is cut off", at: start) }
        let width = TLVEntry.lengthWidth(head)
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

    /// The big-endian number in the next bytes; nil if there are not enough.
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

/// Writes payloads in TLV, with the shortest ids and lengths.
///
/// - Source: LwM2M 1.0.1 §6.4.3.
package enum TLVEncoder {
    /// The payload with some entries.
    ///
    /// The caller keeps values below 2^24 bytes, the limit of what a length can express.
    package static func bytes(of entries: [TLVEntry]) -> [UInt8] {
        var out: [UInt8] = []
        for entry in entries {
            append(entry.kind, entry.id, entry.kind.isContainer ? bytes(of: entry.children) : entry.value, to: &out)
        }
        return out
    }

    /// The answer to a Read: instance entries for an Object, the entries of its Resources for an Object Instance.
    ///
    /// A multiple Resource is always an entry of kind 10. A Resource without a value is left out.
    package static func bytes(of node: Node) -> [UInt8] {
        var out: [UInt8] = []
        switch node {
        case .object(_, let instances):
            for instance in instances { append(.objectInstance, instance.id, bytes(of: .instance(instance)), to: &out) }
        case .instance(let instance):
            for resource in instance.resources { append(resource, to: &out) }
        case .resource(let resource): append(resource, to: &out)
        case .resourceInstance(let instance):
            append(.resourceInstance, instance.id, instance.value.tlvBytes, to: &out)
        }
        return out
    }

    private static func append(_ resource: Resource, to out: inout [UInt8]) {
        switch resource.content {
        case .single(let value?): append(.resource, resource.id, value.tlvBytes, to: &out)
        case .single(nil): break
        case .multiple(let instances):
            var inner: [UInt8] = []
            for instance in instances { append(.resourceInstance, instance.id, instance.value.tlvBytes, to: &inner) }
            append(.multipleResource, resource.id, inner, to: &out)
        }
    }

    private static func append(_ kind: TLVEntry.Kind, _ id: UInt16, _ value: [UInt8], to out: inout [UInt8]) {
        let length = value.count
        precondition(length < 1 << 24, "a length in TLV has 24 bits")
        let width: UInt8 = length < 8 ? 0 : length < 1 << 8 ? 1 : length < 1 << 16 ? 2 : 3
        let isWide = id > 255
        out.append(kind.rawValue << 6 | (isWide ? 0x20 : 0) | width << 3 | (width == 0 ? UInt8(length) : 0))
        if isWide { out.append(UInt8(id >> 8)) }
        out.append(UInt8(truncatingIfNeeded: id))
        for byte in (0..<width).reversed() { out.append(UInt8(truncatingIfNeeded: length >> (8 * Int(byte)))) }
        out += value
    }
}
