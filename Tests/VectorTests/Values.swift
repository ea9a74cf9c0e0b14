import LwM2M

/// How the vectors write types and values.
enum Values {
    static func type(_ tree: JSONTree) throws -> DataType {
        switch try tree.text {
        case "string": .string
        case "integer": .integer
        case "float": .float
        case "boolean": .boolean
        case "opaque": .opaque
        case "time": .time
        case "objlnk": .objectLink
        case "none": .none
        default: throw VectorFault("the type \(tree) is not known")
        }
    }

    static func value(_ tree: JSONTree, as type: DataType) throws -> ResourceValue {
        switch type {
        case .string: return .string(try tree.text)
        case .integer: return .integer(try tree.whole)
        case .time: return .time(try tree.whole)
        case .float: return .float(try tree.double)
        case .boolean:
            guard case .flag(let flag) = tree else { throw VectorFault("\(tree) is no flag") }
            return .boolean(flag)
        case .opaque: return .opaque(try tree.bytes)
        case .objectLink:
            guard let link = ObjectLink(try tree.text) else { throw VectorFault("\(tree) is no link") }
            return .objectLink(link)
        default: throw VectorFault("the vectors have no values of the type \(type)")
        }
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The id that the name of a member spells.
    static func id(_ name: String) throws -> UInt16 {
        guard let id = UInt16(name) else { throw VectorFault("'\(name)' is no id") }
        return id
    }

    /// A dictionary of pairs of which no key stands twice.
    static func dictionary<Key: Hashable, Value>(_ pairs: [(Key, Value)]) throws -> [Key: Value] {
        try Dictionary(pairs) { _, _ in throw VectorFault("a key stands twice") }
    }

    /// What is different, as a list of one or none.
    static func compare<Value: Equatable>(_ what: String, _ got: Value, _ expected: Value) -> [String] {
        got == expected ? [] : ["\(what) is \(got) instead of \(expected)"]
    }

    /// Compares an outcome with an expected refusal or an expected value.
    static func outcome<Value>(
        _ expected: JSONTree, _ body: () throws -> Value, _ compare: (Value) throws -> [String]
    ) throws -> [String] {
        let value: Value
        do { value = try body() } catch let refusal as LwM2MError {
            guard !expected["error"].isMissing else { return ["refused: \(refusal)"] }
            return expected["code"].isMissing
                ? [] : Self.compare("the code", "\(refusal.code)", try expected["code"].text)
        }
        guard expected["error"].isMissing else { return ["taken as \(value)"] }
        return try compare(value)
    }
}
