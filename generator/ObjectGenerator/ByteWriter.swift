import Randomness

/// Collects the bytes of a file.
struct ByteWriter {
    var bytes: [UInt8] = []
    /// Where custom code is located, between the marker lines.
    private(set) var regions: [Range<Int>] = []

    /// Where the checksum's digits go; nil before the checksum line is written.
    var checksumOffset: Int?

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func write(_ text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
        if isDone == nil { bytes.append(contentsOf: text.utf8) }
    }

    mutating func write(_ more: [UInt8]) { bytes += more }

    mutating func write(_ byte: UInt8) { bytes.append(byte) }

    /// Writes a double-quoted Lua string; control bytes become `\ddd`, which every version of Lua knows.
    mutating func quoted(_ text: String) { quoted(bytes: Array(text.utf8)) }

    /// Writes bytes as a Lua string; non-ASCII bytes are left as they are, as in UTF-8 text.
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

    /// Writes text from a definition as a comment: one line, ASCII, at most 100 bytes.
    mutating func comment(_ text: String) {
        for byte in text.utf8.prefix(100) {
            write(byte < 0x20 || byte == 0x7F ? 0x20 : byte > 0x7F ? UInt8(ascii: "?") : byte)
        }
    }

    /// Writes a region for custom code, with its contents.
    ///
    /// The code must end with its own line break.
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
    /// Writes the checksum line, with room for the digits.
    mutating func checksumLine() {
        write(GeneratedFile.checksumPrefix)
        checksumOffset = bytes.count
        write(String(repeating: "0", count: Checksum.length))
        write("\n")
    }

    /// The file, with the checksum of everything outside the custom regions.
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

/// The hash of the lines of a file that belong to the generator.
///
/// Carriage returns are ignored, so a checkout with CRLF line endings still matches.
struct Checksum {
    private var hash = FNV1a()

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        var hash = self.hash
        bytes.withUnsafeBufferPointer { buffer in for byte in buffer where byte != 0x0D { hash.add(byte) } }
        self.hash = hash
    }

    /// Sixteen hexadecimal digits.
    var digits: [UInt8] {
        (0..<16).map { place in
            let digit = UInt8(truncatingIfNeeded: hash.value >> UInt64(60 - 4 * place)) & 15
            return digit < 10 ? 0x30 + digit : 0x57 + digit
        }
    }

    /// The number of digits.
    static let length = 16
}
