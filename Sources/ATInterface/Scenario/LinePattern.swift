/// What a command line of a host has to look like: the text itself, in upper or lower case, with `*` for anything.
struct LinePattern: Hashable {
    private let parts: [[UInt8]]

    init(_ text: String) {
        parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { part in
            part.map(ATLine.upper)
        }
    }

    /// Whether a line fits from its first to its last character.
    func fits(_ line: String) -> Bool {
        let line = line.utf8.map(ATLine.upper)
        guard parts.count > 1 else { return line == parts[0] }
        guard line.starts(with: parts[0]), line.count >= parts[0].count + parts[parts.count - 1].count,
            line.reversed().starts(with: parts[parts.count - 1].reversed())
        else { return false }
        var rest = line[parts[0].count..<(line.count - parts[parts.count - 1].count)]
        for part in parts[1..<(parts.count - 1)] {
            guard let place = Self.first(part, in: rest) else { return false }
            rest = rest[(place + part.count)...]
        }
        return true
    }

    private static func first(_ part: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
        guard !part.isEmpty else { return line.startIndex }
        return line.indices.first { line[$0...].starts(with: part) }
    }
}
