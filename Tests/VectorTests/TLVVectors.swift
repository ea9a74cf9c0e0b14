import LwM2M

/// The structure of TLV.
enum TLVVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        try vector.input.allow("hex", "direction")
        try expected.allow("tree", "error", "code")
        let direction = try vector.input["direction"].text
        guard direction == "roundtrip" || direction == "decode" else { throw VectorFault("direction '\(direction)'") }
        let bytes = try vector.input["hex"].bytes
        return try Values.outcome(expected, { try TLVDecoder.entries(of: bytes) }) { entries in
            let tree = try expected["tree"].list.map(entry)
            var differences = entries == tree ? [] : ["the tree differs"]
            if direction == "roundtrip", TLVEncoder.bytes(of: tree) != bytes { differences.append("the bytes differ") }
            return differences
        }
    }

    static func entry(_ tree: JSONTree) throws -> TLVEntry {
        guard let id = UInt16(exactly: try tree["id"].whole) else { throw VectorFault("id \(tree["id"])") }
        switch try tree["kind"].text {
        case "instance": return TLVEntry(.objectInstance, id, children: try tree["children"].list.map(entry))
        case "multiple": return TLVEntry(.multipleResource, id, children: try tree["children"].list.map(entry))
        case "resource": return TLVEntry(.resource, id, value: try tree["value"].bytes)
        case "resource-instance": return TLVEntry(.resourceInstance, id, value: try tree["value"].bytes)
        default: throw VectorFault("the kind \(tree["kind"]) is not known")
        }
    }
}
