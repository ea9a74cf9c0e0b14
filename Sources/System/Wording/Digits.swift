/// Numbers as text, in any locale the same.
package enum Digits {
    /// A number with zeros in front, at least so many digits wide: `007`.
    package static func padded(_ number: some BinaryInteger, to width: Int, radix: Int = 10) -> String {
        let digits = String(number, radix: radix)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// A number of parts with a decimal point in front of the last `places` digits: 12345 with 3 places is `12.345`.
    ///
    /// - Parameter parts: 0 or more.
    package static func decimal(_ parts: some BinaryInteger, places: Int) -> String {
        var text = padded(parts, to: places + 1)
        text.insert(".", at: text.index(text.endIndex, offsetBy: -places))
        return text
    }

    /// A number without a fraction that it does not have: `30`, `0.5`.
    package static func brief(_ number: Double) -> String { Int64(exactly: number).map(String.init) ?? "\(number)" }
}
