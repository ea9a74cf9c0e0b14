/// Texts of scripts in messages, cut off where they would fill a page.
enum Excerpt {
    private static let longest = 2000

    /// The text, or its beginning and its length.
    static func of(_ text: String) -> String {
        guard text.utf8.count > longest else { return text }
        return String(decoding: text.utf8.prefix(longest), as: UTF8.self) + "... (\(text.utf8.count) bytes)"
    }
}
