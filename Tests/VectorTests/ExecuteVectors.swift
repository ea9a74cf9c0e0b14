import LwM2M

/// The arguments of Execute.
enum ExecuteVectors {
    static func check(_ vector: Vector, _ expected: VectorField) throws -> [String] {
        try vector.input.allow("payload")
        try expected.allow("args", "error", "code")
        let text = try vector.input["payload"].text
        return try Values.outcome(expected, { try ExecuteArguments(parsing: text) }) { parsed in
            let got = parsed.arguments.map { "\($0.id)=\($0.value.map { "'\($0)'" } ?? "nothing")" }
            let wanted = try expected["args"].list.map {
                try $0.allow("id", "value")
                let value = try $0["value"].optional { "'\(try $0.text)'" } ?? "nothing"
                return "\(try $0["id"].whole)=\(value)"
            }
            return Values.compare("the arguments", got, wanted)
        }
    }
}
