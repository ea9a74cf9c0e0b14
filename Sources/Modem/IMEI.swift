/// The identity of a module: 15 digits, of which the last checks the others.
///
/// - Source: 3GPP TS 23.003 §6.2.1 and annex B (the formula of Luhn).
public enum IMEI {
    /// The check digit that the first 14 digits ask for; nil where it is the one there is, or the text is no IMEI.
    public static func expectedCheckDigit(_ text: String) -> Int? {
        let digits = text.utf8.map { Int($0) - 0x30 }
        guard digits.count == 15, digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        var sum = 0
        for (index, digit) in digits.prefix(14).enumerated() {
            let doubled = digit * 2
            sum += index % 2 == 0 ? digit : doubled / 10 + doubled % 10
        }
        let expected = (10 - sum % 10) % 10
        return expected == digits[14] ? nil : expected
    }
}
