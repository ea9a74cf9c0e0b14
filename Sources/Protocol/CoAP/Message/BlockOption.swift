/// The value of Block1 and Block2: which block, whether more follow, and how large blocks are.
///
/// - Source: RFC 7959 §2.2.
package struct BlockOption: Hashable, Sendable {
    /// 0...1048575, in blocks of this size.
    package var number: UInt32
    /// Whether more blocks follow.
    package var isMoreToCome: Bool
    /// The exponent: a block has 2^(exponent + 4) bytes. 0...6; 7 is reserved, and kept as received.
    package var exponent: UInt8

    package init(number: UInt32, isMoreToCome: Bool, exponent: UInt8) {
        self.number = number
        self.isMoreToCome = isMoreToCome
        self.exponent = exponent
    }

    /// A block of a size in bytes: a power of two from 16 to 1024; other sizes are rounded down to one.
    package init(number: UInt32, isMoreToCome: Bool, size: Int) {
        self.init(number: number, isMoreToCome: isMoreToCome, exponent: Self.exponent(ofSize: size))
    }

    /// The option's value; nil if it has more than 3 bytes.
    package init?(_ option: Option) {
        guard option.value.count <= 3, let value = option.uint else { return nil }
        self.init(number: value >> 4, isMoreToCome: value & 8 != 0, exponent: UInt8(value & 7))
    }

    /// The value as the option carries it.
    package var uint: UInt32 { number << 4 | (isMoreToCome ? 8 : 0) | UInt32(exponent & 7) }

    /// Bytes in a block, 16...1024.
    package var size: Int { 16 << Int(min(exponent, 6)) }

    /// Where the block begins in the whole payload, in bytes.
    package var offset: Int { Int(number) * size }

    /// Whether the exponent is the reserved one.
    var isReserved: Bool { exponent == 7 }

    /// The largest exponent whose blocks do not exceed a size in bytes; 0 for sizes below 16.
    package static func exponent(ofSize size: Int) -> UInt8 {
        var exponent: UInt8 = 0
        while exponent < 6, 32 << Int(exponent) <= size { exponent += 1 }
        return exponent
    }
}

extension BlockOption: CustomStringConvertible {
    /// `0/1/128`: number, whether more follow, bytes.
    package var description: String { "\(number)/\(isMoreToCome ? 1 : 0)/\(size)" }
}

/// The number of a notification, which tells older from newer ones: 24 bits, wrapping around to 0.
///
/// - Source: RFC 7641 §3.4 and §4.4.
package struct ObserveNumber: RawRepresentable, Hashable, Sendable {
    /// 0...16777215
    package let rawValue: UInt32
    /// The low 24 bits of a number.
    package init(rawValue: UInt32) { self.rawValue = rawValue & 0xFF_FFFF }

    /// The number of the next notification.
    package var next: ObserveNumber { ObserveNumber(rawValue: rawValue &+ 1) }

    /// Whether this number, received at one time, is newer than another one received earlier.
    ///
    /// - Parameters:
    ///   - time, earlier: when each of the two was received, in seconds.
    package func isNewer(than other: ObserveNumber, at time: Double, earlier: Double) -> Bool {
        let (old, new) = (other.rawValue, rawValue)
        return (old < new && new - old < 1 << 23) || (old > new && old - new > 1 << 23) || time > earlier + 128
    }
}
