import LwM2M

/// The structure of TLV.
enum TLVVectors {
    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        try vector.input.allow("hex", "direction")
        try expected.allow("tree", "error", "code")
        let direction = try vector.input["direction"].text
        guard direction == "roundtrip" || direction == "decode" else {
            throw vector.input["direction"].fault("is not known")
        }
        let bytes = try vector.input["hex"].bytes
        return try Values.outcome(expected, { try TLVDecoder.entries(of: bytes) }) { entries in
            let tree = try expected["tree"].list.map(entry)
            var differences = entries == tree ? [] : ["the tree differs"]
            if direction == "roundtrip", TLVEncoder.bytes(of: tree) != bytes { differences.append("the bytes differ") }
            return differences
        }
    }

    static func entry(_ field: VectorField) throws -> TLVEntry {
        let id = try field["id"].id
        func children() throws -> [TLVEntry] {
            try field.allow("kind", "id", "children")
            return try field["children"].list.map(entry)
        }
        func value() throws -> [UInt8] {
            try field.allow("kind", "id", "value")
            return try field["value"].bytes
        }
        switch try field["kind"].text {
        case "instance": return TLVEntry(.objectInstance, id, children: try children())
        case "multiple": return TLVEntry(.multipleResource, id, children: try children())
        case "resource": return TLVEntry(.resource, id, value: try value())
        case "resource-instance": return TLVEntry(.resourceInstance, id, value: try value())
        default: throw field["kind"].fault("is not known")
        }
    }
}
