package import LwM2M

/// The values that a definition allows a Resource, where its words leave no doubt.
///
/// - Source: LwM2M 1.0.1 appendix D.1, Range or Enumeration: `a..b` or a list; definitions also have prose there.
package enum AllowedValues: Hashable, Sendable {
    /// A number in one of these ranges, ends included; `5` is the range from 5 to 5.
    case numbers([Bounds])
    /// One of these texts.
    case words([String])

    /// One range, its ends as the definition writes them.
    package struct Bounds: Hashable, Sendable {
        package var low: String
        package var high: String
    }

    /// Nil where the definition sets none, or in words that only a person understands: units of length, two ends in the
    /// wrong order, meanings of numbers, a range on a type that is no number.
    package init?(_ resource: ResourceDefinition) {
        switch resource.type {
        case .string:
            guard !resource.words.isEmpty else { return nil }
            self = .words(resource.words)
        case .integer, .unsignedInteger, .time, .float:
            let parts = resource.rangeEnumeration.split(separator: ",", omittingEmptySubsequences: false)
            let bounds = parts.map { Self.bounds(Self.trimmed($0), isWhole: resource.type != .float) }
            let all = bounds.compactMap(\.self)
            // One number alone may be a highest value, or a count of bytes.
            guard all.count == parts.count, all.count > 1 || all.contains(where: { $0.low != $0.high }) else {
                return nil
            }
            self = .numbers(all)
        default: return nil
        }
    }

    private static func bounds(_ text: Substring, isWhole: Bool) -> Bounds? {
        var ends = [text]
        if let dots = text.indices.first(where: { text[$0...].hasPrefix("..") }) {
            ends = [text[..<dots], text[dots...].dropFirst(2)].map(trimmed)
        }
        let numbers = ends.map { number($0, isWhole: isWhole) }
        guard let low = numbers[0], let high = numbers[numbers.count - 1], low <= high else { return nil }
        return Bounds(low: String(ends[0]), high: String(ends[ends.count - 1]))
    }

    /// A decimal number, `-12` or `0.5`; nil for any other text.
    private static func number(_ text: Substring, isWhole: Bool) -> Double? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= (isWhole ? 1 : 2), text.utf8.count <= 40,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return Double(text)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension AllowedValues {
    /// The condition of Lua under which a `value` of a type is allowed.
    ///
    /// A Float may come in 32 bits, so an end is never tighter than the number that these hold.
    func condition(of type: DataType) -> String {
        switch self {
        case .words(let words):
            return words.map { "value == \"\($0)\"" }.joined(separator: " or ")
        case .numbers(let all):
            let tests = all.map { bounds -> String in
                guard bounds.low != bounds.high else { return "value == \(Self.lua(bounds.low))" }
                guard type == .float else {
                    return "value >= \(Self.lua(bounds.low)) and value <= \(Self.lua(bounds.high))"
                }
                return "value >= \(Self.widened(bounds.low, down: true)) and value <= "
                    + Self.widened(bounds.high, down: false)
            }
            return tests.joined(separator: " or ")
        }
    }

    /// A number as Lua reads it: no zeros before it.
    private static func lua(_ text: String) -> String {
        let isNegative = text.hasPrefix("-")
        var digits = text.drop { $0 == "-" }
        while digits.count > 1, digits.hasPrefix("0"), !digits.hasPrefix("0.") { digits.removeFirst() }
        return (isNegative ? "-" : "") + digits
    }

    private static func widened(_ text: String, down: Bool) -> String {
        guard let number = Double(text), case let short = Double(Float(number)), short.isFinite,
            down ? short < number : short > number
        else { return lua(text) }
        return "\(short)"
    }
}
