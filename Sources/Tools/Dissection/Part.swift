import Console
package import JSON
import LwM2M
import Wording

/// A part of a payload or of a message: what it is, where it stands, what it says, and what it consists of.
package struct Part: Hashable, Sendable {
    /// What it is, in the words of its specification: `Resource`, `Uri-Path`, `Link`.
    package var kind: String
    /// Its id within what it is part of.
    var id: Int?
    /// The name of the Object or Resource in its definition.
    var name: String?
    /// The path of the data model that it stands for.
    var path: Path?
    /// Where it stands, in bytes from the beginning of the input; nil if its format is read without places.
    var place: Range<Int>?
    /// What it says.
    var content: Content = .nothing
    /// Why it is not what its definition says.
    package var problem: String?
    package var parts: [Part] = []

    /// What a part says.
    enum Content: Hashable, Sendable {
        /// It has parts, or its kind says it all.
        case nothing
        /// A value whose type is known.
        case value(ResourceValue, DataType)
        /// Bytes whose type is not known.
        case bytes([UInt8])
        /// Something that is not a value of the data model.
        case words(String, JSONValue)
    }

    init(_ kind: String, id: UInt16? = nil, at place: Range<Int>? = nil) {
        self.kind = kind
        self.id = id.map(Int.init)
        self.place = place
    }

    /// Whether it or one of its parts is not what its definition says.
    package var hasProblem: Bool { problem != nil || parts.contains(where: \.hasProblem) }

    /// Moves the places of a part that was read from a piece of the input.
    func moved(by offset: Int) -> Part {
        var part = self
        part.place = place.map { $0.lowerBound + offset..<$0.upperBound + offset }
        part.parts = parts.map { $0.moved(by: offset) }
        return part
    }
}

// MARK: - For people

extension Part {
    /// A tree with one line for each part: the byte at which it begins, the bytes that it has, and what it says.
    package static func tree(of parts: [Part]) -> String {
        var lines: [(place: Range<Int>?, text: String)] = []
        func add(_ part: Part, depth: Int) {
            lines.append((part.place, String(repeating: "  ", count: depth) + part.line))
            for inner in part.parts { add(inner, depth: depth + 1) }
        }
        for part in parts { add(part, depth: 0) }
        let places = lines.compactMap(\.place)
        let offset = places.map { "\($0.lowerBound)".count }.max() ?? 0
        let length = places.map { "+\($0.count)".count }.max() ?? 0
        return lines.map { place, text in
            guard !places.isEmpty else { return text + "\n" }
            let start = (place.map { "\($0.lowerBound)" } ?? "").indented(to: offset)
            return start + " " + (place.map { "+\($0.count)" } ?? "").padded(to: length) + "  " + text + "\n"
        }.joined()
    }

    private var line: String {
        var line = Printable.escaped(kind)
        if let place = path?.description ?? id?.description { line += " \(place)" }
        if let name { line += " " + Printable.escaped(name) }
        switch content {
        case .nothing: break
        case .value(let value, let type): line += ": \(ValueText.text(value)) (\(type.rawValue))"
        case .bytes(let bytes): line += ": " + Reading.text(of: bytes)
        case .words(let text, _): line += ": " + Printable.escaped(text)
        }
        if let problem { line += "  ! " + Printable.escaped(problem) }
        return line
    }
}

// MARK: - For programs

extension Part {
    /// One object; members that do not apply are left out.
    package var json: JSONValue {
        var members: [(String, JSONValue?)] = [
            ("kind", .string(kind)), ("id", id.map { .integer(Int64($0)) }), ("name", name.map(JSONValue.string)),
            ("path", path.map { .string($0.description) }),
            ("offset", place.map { .integer(Int64($0.lowerBound)) }),
            ("length", place.map { .integer(Int64($0.count)) }),
        ]
        switch content {
        case .nothing: break
        case .value(let value, let type): members += [("type", .string(type.rawValue)), ("value", value.json)]
        case .bytes(let bytes):
            members += [
                ("hex", .string(Hexadecimal.text(of: bytes))),
                (
                    "readings",
                    .object(Reading.all(of: bytes).map { JSONMember(name: $0.type.rawValue, value: $0.json) })
                ),
            ]
        case .words(_, let value): members.append(("value", value))
        }
        members.append(("problem", problem.map(JSONValue.string)))
        members.append(("parts", parts.isEmpty ? nil : .array(parts.map(\.json))))
        return .object(members.compactMap { name, value in value.map { JSONMember(name: name, value: $0) } })
    }
}

extension ResourceValue {
    /// The value in JSON: bytes in hexadecimal digits, a link as `3:0`, a number that JSON cannot have as its text.
    fileprivate var json: JSONValue {
        switch self {
        case .string(let text), .corelnk(let text): .string(text)
        case .integer(let number), .time(let number): .integer(number)
        case .unsignedInteger(let number): Int64(exactly: number).map(JSONValue.integer) ?? .string(String(number))
        case .float(let number): number.isFinite ? .number(number) : .string("\(number)")
        case .boolean(let flag): .boolean(flag)
        case .opaque(let bytes): .string(Hexadecimal.text(of: bytes))
        case .objectLink(let link): .string(link.description)
        }
    }
}

/// What bytes of an unknown type may mean.
private enum Reading {
    typealias One = (type: DataType, value: ResourceValue, json: JSONValue)

    /// The types whose values the bytes may be, the likeliest first; Opaque, which all bytes are, is not among them.
    static func all(of bytes: [UInt8]) -> [One] {
        [DataType.string, .integer, .float, .objectLink].compactMap { type in
            guard let value = try? ResourceValue(tlvBytes: bytes, as: type), isLikely(value) else { return nil }
            return (type, value, value.json)
        }
    }

    /// `42 0d 33 33 (Integer 1108161331, Float 35.3)`; long ones are cut off.
    static func text(of bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "empty" }
        let readings = all(of: bytes).map { reading in
            reading.type == .string
                ? ValueText.text(reading.value) : "\(reading.type.rawValue) \(ValueText.text(reading.value))"
        }
        let count = "\(bytes.count) bytes"
        let shown = bytes.prefix(32).map { Hexadecimal.text(of: [$0]) }.joined(separator: " ")
        let notes = (bytes.count > 4 ? [count] : []) + readings
        return shown + (bytes.count > 32 ? " ..." : "") + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
    }

    private static func isLikely(_ value: ResourceValue) -> Bool {
        switch value {
        case .string(let text):
            !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        case .float(let number): number == 0 || (1e-9...1e15).contains(abs(number))
        default: true
        }
    }
}
