/// What the words of a definition's `RangeEnumeration` say, as far as they are of a form that is known.
public enum ContractRange: Hashable, Sendable {
    /// From one number to another.
    case numbers(Double, Double)
    /// One of several numbers.
    case enumeration([Double])

    /// Reads `0..100`, `0-255`, `-1 to 1`, `0,1,2`; for text and bytes the same as lengths, `1..64 bytes`.
    ///
    /// Nil for words of any other form, which bind nobody.
    public init?(_ words: String, isLength: Bool = false) {
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
