extension Files {
    /// The content of a text, or of standard input for `-`: as `read`, without the mark at its beginning.
    ///
    /// - throws: as `read` does.
    package static func readText(_ path: String, limit: Int = .max) throws(FileSystemError) -> [UInt8] {
        let bytes = try read(path, limit: limit)
        let text = ByteOrderMark.skipped(in: bytes)
        return text.count == bytes.count ? bytes : Array(text)
    }
}

/// The mark U+FEFF with which some editors begin a text in UTF-8. It is none of its characters.
package enum ByteOrderMark {
    /// What follows the mark; the whole text if it does not begin with one.
    package static func skipped<Bytes: Collection<UInt8>>(in text: Bytes) -> Bytes.SubSequence {
        text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
    }
}
