extension ByteWriter {
    /// Writes the line of the checksum, with room for its digits.
    mutating func checksumLine() {
        put(GeneratedFile.checksumPrefix)
        checksumOffset = bytes.count
        put(String(repeating: "0", count: Checksum.length))
        put("\n")
    }

    /// The file with the checksum over all that stands outside the custom regions.
    consuming func sealed() -> [UInt8] {
        guard let offset = checksumOffset else { return bytes }
        var checksum = Checksum()
        var start = 0
        for hole in [offset..<offset + Checksum.length] + regions {
            checksum.add(bytes[start..<hole.lowerBound])
            start = hole.upperBound
        }
        checksum.add(bytes[start...])
        for (place, digit) in checksum.digits.enumerated() { bytes[offset + place] = digit }
        return bytes
    }
}
