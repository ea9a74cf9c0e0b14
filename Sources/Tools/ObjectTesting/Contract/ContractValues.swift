import Lua
import LwM2M

/// Values that a Resource has to take by its definition.
enum ContractValues {
    /// Longer texts would only test the memory.
    private static let longestText = 4096

    /// At least one for each type but none.
    static func values(for resource: ResourceDefinition, of object: ObjectID) -> [LuaValue] {
        let values = values(for: resource)
        // Whatever the definition says, the client takes these alone.
        guard object == .server else { return values }
        let taken = values.filter { value in
            switch value {
            case .integer(let number): ServerResource.fault(of: .integer(number), in: resource.id) == nil
            case .string(let text): ServerResource.fault(of: .string(text.text), in: resource.id) == nil
            default: true
            }
        }
        return taken.isEmpty && resource.id == ServerResource.binding
            ? ServerResource.bindings.map { .text($0) } : taken
    }

    private static func values(for resource: ResourceDefinition) -> [LuaValue] {
        let words = resource.rangeEnumeration
        switch resource.type {
        case .integer, .time:
            return integers(ContractRange(words), otherwise: resource.type == .time ? [1_500_000_000] : [42, 0])
        case .unsignedInteger:
            return integers(ContractRange(words), otherwise: [42, 0])
        case .float: return floats(ContractRange(words))
        case .boolean: return [.boolean(true), .boolean(false)]
        case .string where !resource.words.isEmpty: return resource.words.map { .text($0) }
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

/// What the words of a definition's `RangeEnumeration` say, as far as they are of a form that is known.
package enum ContractRange: Hashable, Sendable {
    /// From one number to another.
    case numbers(Double, Double)
    /// One of several numbers.
    case enumeration([Double])

    /// Reads `0..100`, `0-255`, `-1 to 1`, `0,1,2`; for text and bytes the same as lengths, `1..64 bytes`.
    ///
    /// Nil for words of any other form, which bind nobody.
    package init?(_ words: String, isLength: Bool = false) {
        var text = Substring(words).trimmed
        if isLength {
            for unit in ["bytes", "Bytes", "byte", "octets", "characters", "chars", "bit", "bits"]
            where text.hasSuffix(unit) {
                // Bits are no length in the sense of this.
                guard !unit.hasPrefix("bit") else { return nil }
                text = text.dropLast(unit.count).trimmed
                break
            }
        }
        if let (low, high) = Self.bounds(text), low <= high {
            self = .numbers(low, high)
            return
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double(String($0.trimmed)) }
        let numbers = parts.compactMap { $0 }
        guard numbers.count > 1, numbers.count == parts.count else { return nil }
        self = .enumeration(numbers)
    }

    private static func bounds(_ text: Substring) -> (Double, Double)? {
        for separator in ["..", " to ", "-"] {
            // A minus may stand first, so that the search starts behind it.
            var start = text.startIndex
            if text.hasPrefix("-") { start = text.index(after: start) }
            guard let middle = text[start...].firstRange(of: separator),
                let low = Double(String(text[..<middle.lowerBound].trimmed)),
                let high = Double(String(text[middle.upperBound...].trimmed))
            else { continue }
            return (low, high)
        }
        return nil
    }
}

extension Substring {
    /// Without blanks at its ends.
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" || first == "\n" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" || last == "\n" { text = text.dropLast() }
        return text
    }

    /// Where a text stands in this one first.
    fileprivate func firstRange(of other: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(other) {
                return index..<self.index(index, offsetBy: other.count)
            }
            index = self.index(after: index)
        }
        return nil
    }
}
