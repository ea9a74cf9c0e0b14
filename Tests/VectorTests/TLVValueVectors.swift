import LwM2M

/// The values in TLV.
enum TLVValueVectors {
    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        let type = try Values.type(vector.input["type"])
        switch try vector.input["direction"].text {
        case "encode":
            try vector.input.allow("type", "direction", "value")
            try expected.allow("hex")
            let value = try Values.value(vector.input["value"], as: type)
            return Values.compare("the value", Values.hex(value.tlvBytes), Values.hex(try expected["hex"].bytes))
        case "decode":
            try vector.input.allow("type", "direction", "hex")
            try expected.allow("value", "error", "code")
            return try decode(vector, expected, as: type)
        case "both":
            try vector.input.allow("type", "direction", "value", "hex")
            try expected.allow("value", "hex")
            let value = try Values.value(vector.input["value"], as: type)
            return Values.compare("the value", Values.hex(value.tlvBytes), Values.hex(try expected["hex"].bytes))
                + (try decode(vector, expected, as: type))
        default: throw vector.input["direction"].fault("is not known")
        }
    }

    private static func decode(_ vector: Vector, _ expected: VectorField, as type: DataType) throws -> [String] {
        let bytes = try vector.input["hex"].bytes
        return try Values.outcome(expected, { try ResourceValue(tlvBytes: bytes, as: type) }) {
            let wanted = try Values.value(expected["value"], as: type)
            if case (.float(let got), .float(let number)) = ($0, wanted), got.isNaN, number.isNaN { return [] }
            return Values.compare("the value", $0, wanted)
        }
    }
}
