import Wording

/// What ties a response or a notification to its request: 0 to 8 bytes, chosen by the requester.
///
/// - Source: RFC 7252 §5.3.1.
package struct Token: Hashable, Sendable {
    /// The bytes, the first one most significant.
    private let value: UInt64
    /// 0...8
    package let count: Int

    /// The empty token.
    package static let empty = Token(value: 0, count: 0)

    init(value: UInt64, count: Int) {
        self.value = value
        self.count = count
    }

    /// A token of up to 8 bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        var value: UInt64 = 0
        var count = 0
        for byte in bytes {
            value = value << 8 | UInt64(byte)
            count += 1
        }
        precondition(count <= 8, "a token has at most 8 bytes")
        self.init(value: value, count: count)
    }

    package var bytes: [UInt8] { (0..<count).map { self[$0] } }

    /// The byte at an index from 0.
    subscript(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - index))) }
}

extension Token: CustomStringConvertible {
    /// The bytes in hex.
    package var description: String { Hexadecimal.text(of: bytes) }
}
