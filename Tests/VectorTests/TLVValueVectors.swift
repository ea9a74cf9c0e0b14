import LwM2M

/// The values in TLV.
enum TLVValueVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        try vector.input.allow("type", "direction", "value", "hex")
        try expected.allow("value", "hex", "error", "code")
        let type = try Values.type(vector.input["type"])
        switch try vector.input["direction"].text {
        case "encode":
            let value = try Values.value(vector.input["value"], as: type)
            return Values.compare("the value", Values.hex(value.tlvBytes), try expected["hex"].text)
        case "decode": return try decode(vector, expected, as: type)
        case "both":
            let value = try Values.value(vector.input["value"], as: type)
            return Values.compare("the value", Values.hex(value.tlvBytes), try expected["hex"].text)
                + (try decode(vector, expected, as: type))
        default: throw VectorFault("direction \(vector.input["direction"])")
        }
    }

    private static func decode(_ vector: Vector, _ expected: JSONTree, as type: DataType) throws -> [String] {
        let bytes = try vector.input["hex"].bytes
        return try Values.outcome(expected, { try ResourceValue(tlvBytes: bytes, as: type) }) {
            Values.compare("the value", $0, try Values.value(expected["value"], as: type))
        }
    }
}
