/// Bytes as pairs of hexadecimal digits.
///
/// - Source: RFC 4648 §8.
package enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two lower-case digits for each byte, without blanks.
    package static func text(of bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.underestimatedCount * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `hex:0a1b` stands for, as users write bytes; blanks, `:` and `-` between the digits are skipped.
    /// nil for any other text.
    package static func bytes(spelled text: String) -> [UInt8]? {
        guard text.hasPrefix("hex:") else { return nil }
        return bytes(of: text.utf8.dropFirst(4).filter { !isSeparator($0) })
    }

    /// Whether a byte may appear between the digits of a copied key.
    package static func isSeparator(_ byte: UInt8) -> Bool { [0x20, 0x3A, 0x2D].contains(byte) }

    /// The bytes of pairs of digits in either case; nil for anything else.
    package static func bytes(of text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for letter in text {
            guard letter < 0x80, let value = Character(Unicode.Scalar(letter)).hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | UInt8(value))
                high = nil
            } else {
                high = UInt8(value)
            }
        }
        return high == nil ? bytes : nil
    }
}
