/// Collects the bytes of a file.
struct ByteWriter {
    var bytes: [UInt8] = []
    /// Where custom code stands, between the marker lines.
    private(set) var regions: [Range<Int>] = []

    /// Where the digits of the checksum go; nil before its line is written.
    var checksumOffset: Int?

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func put(_ text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
        if isDone == nil { bytes.append(contentsOf: text.utf8) }
    }

    mutating func put(_ more: [UInt8]) { bytes += more }

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    /// Writes a string of Lua in double quotes; control bytes become `\ddd`, which every version of Lua knows.
    mutating func quoted(_ text: String) {
        put(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C:
                put(0x5C)
                put(byte)
            case 0..<0x20, 0x7F:
                put(0x5C)
                put(0x30 + byte / 100)
                put(0x30 + byte / 10 % 10)
                put(0x30 + byte % 10)
            default: put(byte)
            }
        }
        put(0x22)
    }

    /// Writes text from a definition into a comment: one line, ASCII, at most 100 bytes.
    mutating func comment(_ text: String) {
        for byte in text.utf8.prefix(100) {
            put(byte < 0x20 || byte == 0x7F ? 0x20 : byte > 0x7F ? UInt8(ascii: "?") : byte)
        }
    }

    /// Writes a place for custom code with what stands in it.
    ///
    /// The code ends with a line break of its own.
    mutating func region(_ region: CustomRegion, _ code: [UInt8]?, indent: String) {
        put(indent)
        put(region.begin)
        put("\n")
        let start = bytes.count
        if let code { put(code) }
        regions.append(start..<bytes.count)
        put(indent)
        put(region.end)
        put("\n")
    }
}
