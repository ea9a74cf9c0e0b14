/// What a range or enumeration of a definition allows, as far as its text is understood.
enum AllowedValues {
    /// No text: whatever the type holds.
    case all
    /// `0..100`, `-5-5`, `0...255`.
    case range(ClosedRange<Double>)
    /// `0,1,2` or `U,UQ,S`.
    case words(Set<String>)
    /// Prose, or any other form.
    case unknown

    /// A longer text is prose.
    private static let longest = 1000

    /// What a text of a definition says.
    init(_ text: String) {
        let text = text.filter { !$0.isWhitespace }
        if text.isEmpty {
            self = .all
        } else if text.utf8.count > Self.longest {
            self = .unknown
        } else if let range = Self.range(text) {
            self = .range(range)
        } else {
            let words = text.split(separator: ",", omittingEmptySubsequences: false)
            let isList = words.count > 1 && words.allSatisfy(Self.isWord)
            self = isList ? .words(Set(words.map(String.init))) : .unknown
        }
    }

    /// Whether all that the other allows is allowed; nil if that cannot be told.
    func contain(_ other: AllowedValues) -> Bool? {
        switch (self, other) {
        case (.unknown, .unknown), (.unknown, .range), (.unknown, .words), (.unknown, .all): nil
        case (.all, _): true
        case (_, .all): false
        case (.range(let range), .range(let inner)):
            range.lowerBound <= inner.lowerBound && inner.upperBound <= range.upperBound
        case (.words(let words), .words(let inner)): words.isSuperset(of: inner)
        case (.range(let range), .words(let inner)):
            inner.allSatisfy { Double($0).map(range.contains) ?? false }
        case (.words(let words), .range(let inner)): Self.wholeNumbers(inner).map { words.isSuperset(of: $0) }
        case (_, .unknown): nil
        }
    }

    private static func range(_ text: String) -> ClosedRange<Double>? {
        for separator in ["...", "..", "-", "to"] {
            // A sign at the start is no separator.
            var start = text.index(after: text.startIndex)
            while start < text.endIndex {
                if text[start...].hasPrefix(separator), let low = Double(text[..<start]),
                    let high = Double(text[text.index(start, offsetBy: separator.count)...]), low <= high
                {
                    return low...high
                }
                start = text.index(after: start)
            }
        }
        return nil
    }

    private static func isWord(_ word: Substring) -> Bool {
        Double(word) != nil || (!word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }

    /// nil where they are too many to stand in a list.
    private static func wholeNumbers(_ range: ClosedRange<Double>) -> Set<String>? {
        let (low, high) = (range.lowerBound.rounded(.up), range.upperBound.rounded(.down))
        guard low <= high else { return [] }
        guard high - low <= 1000, low.magnitude < 1e15 else { return nil }
        return Set((Int(low)...Int(high)).map(String.init))
    }
}
