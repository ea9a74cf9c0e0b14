/// What the words of a definition's `RangeEnumeration` say, as far as they are of a form that is known.
package enum ValueRange: Hashable, Sendable {
    /// From one number to another.
    case numbers(Double, Double)
    /// One of several numbers.
    case enumeration([Double])

    /// Reads `0..100`, `0-255`, `-1 to 1`, `[1:4]`, `-30..-120`, `0,1,2`, `0..3, 99`, `0: off 1: on`; for text and
    /// bytes the same as lengths, `1..64 bytes`.
    ///
    /// Nil for words of any other form, which bind nobody. Of several ranges it keeps the ends alone.
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
        if text.hasPrefix("["), text.hasSuffix("]"), let (low, high) = Self.bounds(text.dropFirst().dropLast(), [":"]) {
            self = .numbers(min(low, high), max(low, high))
        } else if let (low, high) = Self.bounds(text) {
            self = .numbers(min(low, high), max(low, high))
        } else if let numbers = Self.listed(text) ?? Self.explained(text) {
            self = .enumeration(numbers)
        } else {
            return nil
        }
    }

    /// Whether a number is one of those that the words allow.
    package func contains(_ number: Double) -> Bool {
        switch self {
        case .numbers(let low, let high): low <= number && number <= high
        case .enumeration(let numbers): numbers.contains(number)
        }
    }

    private static func bounds(
        _ text: Substring, _ separators: [String] = ["...", "..", " to ", "-"]
    ) -> (Double, Double)? {
        for separator in separators {
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

    /// `0,1,2` and `0..3, 99`.
    private static func listed(_ text: Substring) -> [Double]? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }.map(\.trimmed)
        guard parts.count > 1 else { return nil }
        var numbers: [Double] = []
        for part in parts {
            if let number = Double(String(part)) {
                numbers.append(number)
            } else if let (low, high) = bounds(part) {
                numbers += [low, high]
            } else {
                return nil
            }
        }
        return numbers
    }

    /// `0: off 1: on`.
    private static func explained(_ text: Substring) -> [Double]? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.first?.hasSuffix(":") == true else { return nil }
        let numbers = words.filter { $0.hasSuffix(":") }.map { Double(String($0.dropLast())) }
        let known = numbers.compactMap { $0 }
        return known.count > 1 && known.count == numbers.count ? known : nil
    }
}

extension Substring {
    /// Without blanks at its ends.
    fileprivate var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
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
