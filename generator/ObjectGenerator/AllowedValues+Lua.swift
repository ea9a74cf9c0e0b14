import LwM2M

extension AllowedValues {
    /// How the comment above a script's checks begins.
    static let heading = "-- What the definition allows. A value of another type"

    /// The Lua condition under which a `value` of a type is allowed.
    ///
    /// A Float may arrive in 32 bits, so a bound is never tighter than its 32-bit value.
    func condition(of type: DataType) -> String {
        switch content {
        case .words(let words): words.map { "value == \"\($0)\"" }.joined(separator: " or ")
        case .numbers(let all): all.map { Self.test("value", $0, of: type) }.joined(separator: " or ")
        case .lengths(let all): all.map { Self.test("#value", $0, of: .integer) }.joined(separator: " or ")
        }
    }

    private static func test(_ value: String, _ bounds: Bounds, of type: DataType) -> String {
        guard bounds.lowText != bounds.highText else { return "\(value) == \(lua(bounds.lowText))" }
        guard type == .float else {
            return "\(value) >= \(lua(bounds.lowText)) and \(value) <= \(lua(bounds.highText))"
        }
        return "\(value) >= \(widened(bounds.low, bounds.lowText, down: true)) and "
            + "\(value) <= \(widened(bounds.high, bounds.highText, down: false))"
    }

    /// A number as Lua reads it: without leading zeros.
    private static func lua(_ text: String) -> String {
        let isNegative = text.hasPrefix("-")
        var digits = text.drop { $0 == "-" }
        while digits.count > 1, digits.hasPrefix("0"), !digits.hasPrefix("0.") { digits.removeFirst() }
        return (isNegative ? "-" : "") + digits
    }

    private static func widened(_ number: Double, _ text: String, down: Bool) -> String {
        let short = Double(Float(number))
        guard short.isFinite, down ? short < number : short > number else { return lua(text) }
        return "\(short)"
    }
}
