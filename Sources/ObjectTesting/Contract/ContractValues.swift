import Lua
import LwM2M

/// Values that a Resource has to take by its definition.
enum ContractValues {
    /// Longer texts would only test the memory.
    private static let longestText = 4096

    /// At least one for each type but none.
    static func values(for resource: ResourceDefinition) -> [LuaValue] {
        let words = resource.rangeEnumeration
        switch resource.type {
        case .integer, .time:
            return integers(ContractRange(words), otherwise: resource.type == .time ? [1_500_000_000] : [42, 0])
        case .unsignedInteger:
            return integers(ContractRange(words), otherwise: [42, 0])
        case .float: return floats(ContractRange(words))
        case .boolean: return [.boolean(true), .boolean(false)]
        case .string: return texts(ContractRange(words, isLength: true)).map { .text($0) }
        case .opaque:
            return texts(ContractRange(words, isLength: true)).map { text in
                .string(LuaString(text.utf8.enumerated().map { UInt8(truncatingIfNeeded: $0.offset &* 37) }))
            }
        case .objectLink: return [.text("3:0"), .text("65535:65535")]
        case .corelnk: return [.text("</3/0>")]
        case .none: return []
        }
    }

    private static func integers(_ range: ContractRange?, otherwise: [Int64]) -> [LuaValue] {
        let numbers: [Double]
        switch range {
        case .numbers(let low, let high): numbers = [low, ((low + high) / 2).rounded(.down), high]
        case .enumeration(let listed): numbers = listed
        case nil: numbers = []
        }
        // Numbers beyond 64 bits cannot be written by a test.
        let integers = unique(numbers.compactMap { Int64(exactly: $0) })
        return (integers.isEmpty ? otherwise : integers).map { .integer($0) }
    }

    private static func floats(_ range: ContractRange?) -> [LuaValue] {
        switch range {
        case .numbers(let low, let high): unique([low, low + (high - low) / 2, high]).map { .number($0) }
        case .enumeration(let listed): unique(listed).map { .number($0) }
        case nil: [.number(21.5), .number(-0.25)]
        }
    }

    private static func texts(_ lengths: ContractRange?) -> [String] {
        guard case .numbers(let low, let high) = lengths, low >= 0, high <= Double(longestText) else { return ["text"] }
        return unique([Int(low), Int(high)]).map { length in
            String(decoding: (0..<length).map { UInt8(97 + $0 % 26) }, as: UTF8.self)
        }
    }

    private static func unique<Element: Hashable>(_ values: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return values.filter { seen.insert($0).inserted }
    }
}
