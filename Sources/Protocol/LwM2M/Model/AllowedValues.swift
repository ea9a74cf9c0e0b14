/// The values that the text of a definition allows for a Resource, and how certain that reading is.
///
/// - Source: LwM2M 1.0.1 appendix D.1, Range or Enumeration: `a..b` or a list; definitions also use other forms and
///   prose there.
package struct AllowedValues: Hashable, Sendable {
    /// What is allowed.
    package enum Content: Hashable, Sendable {
        /// A number in one of these ranges.
        case numbers([Bounds])
        /// A text, or bytes, whose length is in one of these ranges.
        case lengths([Bounds])
        /// One of these texts.
        case words([String])
    }

    /// From one number to another, both included; `5` is the range from 5 to 5.
    package struct Bounds: Hashable, Sendable {
        /// The least number.
        package var low: Double
        /// The greatest number, not below the least.
        package var high: Double
        /// Both as the definition writes them, with all digits of large numbers.
        package var lowText: String
        package var highText: String

        /// Whether a number lies between the ends, or is one of them.
        package func contains(_ number: Double) -> Bool { low <= number && number <= high }
    }

    /// What the words allow.
    package let content: Content
    /// Whether the text is in the form of the specification, so that a script may refuse any other value. A reading
    /// that is only likely, `0-100` or `0: off 1: on`, serves to choose test values and to compare two definitions.
    package let isCertain: Bool

    /// Longer texts are prose.
    private static let longest = 1000

    /// nil if the definition sets none, or only in prose.
    package init?(_ resource: ResourceDefinition) {
        let text = Substring(resource.rangeEnumeration).trimmed
        guard !text.isEmpty, text.utf8.count <= Self.longest else { return nil }
        let isText = [.string, .corelnk, .none, .opaque].contains(resource.type)
        if resource.type == .string, let words = Self.words(text, isWord: { $0.isLetter }) {
            (content, isCertain) = (.words(words), true)
        } else if !isText, let bounds = Self.bounds(text, isWhole: resource.type != .float) {
            (content, isCertain) = (.numbers(bounds), resource.type != .boolean && resource.type != .objectLink)
        } else if !isText, let bounds = Self.likelyBounds(text) {
            (content, isCertain) = (.numbers(bounds), false)
        } else if isText, let bounds = Self.likelyBounds(Self.withoutUnit(text)),
            // For a text, a list of numbers is a list of texts, not of lengths.
            bounds.count == 1 || resource.type == .opaque
        {
            (content, isCertain) = (.lengths(bounds), false)
        } else if resource.type != .opaque, let words = Self.words(text, isWord: { $0.isLetter || $0.isNumber }) {
            (content, isCertain) = (.words(words), false)
        } else {
            return nil
        }
    }

    /// Whether a number, or a length, is in this range.
    package func contains(_ number: Double) -> Bool {
        switch content {
        case .numbers(let all), .lengths(let all): all.contains { $0.contains(number) }
        case .words: false
        }
    }

    // MARK: - The form of the specification

    /// `0..100`, `0,1,2`, `0..3, 99`; nil for any other form: bounds in the wrong order, or a single number, which may
    /// be a maximum or a byte count.
    private static func bounds(_ text: Substring, isWhole: Bool) -> [Bounds]? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let all = parts.compactMap { part -> Bounds? in
            var ends = [part.trimmed]
            if let dots = part.firstRange(of: "..") {
                ends = [part[..<dots.lowerBound].trimmed, part[dots.upperBound...].trimmed]
            }
            guard ends.allSatisfy({ isDecimal($0, isWhole: isWhole) }) else { return nil }
            return Bounds(ends[0], ends[ends.count - 1]).flatMap { $0.low <= $0.high ? $0 : nil }
        }
        guard all.count == parts.count, all.count > 1 || all.contains(where: { $0.lowText != $0.highText }) else {
            return nil
        }
        return all
    }

    /// A decimal number, `-12` or `0.5`.
    private static func isDecimal(_ text: Substring, isWhole: Bool) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= (isWhole ? 1 : 2) && text.utf8.count <= 40
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// `U,UQ,S`: at least two.
    private static func words(_ text: Substring, isWord: (Character) -> Bool) -> [String]? {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
        guard words.count > 1, words.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && isWord($0) } }) else {
            return nil
        }
        return words.map(String.init)
    }

    // MARK: - Other forms of definitions

    /// `0-255`, `-1 to 1`, `1...15`, `[1:4]`, `-30..-120`, `0; 3; 5..9`, `0: off 1: on`; nil for prose.
    private static func likelyBounds(_ text: Substring) -> [Bounds]? {
        if text.hasPrefix("["), text.hasSuffix("]"), let one = range(text.dropFirst().dropLast(), between: [":"]) {
            return [one]
        }
        return range(text).map { [$0] } ?? listed(text) ?? explained(text)
    }

    /// Two numbers, the lower one first or last.
    private static func range(
        _ text: Substring, between separators: [String] = ["...", "..", " to ", "-"]
    ) -> Bounds? {
        for separator in separators {
            // A minus sign may come first, so the search starts after it.
            let start = text.hasPrefix("-") ? text.index(after: text.startIndex) : text.startIndex
            guard let middle = text[start...].firstRange(of: separator),
                let bounds = Bounds(text[..<middle.lowerBound].trimmed, text[middle.upperBound...].trimmed)
            else { continue }
            return bounds.low <= bounds.high ? bounds : bounds.reversed
        }
        return nil
    }

    private static func listed(_ text: Substring) -> [Bounds]? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }.map(\.trimmed)
        guard parts.count > 1 else { return nil }
        let all = parts.compactMap { Bounds($0, $0) ?? range($0) }
        return all.count == parts.count ? all : nil
    }

    private static func explained(_ text: Substring) -> [Bounds]? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.first?.hasSuffix(":") == true else { return nil }
        let numbers = words.filter { $0.hasSuffix(":") }.map { $0.dropLast() }
        let all = numbers.compactMap { Bounds($0, $0) }
        return all.count > 1 && all.count == numbers.count ? all : nil
    }

    /// A length without a unit such as `bytes` after it.
    private static func withoutUnit(_ text: Substring) -> Substring {
        for unit in ["bytes", "Bytes", "byte", "octets", "characters", "chars"] where text.hasSuffix(unit) {
            return text.dropLast(unit.count).trimmed
        }
        return text
    }
}

