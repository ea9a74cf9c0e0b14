import LwM2M

/// A value of a vector file with the name of the place where it stands, which every fault about it tells.
struct VectorField: Sendable {
    /// The members that lead to it, such as `input.acl[0].owner`.
    let name: String
    let tree: JSONTree

    init(_ name: String, _ tree: JSONTree) {
        self.name = name
        self.tree = tree
    }

    subscript(member: String) -> VectorField {
        let place = name.isEmpty ? member : "\(name).\(member)"
        if case .object(let members) = tree { return VectorField(place, members[member] ?? .missing) }
        return VectorField(place, .missing)
    }

    /// Whether there is nothing: no member of that name, or `null`.
    var isMissing: Bool { tree == .missing || tree == .null }

    /// Whether `null` stands there.
    var isNull: Bool { tree == .null }

    var isObject: Bool { if case .object = tree { true } else { false } }

    func fault(_ reason: String) -> VectorFault { VectorFault("\(name): \(reason)") }

    private func no(_ kind: String) -> VectorFault {
        fault(tree == .missing ? "is missing" : "\(tree.shown) is no \(kind)")
    }

    /// What a body makes of the field, or nil where there is nothing.
    func optional<Value>(_ body: (VectorField) throws -> Value) rethrows -> Value? {
        isMissing ? nil : try body(self)
    }

    /// Refuses members of other names, so that nothing that a vector says is passed over.
    ///
    /// `"missing": null` says that nothing is missing, and may stand anywhere.
    func allow(_ names: String...) throws {
        for (member, value) in try membersIfAny where !names.contains(member) {
            if member == "missing", value.isNull { continue }
            throw VectorFault("\(value.name): the member is not known")
        }
    }

    // MARK: - Kinds

    var text: String {
        get throws {
            guard case .string(let text) = tree else { throw no("text") }
            return text
        }
    }

    var flag: Bool {
        get throws {
            guard case .flag(let flag) = tree else { throw no("flag") }
            return flag
        }
    }

    var list: [VectorField] {
        get throws {
            guard case .array(let list) = tree else { throw no("list") }
            return list.enumerated().map { VectorField("\(name)[\($0.offset)]", $0.element) }
        }
    }

    /// The list, or an empty one where there is nothing.
    var listIfAny: [VectorField] { get throws { isMissing ? [] : try list } }

    /// The members, or none where there is nothing.
    var membersIfAny: [(name: String, value: VectorField)] { get throws { isMissing ? [] : try members } }

    /// Members sorted by name.
    var members: [(name: String, value: VectorField)] {
        get throws {
            guard case .object(let members) = tree else { throw no("object") }
            return members.sorted { $0.key < $1.key }.map { ($0.key, self[$0.key]) }
        }
    }

    /// A whole number; beyond 2^53 the vectors write it as a text.
    var whole: Int64 {
        get throws {
            switch tree {
            case .integer(let number): return number
            case .number(let number):
                guard let whole = Int64(exactly: number) else { throw no("whole number") }
                return whole
            case .string(let text):
                guard let number = Int64(text) else { throw no("whole number") }
                return number
            default: throw no("whole number")
            }
        }
    }

    /// A whole number of 16 bits.
    var id: UInt16 {
        get throws {
            guard let id = UInt16(exactly: try whole) else { throw no("id") }
            return id
        }
    }

    /// A whole number of 32 bits.
    var number: UInt32 {
        get throws {
            guard let number = UInt32(exactly: try whole) else { throw no("number of 32 bits") }
            return number
        }
    }

    /// A number; those that JSON has no digits for are `"NaN"`, `"Infinity"` and `"-Infinity"`.
    var double: Double {
        get throws {
            switch tree {
            case .integer(let number): return Double(number)
            case .number(let number): return number
            case .string("NaN"): return .nan
            case .string("Infinity"): return .infinity
            case .string("-Infinity"): return -.infinity
            default: throw no("number")
            }
        }
    }

    /// Bytes in hex: one text, a part `{"repeat": hex, "times": number}`, or a list of both.
    var bytes: [UInt8] {
        get throws {
            switch tree {
            case .string(let hex):
                let digits = Array(hex)
                guard digits.count % 2 == 0, digits.allSatisfy(\.isHexDigit) else { throw no("hex") }
                return stride(from: 0, to: digits.count, by: 2).compactMap {
                    UInt8(String(digits[$0..<$0 + 2]), radix: 16)
                }
            case .array: return try list.flatMap { try $0.bytes }
            case .object:
                try allow("repeat", "times")
                let (part, times) = (try self["repeat"].bytes, try self["times"].number)
                return Array(repeatElement(part, count: Int(times)).joined())
            default: throw no("hex")
            }
        }
    }

    /// The path that a text spells.
    var path: Path {
        get throws {
            let text = try text
            do throws(LwM2MError) { return try Path(parsing: text) } catch { throw fault("'\(text)' is no path") }
        }
    }
}
