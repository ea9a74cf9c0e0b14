/// The 64-bit hash FNV-1a of bytes: the same in every run and on every platform; not for secrets.
///
/// - Source: draft-eastlake-fnv-17.
@usableFromInline package struct FNV1a: Hashable, Sendable {
    @usableFromInline package var value: UInt64

    /// - Parameter seed: gives the same bytes other hashes; 0 for FNV-1a itself.
    @inlinable package init(seed: UInt64 = 0) { value = 0xCBF2_9CE4_8422_2325 ^ seed }

    /// The hash of some bytes.
    @inlinable package init(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) {
        self.init(seed: seed)
        for byte in bytes { add(byte) }
    }

    /// Takes one more byte.
    @inlinable package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
