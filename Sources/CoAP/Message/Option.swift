/// One option of a message: a number and up to 65,804 bytes.
///
/// - Source: RFC 7252 §3.1 and §3.2.
public struct Option: Hashable, Sendable {
    public var number: OptionNumber
    /// The bytes; those of a received message share its memory.
    public var value: ArraySlice<UInt8>

    public init(_ number: OptionNumber, _ value: ArraySlice<UInt8>) {
        self.number = number
        self.value = value
    }

    /// An option with a text.
    public init(_ number: OptionNumber, _ text: String) { self.init(number, Array(text.utf8)[...]) }

    /// An option with an unsigned number: big-endian, without leading zeros, 0 in no byte at all.
    public init(_ number: OptionNumber, uint: UInt32) {
        self.init(number, Self.bytes(of: uint)[...])
    }

    /// The bytes of an unsigned number as options carry it: 0 to 4 of them.
    public static func bytes(of value: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        for shift in stride(from: UInt32(24), through: 0, by: -8) where value >> shift != 0 {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
        return bytes
    }

    /// The value as an unsigned number, leading zeros taken; nil where it does not fit 32 bits.
    public var uint: UInt32? {
        var number: UInt32 = 0
        for byte in value {
            guard number >> 24 == 0 else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    /// The value as text; nil where it is not UTF-8.
    public var text: String? { isText ? String(decoding: value, as: UTF8.self) : nil }

    /// Whether the value is UTF-8.
    var isText: Bool {
        // Nearly all are ASCII, which is seen faster.
        for byte in value where byte >= 0x80 { return String(validating: value, as: UTF8.self) != nil }
        return true
    }
}
