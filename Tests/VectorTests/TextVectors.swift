import LwM2M

/// Plain text by type.
enum TextVectors {
    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        let type = try Values.type(vector.input["type"])
        switch try vector.input["direction"].text {
        case "encode":
            try vector.input.allow("direction", "type", "value")
            try expected.allow("text")
            let value = try Values.value(vector.input["value"], as: type)
            guard case .float(let number) = value else {
                return Values.compare("the text", value.plainText, try expected["text"].text)
            }
            let text = value.plainText
            let isPlain = text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil
            guard Double(try expected["text"].text) == number else {
                return ["the expected text does not read back as \(number)"]
            }
            return isPlain && Double(text) == number ? [] : ["the text is \(text)"]
        case "decode":
            try vector.input.allow("direction", "type", "text")
            try expected.allow("value", "error", "code")
            let text = try vector.input["text"].text
            return try Values.outcome(expected, { try ResourceValue(plainText: text, as: type) }) {
                Values.compare("the value", $0, try Values.value(expected["value"], as: type))
            }
        default: throw vector.input["direction"].fault("is not known")
        }
    }
}
