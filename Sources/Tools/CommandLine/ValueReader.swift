/// Converts the text that an option was given into a value.
package struct ValueReader<Value> {
    /// Reads a text for the option with a given name.
    ///
    /// - throws: `CommandFailure`, with `.usage` for text that is not accepted.
    package let read: (_ text: String, _ option: String) throws -> Value
    /// The texts that it is known to accept, for completion.
    package let candidates: () -> [String]

    package init(
        candidates: @autoclosure @escaping () -> [String] = [],
        _ read: @escaping (_ text: String, _ option: String) throws -> Value
    ) {
        (self.read, self.candidates) = (read, candidates)
    }

    /// Reads with a function that returns nil for text that is not accepted.
    ///
    /// - Parameter expected: what the option accepts, for the error: `option '--sim' takes EXPECTED, not 'x'`.
    package init(
        takes expected: @autoclosure @escaping () -> String, candidates: @autoclosure @escaping () -> [String] = [],
        _ read: @escaping (_ text: String) -> Value?
    ) {
        self.init(candidates: candidates()) { text, option in
            guard let value = read(text) else {
                throw CommandFailure.usage("option '\(option)' takes \(expected()), not '\(text)'")
            }
            return value
        }
    }
}

extension ValueReader<String> {
    /// Any text.
    package static var text: ValueReader { ValueReader { text, _ in text } }

    /// Any text; completion knows some.
    package static func text(_ candidates: @autoclosure @escaping () -> [String]) -> ValueReader {
        ValueReader(candidates: candidates()) { text, _ in text }
    }
}

extension ValueReader<Int> {
    /// An integer in a range.
    package static func integer(in range: ClosedRange<Int>) -> ValueReader {
        ValueReader(takes: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ValueReader<Double> {
    /// A number in a range.
    package static func number(in range: ClosedRange<Double>) -> ValueReader {
        ValueReader(takes: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ValueReader where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enumeration.
    package static var word: ValueReader {
        ValueReader(
            takes: Value.allCases.map(\.rawValue).joined(separator: ", "), candidates: Value.allCases.map(\.rawValue)
        ) { Value(rawValue: $0) }
    }
}
