/// Bytes as pairs of hexadecimal digits.
///
/// - Source: RFC 4648 §8.
public enum Hexadecimal {
    /// Two lower-case digits a byte, without blanks.
    public static func text(of bytes: some Sequence<UInt8>) -> String {
        bytes.reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
    }

    /// The bytes of pairs of digits in either case; nil for anything else.
    public static func bytes(of text: some Sequence<UInt8>) -> [UInt8]? {
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
