import Foundation

/// JSON as the vectors need it; whole numbers stay whole.
enum JSONTree: Sendable, Hashable {
    /// What a member that is not there reads as.
    case missing
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    subscript(name: String) -> JSONTree {
        if case .object(let members) = self { members[name] ?? .missing } else { .missing }
    }

    var isMissing: Bool { self == .missing }

    var text: String {
        get throws {
            guard case .string(let text) = self else { throw VectorFault("\(self) is no text") }
            return text
        }
    }

    var list: [JSONTree] {
        get throws {
            guard case .array(let list) = self else { throw VectorFault("\(self) is no list") }
            return list
        }
    }

    /// Members sorted by name.
    var members: [(name: String, value: JSONTree)] {
        get throws {
            guard case .object(let members) = self else { throw VectorFault("\(self) is no object") }
            return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// Makes sure that an object has no other members, so that nothing that a vector says is passed over.
    func allow(_ names: String...) throws {
        guard case .object(let members) = self else { return }
        if let stranger = members.keys.sorted().first(where: { !names.contains($0) }) {
            throw VectorFault("the member '\(stranger)' is not known")
        }
    }

    /// A whole number; beyond 2^53 the vectors write it as a text.
    var whole: Int64 {
        get throws {
            switch self {
            case .integer(let number): return number
            case .number(let number):
                guard let whole = Int64(exactly: number) else { throw VectorFault("\(number) is not whole") }
                return whole
            case .string(let text):
                guard let number = Int64(text) else { throw VectorFault("'\(text)' is no whole number") }
                return number
            default: throw VectorFault("\(self) is no whole number")
            }
        }
    }

    /// A whole number of 16 bits.
    var id: UInt16 {
        get throws {
            guard let id = UInt16(exactly: try whole) else { throw VectorFault("\(self) is no id") }
            return id
        }
    }

    /// A whole number of 32 bits.
    var number: UInt32 {
        get throws {
            guard let number = UInt32(exactly: try whole) else { throw VectorFault("\(self) is out of range") }
            return number
        }
    }

    var double: Double {
        get throws {
            switch self {
            case .integer(let number): return Double(number)
            case .number(let number): return number
            default: throw VectorFault("\(self) is no number")
            }
        }
    }

    /// Bytes in hex: one text, or a list of parts of which some are repeated.
    var bytes: [UInt8] {
        get throws {
            switch self {
            case .string(let hex):
                guard hex.count % 2 == 0 else { throw VectorFault("'\(hex)' is no hex") }
                let digits = Array(hex)
                return try stride(from: 0, to: digits.count, by: 2).map {
                    guard let byte = UInt8(String(digits[$0..<$0 + 2]), radix: 16) else {
                        throw VectorFault("'\(hex)' is no hex")
                    }
                    return byte
                }
            case .array(let parts): return try parts.flatMap { try $0.bytes }
            case .object:
                let part = try self["repeat"].bytes
                return try Array(repeatElement(part, count: Int(self["times"].whole)).joined())
            default: throw VectorFault("\(self) are no bytes")
            }
        }
    }
}

extension JSONTree: Decodable {
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Name.self) {
            var members: [String: JSONTree] = [:]
            for name in container.allKeys {
                members[name.stringValue] = try container.decode(JSONTree.self, forKey: name)
            }
            self = .object(members)
            return
        }
        if var container = try? decoder.unkeyedContainer() {
            var elements: [JSONTree] = []
            while !container.isAtEnd { elements.append(try container.decode(JSONTree.self)) }
            self = .array(elements)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// Reads a text of JSON.
    init(parsing text: String) throws {
        self = try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))
    }
}
