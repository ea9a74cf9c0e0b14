import Lua

/// Bytes that decide: a grammar asks it what to do next. At the end it answers 0.
struct ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isEmpty: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// A number below a bound of at most 256.
    mutating func number(below bound: Int) -> Int { Int(byte()) % bound }

    mutating func one<Element>(of choices: [Element]) -> Element { choices[number(below: choices.count)] }

    /// Up to some bytes as they are, as many as the next byte says.
    mutating func bytes(atMost most: Int) -> [UInt8] {
        let count = min(number(below: most + 1), rest.count)
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Eight bytes as a number.
    mutating func word() -> UInt64 { (0..<8).reduce(0) { word, _ in word << 8 | UInt64(byte()) } }

    /// Any value that Lua can keep, without a key twice.
    mutating func luaValue(depth: Int) -> LuaValue {
        switch number(below: depth < 40 ? 8 : 6) {
        case 0: return .nil
        case 1: return .boolean(number(below: 2) == 1)
        case 2: return .integer(Int64(bitPattern: word()))
        case 3: return .integer(Int64(byte()))
        case 4: return .number(Double(bitPattern: word()))
        case 5: return .string(LuaString(bytes(atMost: 40)))
        default:
            var fields: [LuaField] = []
            for _ in 0..<number(below: 12) {
                let key = number(below: 2) == 0 ? .integer(Int64(byte())) : LuaValue.string(LuaString(bytes(atMost: 8)))
                let value = luaValue(depth: depth + 1)
                guard value != .nil, !fields.contains(where: { $0.key == key }) else { continue }
                fields.append(LuaField(key: key, value: value))
            }
            return .table(fields)
        }
    }
}
