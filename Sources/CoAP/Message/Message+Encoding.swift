extension Message {
    /// The datagram of the message.
    ///
    /// - Source: RFC 7252 §3.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        var room = 4 + token.count + (payload.isEmpty ? 0 : payload.count + 1)
        for option in options.all { room += 5 + option.value.count }
        bytes.reserveCapacity(room)
        bytes.append(1 << 6 | type.rawValue << 4 | UInt8(token.count))
        bytes.append(code.rawValue)
        bytes.append(UInt8(id.rawValue >> 8))
        bytes.append(UInt8(truncatingIfNeeded: id.rawValue))
        for index in 0..<token.count { bytes.append(token[index]) }
        var last = 0
        for option in options.all {
            let number = Int(option.number.rawValue)
            let delta = number - last
            last = number
            // What is longer fits no datagram either.
            let value = option.value.prefix(Self.longestOption)
            let length = value.count
            bytes.append(Self.nibble(delta) << 4 | Self.nibble(length))
            Self.extend(delta, &bytes)
            Self.extend(length, &bytes)
            bytes.append(contentsOf: value)
        }
        if !payload.isEmpty {
            bytes.append(0xFF)
            bytes.append(contentsOf: payload)
        }
        return bytes
    }

    /// The most bytes that the length of an option can name.
    private static let longestOption = 65_804

    private static func nibble(_ value: Int) -> UInt8 { value < 13 ? UInt8(value) : value < 269 ? 13 : 14 }

    private static func extend(_ value: Int, _ bytes: inout [UInt8]) {
        if value >= 269 {
            bytes.append(UInt8((value - 269) >> 8))
            bytes.append(UInt8(truncatingIfNeeded: value - 269))
        } else if value >= 13 {
            bytes.append(UInt8(value - 13))
        }
    }
}
