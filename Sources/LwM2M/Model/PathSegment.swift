extension UInt16 {
    /// The id that a segment of a path spells in decimal digits; nil for any other text and for one above 65535.
    init?<Segment: Sequence>(segment: Segment) where Segment.Element == UInt8 {
        var value: UInt32 = 0
        var isEmpty = true
        for byte in segment {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
            guard value <= 65535 else { return nil }
            isEmpty = false
        }
        guard !isEmpty else { return nil }
        self = UInt16(value)
    }
}
