import LwM2M

/// How the vectors write types and values.
enum Values {
    static func type(_ field: VectorField) throws -> DataType {
        switch try field.text {
        case "string": .string
        case "integer": .integer
        case "float": .float
        case "boolean": .boolean
        case "opaque": .opaque
        case "time": .time
        case "objlnk": .objectLink
        case "none": .none
        default: throw field.fault("the type \(field.tree.shown) is not known")
        }
    }

    static func value(_ field: VectorField, as type: DataType) throws -> ResourceValue {
        switch type {
        case .string: return .string(try field.text)
        case .integer: return .integer(try field.whole)
        case .time: return .time(try field.whole)
        case .float: return .float(try field.double)
        case .boolean: return .boolean(try field.flag)
        case .opaque: return .opaque(try field.bytes)
        case .objectLink:
            guard let link = ObjectLink(try field.text) else { throw field.fault("is no link") }
            return .objectLink(link)
        default: throw field.fault("the vectors have no values of the type \(type)")
        }
    }

    static func operations(_ field: VectorField) throws -> Operations {
        guard let operations = Operations(try field.text) else { throw field.fault("is no operations") }
        return operations
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The ids that the names of the members spell, each with its value.
    static func byID(_ field: VectorField) throws -> [(id: UInt16, value: VectorField)] {
        try field.membersIfAny.map { name, value in
            guard let id = UInt16(name) else { throw value.fault("'\(name)' is no id") }
            return (id, value)
        }
    }

    /// A dictionary of pairs of which no key stands twice.
    static func dictionary<Key: Hashable, Value>(_ pairs: [(Key, Value)]) throws -> [Key: Value] {
        try Dictionary(pairs) { _, _ in throw VectorFault("a key stands twice") }
    }

    /// What is different, as a list of one or none.
    static func compare<Value: Equatable>(_ what: String, _ got: Value, _ expected: Value) -> [String] {
        got == expected ? [] : ["\(what) is \(got) instead of \(expected)"]
    }

    /// What is different where something is expected at all.
    static func compareIfAny<Value: Equatable>(
        _ what: String, _ got: @autoclosure () throws -> Value, _ field: VectorField,
        _ read: (VectorField) throws -> Value
    ) throws -> [String] {
        field.isMissing ? [] : try compare(what, got(), read(field))
    }

    /// Compares an outcome with an expected refusal or an expected value.
    static func outcome<Value>(
        _ expected: VectorField, _ body: () throws -> Value, _ compare: (Value) throws -> [String]
    ) throws -> [String] {
        let isRefusal = !expected["error"].isMissing
        // The text of an error only explains.
        if isRefusal { _ = try expected["error"].text }
        let value: Value
        do { value = try body() } catch let refusal as LwM2MError {
            guard isRefusal else { return ["refused: \(refusal)"] }
            return try compareIfAny("the code", "\(refusal.code)", expected["code"]) { try $0.text }
        }
        guard !isRefusal else { return ["taken as \(value)"] }
        return try compare(value)
    }
}
