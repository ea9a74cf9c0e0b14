#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Files {
    /// Passes each line of a file, or of standard input for `-`, to a body as soon as it is there, without keeping the
    /// file: a file of any size needs one piece of memory.
    ///
    /// - Parameters:
    ///   - longest: the most bytes of a line.
    ///   - ends: the bytes that end a line.
    ///   - body: gets a line without its end; answers whether it wants another.
    /// - throws: what the system says, `File too large` for a longer line, and what the body throws.
    package static func forEachLine(
        of path: String, longest: Int, endedBy ends: [UInt8] = [0x0A],
        _ body: (ArraySlice<UInt8>) throws -> Bool
    ) throws {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystemError(action: "read", path: path, number: errno) }
        defer { if path != "-" { close(descriptor) } }
        var kept: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        // What was searched before and holds no end.
        var searched = 0
        var isFirst = true
        func take(_ line: ArraySlice<UInt8>) throws -> Bool {
            defer { isFirst = false }
            return try body(isFirst ? ByteOrderMark.skipped(in: line) : line)
        }
        while true {
            let count = retrying { systemRead(descriptor, &piece) }
            guard count >= 0 else { throw FileSystemError(action: "read", path: path, number: errno) }
            kept += piece[..<count]
            var start = kept.startIndex
            while let end = kept[max(start, searched)...].firstIndex(where: { ends.contains($0) }) {
                guard end - start <= longest else { throw FileSystemError(action: "read", path: path, number: EFBIG) }
                guard try take(kept[start..<end]) else { return }
                start = end + 1
            }
            kept.removeSubrange(..<start)
            searched = kept.count
            guard kept.count <= longest else { throw FileSystemError(action: "read", path: path, number: EFBIG) }
            if count == 0 {
                if !kept.isEmpty { _ = try take(kept[...]) }
                return
            }
        }
    }
}

// A name that no method has.
private func systemRead(_ descriptor: Int32, _ piece: inout [UInt8]) -> Int { read(descriptor, &piece, piece.count) }
