import Randomness
import Testing

struct FNV1aTests {
    /// - Source: draft-eastlake-fnv-17, appendix C.
    @Test(
        arguments: [
            ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
        ] as [(String, UInt64)]) func hashesTheVectors(text: String, value: UInt64)
    {
        #expect(FNV1a(text.utf8).value == value)
    }
}
