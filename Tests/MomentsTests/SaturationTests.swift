import Moments
import Testing

/// Arithmetic that comes to the end of its range stays there.
struct SaturationTests {
    struct Conversion: Sendable, CustomTestStringConvertible {
        let value: Double
        let int64: Int64
        let uint16: UInt16
        var testDescription: String { "\(value)" }
    }

    static let conversions = [
        Conversion(value: 1.9, int64: 1, uint16: 1), Conversion(value: -1.9, int64: -1, uint16: 0),
        Conversion(value: 1e300, int64: .max, uint16: .max), Conversion(value: -1e300, int64: .min, uint16: 0),
        Conversion(value: .infinity, int64: .max, uint16: .max), Conversion(value: -.infinity, int64: .min, uint16: 0),
        Conversion(value: .nan, int64: 0, uint16: 0), Conversion(value: 0x1p63, int64: .max, uint16: .max),
        Conversion(value: -0x1p63, int64: .min, uint16: 0),
        Conversion(value: 65535.9, int64: 65535, uint16: 65535), Conversion(value: 65536, int64: 65536, uint16: 65535),
        Conversion(value: -0.5, int64: 0, uint16: 0),
    ]

    @Test(arguments: conversions) func converts(_ conversion: Conversion) {
        #expect(Int64(saturating: conversion.value) == conversion.int64)
        #expect(UInt16(saturating: conversion.value) == conversion.uint16)
    }

    @Test func staysAtTheEnds() {
        #expect(Int64.max.addingSaturated(1) == .max)
        #expect(Int64.min.addingSaturated(-1) == .min)
        #expect(Int64.min.subtractingSaturated(1) == .min)
        #expect(Int64(0).subtractingSaturated(.min) == .max)
        #expect(Int64.max.subtractingSaturated(-1) == .max)
        #expect(Int64(3).addingSaturated(-4) == -1)
    }

    @Test func countsTheTurnsOfOneMoment() {
        var turns = Turns()
        for moment in 0..<3 {
            let taken = (0..<Turns.most + 2).map { _ in turns.take(at: Double(moment)) }
            #expect(taken.firstIndex(of: false) == Turns.most)
            #expect(taken.last == true)
        }
    }
}