extension AllowedValues.Bounds {
    /// nil for anything that is not a number.
    fileprivate init?(_ low: Substring, _ high: Substring) {
        guard let first = Double(low), let last = Double(high), first.isFinite, last.isFinite else { return nil }
        self.init(low: first, high: last, lowText: String(low), highText: String(high))
    }

    fileprivate var reversed: Self { Self(low: high, high: low, lowText: highText, highText: lowText) }
}

extension AllowedValues {
    /// Whether everything that the other allows is allowed; nil if that cannot be determined.
    ///
    /// - Parameter isWhole: whether there is no number between 1 and 2.
    package func contains(_ other: AllowedValues, isWhole: Bool) -> Bool? {
        switch (content, other.content) {
        case (.words(let words), .words(let inner)): return Set(words).isSuperset(of: inner)
        case (.words, .lengths): return false
        case (.lengths(let all), .words(let words)):
            return words.allSatisfy { word in all.contains { $0.contains(Double(word.utf8.count)) } }
        case (.numbers(let all), .numbers(let inner)): return Self.cover(all, inner, isWhole: isWhole)
        case (.lengths(let all), .lengths(let inner)): return Self.cover(all, inner, isWhole: true)
        default: return nil
        }
    }

    private static func cover(_ all: [Bounds], _ inner: [Bounds], isWhole: Bool) -> Bool {
        var joined: [(low: Double, high: Double)] = []
        for bounds in all.sorted(by: { $0.low < $1.low }) {
            if let last = joined.last, bounds.low <= last.high + (isWhole ? 1 : 0) {
                joined[joined.count - 1].high = max(last.high, bounds.high)
            } else {
                joined.append((bounds.low, bounds.high))
            }
        }
        return inner.allSatisfy { one in
            let (low, high) = isWhole ? (one.low.rounded(.up), one.high.rounded(.down)) : (one.low, one.high)
            return low > high || joined.contains { $0.low <= low && high <= $0.high }
        }
    }
}

extension Substring {
    /// The text without blanks at its ends.
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    /// Where a text first occurs in this one.
    fileprivate func firstRange(of other: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(other) { return index..<self.index(index, offsetBy: other.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
