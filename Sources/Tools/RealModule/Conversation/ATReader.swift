/// Splits what a module sends into lines, prompts and the bytes of files.
struct ATReader {
    enum Piece: Hashable {
        /// Without its end, CR, LF or both; never empty.
        case line(String)
        /// `>` or `@` where a line would begin.
        case prompt
        case file([UInt8])
    }

    /// Whether a prompt may come.
    var expectsPrompt = false
    /// The name in front of the bytes of a file, if they may come.
    var fileName: String?

    private var buffer: [UInt8] = []
    /// How many bytes of the buffer are known to contain no end of a line.
    private var searched = 0

    /// A line without an end is one after so many bytes.
    private static let longestLine = 1 << 16
    /// The longest beginning of an answer with the bytes of a file: its names have at most 248 bytes.
    private static let longestHeader = 600

    /// How many bytes wait for their end.
    var waiting: Int { buffer.count }

    mutating func append(_ bytes: some Collection<UInt8>) { buffer += bytes }

    /// Forgets what has no end yet.
    mutating func clear() {
        buffer = []
        searched = 0
    }

    /// The next piece that is complete.
    mutating func next() -> Piece? {
        while true {
            if searched == 0 {
                guard let first = buffer.first else { return nil }
                if first == 13 || first == 10 {
                    buffer.removeFirst(buffer.prefix { $0 == 13 || $0 == 10 }.count)
                    continue
                }
                if expectsPrompt, first == UInt8(ascii: ">") || first == UInt8(ascii: "@") {
                    buffer.removeFirst()
                    return .prompt
                }
                switch file() {
                case .whole(let bytes): return .file(bytes)
                case .partial: return nil
                case .none: break
                }
            }
            guard let end = buffer[searched...].firstIndex(where: { $0 == 13 || $0 == 10 }) else {
                searched = buffer.count
                guard searched >= Self.longestLine else { return nil }
                return take(searched)
            }
            return take(end)
        }
    }

    private mutating func take(_ count: Int) -> Piece {
        defer {
            buffer.removeFirst(count)
            searched = 0
        }
        return .line(String(decoding: buffer[..<count], as: UTF8.self))
    }

    private enum FilePart { case whole([UInt8]), partial }

    /// The bytes of `+URDFILE: "name",3,"abc"` at the start of the buffer; nil if it begins otherwise.
    private mutating func file() -> FilePart? {
        guard let fileName else { return nil }
        let start = Array((fileName + ":").utf8)
        guard buffer.starts(with: start) else { return start.starts(with: buffer) ? .partial : nil }
        let header = buffer.prefix(Self.longestHeader)
        var quotes = 0
        var size = 0
        var index = start.count
        // The name stands between the first two quotes, the size behind them, the bytes behind the third.
        while index < header.count {
            let byte = header[index]
            if byte == UInt8(ascii: "\"") {
                quotes += 1
                if quotes == 3 { break }
            } else if quotes == 2, (48...57).contains(byte) {
                guard size < 1 << 40 else { return nil }
                size = size * 10 + Int(byte - 48)
            } else if byte == 13 || byte == 10 {
                return nil
            }
            index += 1
        }
        guard quotes == 3 else { return header.count < Self.longestHeader ? .partial : nil }
        let first = index + 1
        guard buffer.count > first + size else { return .partial }
        let bytes = Array(buffer[first..<first + size])
        buffer.removeFirst(first + size + (buffer[first + size] == UInt8(ascii: "\"") ? 1 : 0))
        return .whole(bytes)
    }
}
