/// Collects the bytes of a file.
struct ByteWriter {
    var bytes: [UInt8] = []
    /// Where custom code stands, between the marker lines.
    private(set) var regions: [Range<Int>] = []

    /// Where the digits of the checksum are written; nil before its line is written.
    var checksumOffset: Int?

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func write(_ text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
        if isDone == nil { bytes.append(contentsOf: text.utf8) }
    }

    mutating func write(_ more: [UInt8]) { bytes += more }

    mutating func write(_ byte: UInt8) { bytes.append(byte) }

    /// Writes a string of Lua in double quotes; control bytes become `\ddd`, which every version of Lua knows.
    mutating func quoted(_ text: String) { quoted(bytes: Array(text.utf8)) }

    /// Writes bytes as a string of Lua; those that are no ASCII of a text stay as they are, as in a text of UTF-8.
    mutating func quoted(bytes: [UInt8]) {
        write(0x22)
        for byte in bytes {
            switch byte {
            case 0x22, 0x5C:
                write(0x5C)
                write(byte)
            case 0..<0x20, 0x7F:
                write(0x5C)
                write(0x30 + byte / 100)
                write(0x30 + byte / 10 % 10)
                write(0x30 + byte % 10)
            default: write(byte)
            }
        }
        write(0x22)
    }

    /// Writes text from a definition into a comment: one line, ASCII, at most 100 bytes.
    mutating func comment(_ text: String) {
        for byte in text.utf8.prefix(100) {
            write(byte < 0x20 || byte == 0x7F ? 0x20 : byte > 0x7F ? UInt8(ascii: "?") : byte)
        }
    }

    /// Writes a place for custom code with what stands in it.
    ///
    /// The code ends with a line break of its own.
    mutating func region(_ region: CustomRegion, _ code: [UInt8]?, indent: String) {
        write(indent)
        write(region.begin)
        write("\n")
        let start = bytes.count
        if let code { write(code) }
        regions.append(start..<bytes.count)
        write(indent)
        write(region.end)
        write("\n")
    }
}

extension ByteWriter {
    /// Writes the line of the checksum, with room for its digits.
    mutating func checksumLine() {
        write(GeneratedFile.checksumPrefix)
        checksumOffset = bytes.count
        write(String(repeating: "0", count: Checksum.length))
        write("\n")
    }

    /// The file with the checksum over everything outside the custom regions.
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

/// FNV-1a with 64 bits, over the lines of a file that belong to the generator.
///
/// Carriage returns do not count, so that a checkout with CRLF line ends still matches.
///
/// - Source: draft-eastlake-fnv-17.
struct Checksum {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        var value = self.value
        bytes.withUnsafeBufferPointer { buffer in
            for byte in buffer where byte != 0x0D { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        self.value = value
    }

    /// Sixteen hexadecimal digits.
    var digits: [UInt8] {
        (0..<16).map { place in
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
            return digit < 10 ? 0x30 + digit : 0x57 + digit
        }
    }

    /// How many digits there are.
    static let length = 16
}
