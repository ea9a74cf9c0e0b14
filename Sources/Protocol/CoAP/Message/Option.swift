/// One option of a message: a number and up to 65,804 bytes.
///
/// - Source: RFC 7252 §3.1 and §3.2.
package struct Option: Hashable, Sendable {
    package var number: OptionNumber
    /// The bytes; those of a received message share its memory.
    package var value: ArraySlice<UInt8>

    package init(_ number: OptionNumber, _ value: ArraySlice<UInt8>) {
        self.number = number
        self.value = value
    }

    /// An option with a text value.
    package init(_ number: OptionNumber, _ text: String) { self.init(number, Array(text.utf8)[...]) }

    /// An option with an unsigned number as its value: big-endian, without leading zeros; 0 has no bytes.
    package init(_ number: OptionNumber, uint: UInt32) {
        self.init(number, Self.bytes(of: uint)[...])
    }

    /// The bytes of an unsigned number as options carry it: 0 to 4 of them.
    package static func bytes(of value: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        for shift in stride(from: UInt32(24), through: 0, by: -8) where value >> shift != 0 {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
        return bytes
    }

    /// The value as an unsigned number, leading zeros allowed; nil if it does not fit into 32 bits.
    package var uint: UInt32? { Self.uint(of: value) }

    /// Bytes as an unsigned number, leading zeros allowed; nil if it does not fit into 32 bits.
    static func uint(of bytes: some Sequence<UInt8>) -> UInt32? {
        var number: UInt32 = 0
        for byte in bytes {
            guard number >> 24 == 0 else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    /// The value as text; nil if it is not UTF-8.
    package var text: String? { Self.isText(value) ? String(decoding: value, as: UTF8.self) : nil }

    /// Whether bytes are UTF-8.
    static func isText(_ bytes: some Sequence<UInt8>) -> Bool {
        // Nearly all texts are ASCII, which is faster to check.
        for byte in bytes where byte >= 0x80 { return String(validating: bytes, as: UTF8.self) != nil }
        return true
    }
}

/// The number that identifies an option.
///
/// - Source: RFC 7252 §5.10, RFC 7641 §2, RFC 7959 §2.1.
@usableFromInline package struct OptionNumber: RawRepresentable, Hashable, Comparable, Sendable {
    @usableFromInline package let rawValue: UInt16
    @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }
    @inlinable package init(_ rawValue: UInt16) { self.rawValue = rawValue }

    package static let ifMatch = OptionNumber(1)
    package static let uriHost = OptionNumber(3)
    package static let etag = OptionNumber(4)
    package static let ifNoneMatch = OptionNumber(5)
    package static let observe = OptionNumber(6)
    package static let uriPort = OptionNumber(7)
    package static let locationPath = OptionNumber(8)
    package static let uriPath = OptionNumber(11)
    package static let contentFormat = OptionNumber(12)
    static let maxAge = OptionNumber(14)
    package static let uriQuery = OptionNumber(15)
    package static let accept = OptionNumber(17)
    static let locationQuery = OptionNumber(20)
    package static let block2 = OptionNumber(23)
    package static let block1 = OptionNumber(27)
    package static let size2 = OptionNumber(28)
    package static let proxyURI = OptionNumber(35)
    static let proxyScheme = OptionNumber(39)
    package static let size1 = OptionNumber(60)

    /// Whether a receiver that does not know the option must not act on the message: the number is odd.
    var isCritical: Bool { rawValue & 1 == 1 }

    @inlinable package static func < (a: OptionNumber, b: OptionNumber) -> Bool { a.rawValue < b.rawValue }
}

extension OptionNumber: CustomStringConvertible {
    /// The name in RFC 7252 with the number, `Uri-Path (11)`; only the number if there is no name.
    @usableFromInline package var description: String {
        Self.names[rawValue].map { "\($0) (\(rawValue))" } ?? "\(rawValue)"
    }

    private static let names: [UInt16: String] = [
        1: "If-Match", 3: "Uri-Host", 4: "ETag", 5: "If-None-Match", 6: "Observe", 7: "Uri-Port", 8: "Location-Path",
        11: "Uri-Path", 12: "Content-Format", 14: "Max-Age", 15: "Uri-Query", 17: "Accept", 20: "Location-Query",
        23: "Block2", 27: "Block1", 28: "Size2", 35: "Proxy-Uri", 39: "Proxy-Scheme", 60: "Size1",
    ]
}
