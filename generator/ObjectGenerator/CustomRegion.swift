/// A place in a generated file whose lines belong to the engineer.
public enum CustomRegion: String, Hashable, Sendable, CaseIterable {
    /// After the tables, before the functions.
    case file
    case create
    case delete
    case read
    case write
    case execute
    /// The only one of a test file.
    case tests

    /// The line before the code, without its indent; its spelling never changes.
    var begin: String { "-- custom \(rawValue): your code between these two lines is kept" }
    /// The line after the code, without its indent; its spelling never changes.
    var end: String { "-- custom \(rawValue): end" }
}

extension CustomRegion {
    /// A line of a file that begins or ends a region.
    enum Marker: Hashable {
        case begin(CustomRegion)
        case end(CustomRegion)

        /// Nil for any other line; blanks around the marker do not count.
        init?(_ line: ArraySlice<UInt8>) {
            guard let text = Self.comment(line), text.starts(with: "-- custom ".utf8) else { return nil }
            for region in CustomRegion.allCases {
                if text.elementsEqual(region.begin.utf8) {
                    self = .begin(region)
                    return
                }
                if text.elementsEqual(region.end.utf8) {
                    self = .end(region)
                    return
                }
            }
            return nil
        }

        /// The text of a line that was a marker once, `-- custom reed: end`; nil for any other line.
        static func lookalike(_ line: ArraySlice<UInt8>) -> String? {
            guard let comment = comment(line) else { return nil }
            let text = String(decoding: comment.prefix(100), as: UTF8.self)
            let words = text.lowercased().drop { $0 == "-" || $0 == " " }
            guard words.hasPrefix("custom"), words.contains(":"),
                words.hasSuffix("end") || words.contains("your code between")
            else { return nil }
            return String(text.map { $0.isASCII && ($0 >= " " && $0 != "\u{7F}") ? $0 : "?" })
        }

        private static func comment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
            guard line.count > 10, line.contains(0x3A) else { return nil }
            let text = trimmed(line)
            return text.starts(with: "--".utf8) ? text : nil
        }
    }
}
