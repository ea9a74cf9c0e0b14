/// A decimal number as written in texts and payloads, read without converting it to a double.
///
/// - Source: LwM2M 1.0.1 appendix C; RFC 8259 §6.
struct Decimal {
    /// Whether the text has a minus sign.
    private let isNegative: Bool
    /// The digits before and after the point, as numbers 0...9.
    private let digits: ArraySlice<UInt8>
    /// The power of ten of the last digit.
    private let exponent: Int
    private let text: String

    /// Reads `-?digits(.digits)?`, followed by an exponent if that is allowed; nil for any other text.
    ///
    /// Leading zeros are accepted; blanks, `+`, `nan` and `inf` are not.
    init?(_ text: String, allowingExponent: Bool = true) {
        var bytes = Array(text.utf8)[...]
        isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        var digits: [UInt8] = []
        var fraction = 0
        var isBehindPoint = false
        var digitsOfPart = 0
        scan: while let byte = bytes.first {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(byte - UInt8(ascii: "0"))
                digitsOfPart += 1
                if isBehindPoint { fraction += 1 }
            case UInt8(ascii: "."):
                guard !isBehindPoint, digitsOfPart > 0 else { return nil }
                isBehindPoint = true
                digitsOfPart = 0
            default: break scan
            }
            bytes.removeFirst()
        }
        guard digitsOfPart > 0 else { return nil }
        var power = 0
        if let byte = bytes.first {
            guard allowingExponent, byte | 0x20 == UInt8(ascii: "e"), let written = Self.exponent(bytes.dropFirst())
            else { return nil }
            power = written
        }
        // Zeros at either end do not matter, and a number without other digits is zero.
        var significant = digits.drop { $0 == 0 }
        var dropped = 0
        while significant.last == 0 {
            significant.removeLast()
            dropped += 1
        }
        self.digits = significant
        exponent = power - fraction + dropped
        self.text = text
    }

    private static func exponent(_ bytes: ArraySlice<UInt8>) -> Int? {
        var bytes = bytes
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        guard !bytes.isEmpty else { return nil }
        var value = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            // Beyond this every number is zero or infinite.
            value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000)
        }
        return isNegative ? -value : value
    }

    /// The exact number if it is whole and fits into 64 bits.
    var integer: Int64? {
        guard let magnitude else { return nil }
        if !isNegative { return Int64(exactly: magnitude) }
        return magnitude == UInt64(Int64.max) + 1 ? Int64.min : Int64(exactly: magnitude).map { -$0 }
    }

    /// The exact number if it is whole, not negative and fits into 64 bits.
    var unsignedInteger: UInt64? {
        guard let magnitude, !isNegative || magnitude == 0 else { return nil }
        return magnitude
    }

    /// The nearest double; nil if that is infinite.
    var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private var magnitude: UInt64? {
        if digits.isEmpty { return 0 }
        guard exponent >= 0, digits.count + exponent <= 20 else { return nil }
        var value: UInt64 = 0
        func shift(by digit: UInt8) -> Bool {
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
            value = sum
            return !overflowed && !carried
        }
        for digit in digits { guard shift(by: digit) else { return nil } }
        for _ in 0..<exponent { guard shift(by: 0) else { return nil } }
        return value
    }
}

extension Double {
    /// The shortest decimal that reads back as the same double, without an exponent: `0.00000000006667`, `0`, `-0`.
    ///
    /// Infinities and NaN have none; the caller must not pass them.
    var plainDecimal: String {
        if let whole = Int64(exactly: self) { return isZero && sign == .minus ? "-0" : String(whole) }
        let shortest = description
        guard let mark = shortest.firstIndex(of: "e"), let power = Int(shortest[shortest.index(after: mark)...]) else {
            return shortest
        }
        var digits = shortest[..<mark]
        let sign = digits.hasPrefix("-") ? "-" : ""
        if !sign.isEmpty { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".")
        let fraction = parts.count > 1 && parts[1] != "0" ? parts[1] : ""
        let all = String(parts[0]) + fraction
        let point = parts[0].utf8.count + power
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + all }
        if point >= all.utf8.count { return sign + all + String(repeating: "0", count: point - all.utf8.count) }
        return sign + all.prefix(point) + "." + all.dropFirst(point)
    }
}
