/// The value of gt, lt or st: a whole number, kept exactly, or a fraction.
///
/// - Source: LwM2M 1.0.1 §5.1.2.
package enum Threshold: Hashable, Sendable {
    case integer(Int64)
    case float(Double)

    /// Reads a decimal number; nil for any other text and for a number with no finite double.
    package init?(_ text: String) {
        guard let decimal = Decimal(text) else { return nil }
        if let integer = decimal.integer {
            self = .integer(integer)
        } else {
            guard let double = decimal.double else { return nil }
            self = .float(double)
        }
    }

    /// A whole double becomes an integer, so that equal numbers are equal thresholds.
    package init(_ number: Double) { self = Int64(exactly: number).map { .integer($0) } ?? .float(number) }

    /// The nearest double.
    package var double: Double {
        switch self {
        case .integer(let number): Double(number)
        case .float(let number): number
        }
    }

    /// The value of a Resource, to be compared with a threshold; nil for a value that is not a number.
    package init?(_ value: ResourceValue) {
        switch value {
        case .integer(let number), .time(let number): self = .integer(number)
        case .unsignedInteger(let number):
            self = Int64(exactly: number).map { .integer($0) } ?? .float(Double(number))
        case .float(let number) where !number.isNaN: self = Threshold(number)
        default: return nil
        }
    }

    /// Whether the distance between two numbers is at least this one; two integers are compared as integers.
    func isReached(by first: Threshold, _ second: Threshold) -> Bool {
        guard case .integer(let a) = first, case .integer(let b) = second else {
            return abs(first.double - second.double) >= double
        }
        let distance = a >= b ? UInt64(bitPattern: a &- b) : UInt64(bitPattern: b &- a)
        switch self {
        case .integer(let step): return step <= 0 || distance >= UInt64(step)
        case .float(let step):
            let least = step.rounded(.up)
            return least <= 0 || (least < 0x1p64 && distance >= UInt64(least))
        }
    }
}

extension Threshold: Comparable {
    package static func < (a: Threshold, b: Threshold) -> Bool {
        switch (a, b) {
        case (.integer(let a), .integer(let b)): a < b
        case (.float(let a), .float(let b)): a < b
        case (.integer(let a), .float(let b)): isLess(a, than: b)
        // A float here is never a 64-bit integer, so the two are never equal.
        case (.float(let a), .integer(let b)): !isLess(b, than: a)
        }
    }

    private static func isLess(_ integer: Int64, than number: Double) -> Bool {
        if number >= 0x1p63 { return true }
        if number < -0x1p63 { return false }
        return integer <= Int64(number.rounded(.down))
    }
}

extension Threshold: CustomStringConvertible {
    /// The plain decimal for a link parameter, `-12.25`, `50`.
    package var description: String {
        switch self {
        case .integer(let number): String(number)
        case .float(let number): number.plainDecimal
        }
    }
}
