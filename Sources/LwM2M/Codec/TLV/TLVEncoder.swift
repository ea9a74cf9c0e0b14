/// Writes payloads in TLV, with the shortest ids and lengths.
///
/// - Source: LwM2M 1.0.1 §6.4.3.
public enum TLVEncoder {
    /// A payload from entries.
    ///
    /// The caller keeps values below 2^24 bytes, which is what a length can say.
    public static func bytes(of entries: [TLVEntry]) -> [UInt8] {
        var out: [UInt8] = []
        for entry in entries {
            append(entry.kind, entry.id, entry.kind.isContainer ? bytes(of: entry.children) : entry.value, to: &out)
        }
        return out
    }

    /// The answer to a Read: instance entries for an Object, the entries of Resources below an Object Instance.
    ///
    /// A multiple Resource is always one of kind 10. A Resource without a value is left out.
    public static func bytes(of node: Node) -> [UInt8] {
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
