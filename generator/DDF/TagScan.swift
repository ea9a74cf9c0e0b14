/// Scans the raw text of a file for tags with more attributes than a definition has.
///
/// libxml2 compares each attribute of a tag with all others before it passes any on, so that a tag with hundreds of
/// thousands of attributes would take minutes. This reads each byte once.
struct TagScan {
    private let bytes: [UInt8]
    /// The number of bytes in one unit of the text, and which of them holds the ASCII letters.
    private let width: Int
    private let low: Int
    private var place: Int
    private var line = 1

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // The first two characters of an XML file are ASCII, or a byte order mark (XML 1.0 appendix F).
        let head = Array(bytes.prefix(4))
        (width, low, place) =
            switch head {
            case [0, 0, 0xFE, 0xFF], [0, 0, 0, 0x3C]: (4, 3, 0)
            case [0xFF, 0xFE, 0, 0], [0x3C, 0, 0, 0]: (4, 0, 0)
            case _ where head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0, 0x3C]): (2, 1, 0)
            case _ where head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0x3C, 0]): (2, 0, 0)
            default: (1, 0, 0)
            }
    }

    /// The line of the first tag with too many attributes; nil if there is none.
    ///
    /// - Parameter most: the maximum number for a tag.
    static func crowdedTag(in bytes: [UInt8], most: Int) -> Int? {
        var scan = TagScan(bytes)
        return scan.crowdedTag(most: most)
    }

    /// The name of the encoding in the declaration of the file, in lower case; nil if there is none.
    static func encoding(of bytes: [UInt8]) -> String? {
        let scan = TagScan(bytes)
        var text = ""
        for index in 0..<200 {
            guard let unit = scan.unit(index) else { break }
            if unit < 0x80 { text.unicodeScalars.append(Unicode.Scalar(unit)) }
            if unit == UInt8(ascii: ">") { break }
        }
        guard let declaration = text.lowercased().split(separator: "encoding", maxSplits: 1).last,
            text.contains("<?xml"),
            text.lowercased().contains("encoding")
        else { return nil }
        let words = declaration.drop { $0 == " " || $0 == "=" || $0 == "\t" || $0 == "\r" || $0 == "\n" }
        guard let quote = words.first, quote == "\"" || quote == "'" else { return nil }
        return String(words.dropFirst().prefix { $0 != quote })
    }

    /// Whether an encoding represents ASCII letters as themselves, and nothing else looks like one of `<>"'`.
    static func isScanned(_ encoding: String) -> Bool {
        let known =
            "utf-8 utf8 utf-16 utf-32 ucs-2 ucs-4 iso-10646 iso-8859 iso8859 iso_8859 latin ascii us-ascii windows- cp125 koi8 "
            + "macintosh gb big5 shift_jis shift-jis sjis euc- tis-620"
        return known.split(separator: " ").contains { encoding.hasPrefix($0) }
    }

    /// A unit of the text as ASCII; 0xFF for anything else, nil past the end.
    private func unit(_ index: Int) -> UInt8? {
        let start = place + index * width
        guard start + width <= bytes.count else { return nil }
        if width == 1 { return bytes[start] }
        for offset in 0..<width where offset != low && bytes[start + offset] != 0 { return 0xFF }
        return bytes[start + low]
    }

    private mutating func crowdedTag(most: Int) -> Int? {
        while let first = next() {
            guard first == UInt8(ascii: "<") else { continue }
            if starts("!--") {
                skip(to: "-->")
            } else if starts("![CDATA[") {
                skip(to: "]]>")
            } else if starts("?") {
                skip(to: "?>")
            } else {
                let line = self.line
                if countAttributes(most: most) > most { return line }
            }
        }
        return nil
    }

    private mutating func next() -> UInt8? {
        guard let unit = unit(0) else { return nil }
        place += width
        if unit == 0x0A { line += 1 }
        return unit
    }

    private func starts(_ word: StaticString) -> Bool {
        (0..<word.utf8CodeUnitCount).allSatisfy { unit($0) == word.utf8Start[$0] }
    }

    private mutating func skip(to word: StaticString) {
        while unit(0) != nil, !starts(word) { _ = next() }
        for _ in 0..<word.utf8CodeUnitCount { _ = next() }
    }

    /// Reads to the end of a tag; each attribute has one value in quotes.
    private mutating func countAttributes(most: Int) -> Int {
        var count = 0
        var quote: UInt8?
        while count <= most, let unit = next() {
            if let open = quote {
                if unit == open { quote = nil }
            } else if unit == 0x22 || unit == 0x27 {
                quote = unit
                count += 1
            } else if unit == UInt8(ascii: ">") {
                break
            } else if unit == UInt8(ascii: "<") {
                // Not well-formed; libxml2 reports the error.
                place -= width
                break
            }
        }
        return count
    }
}
