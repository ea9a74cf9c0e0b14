import Testing
import Wording

/// Numbers as text.
struct DigitsTests {
    @Test(arguments: [(7, 3, "007"), (1234, 3, "1234"), (0, 0, "0")])
    func padsWithZeros(number: Int, width: Int, text: String) {
        #expect(Digits.padded(number, to: width) == text)
    }

    @Test func padsInOtherRadixes() { #expect(Digits.padded(UInt64(0xAB), to: 4, radix: 16) == "00ab") }

    @Test(arguments: [(0, 3, "0.000"), (5, 3, "0.005"), (12345, 3, "12.345"), (10000, 4, "1.0000")])
    func putsAPoint(parts: Int, places: Int, text: String) {
        #expect(Digits.decimal(parts, places: places) == text)
    }

    @Test(arguments: [(30.0, "30"), (0.5, "0.5"), (-2, "-2"), (1e30, "1e+30"), (.infinity, "inf")])
    func leavesAWholeNumberWhole(number: Double, text: String) {
        #expect(Digits.brief(number) == text)
    }
}
