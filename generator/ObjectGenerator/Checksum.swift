/// FNV-1a with 64 bits, over the lines of a file that belong to the generator.
///
/// Carriage returns do not count, so that a checkout with CRLF line ends still fits.
///
/// - Source: draft-eastlake-fnv-17.
struct Checksum {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        var value = self.value
        bytes.withUnsafeBufferPointer { buffer in
            for byte in buffer where byte != 0x0D { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        self.value = value
    }

    /// Sixteen hexadecimal digits.
    var digits: [UInt8] {
        (0..<16).map { place in
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
            return digit < 10 ? 0x30 + digit : 0x57 + digit
        }
    }

    /// How many digits there are.
    static let length = 16
}
