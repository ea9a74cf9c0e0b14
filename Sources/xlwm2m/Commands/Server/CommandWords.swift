import Console
import LwM2M

/// The words behind a command's name, taken one after the other.
struct CommandWords {
    /// What `as FORMAT` at the end said; nil without one.
    private(set) var format: ContentFormat?
    private let usage: String
    private var words: ArraySlice<Word>
    private var end: Int

    /// - Parameters:
    ///   - usage: how the command is used, for errors.
    ///   - end: the column behind the command's name.
    init(_ usage: String, _ words: [Word], end: Int) {
        self.usage = usage
        self.words = words[...]
        self.end = end
    }

    /// The next word; nil where there is none.
    mutating func take() -> Word? {
        guard let word = words.popFirst() else { return nil }
        end = word.column + word.raw.count
        return word
    }

    /// The next word.
    mutating func next() throws(ConsoleError) -> Word {
        try readFormat()
        guard let word = take() else { throw missing }
        return word
    }

    /// The words that are left.
    mutating func takeAll() -> [Word] {
        defer { words = [] }
        return Array(words)
    }

    /// The next word as a path.
    mutating func path() throws(ConsoleError) -> Path {
        guard let word = take() else { throw missing }
        do throws(LwM2MError) {
            return try Path(parsing: word.text)
        } catch {
            throw ConsoleError(error.message, column: word.column)
        }
    }

    /// Takes `as FORMAT` from the end, where it stands there; answers the format.
    mutating func takeFormat() throws(ConsoleError) -> ContentFormat? {
        try readFormat()
        return format
    }

    /// Takes `as FORMAT` from the end, where it stands there.
    mutating func readFormat() throws(ConsoleError) {
        guard words.count >= 2, words[words.endIndex - 2].raw == "as", let word = words.last else { return }
        let names: [String: ContentFormat] = [
            "text": .text, "opaque": .opaque, "tlv": .tlv, "json": .json, "link-format": .linkFormat,
        ]
        guard let format = names[word.raw] ?? UInt16(word.raw).map(ContentFormat.init(rawValue:)) else {
            throw ConsoleError(
                "'\(word.raw)' is no format: text, opaque, tlv, json or a number", column: word.column)
        }
        self.format = format
        words.removeLast(2)
    }

    /// Makes sure that no word is left.
    func finish() throws(ConsoleError) {
        guard let word = words.first else { return }
        throw ConsoleError("'\(word.raw)' is too much: \(usage)", column: word.column)
    }

    /// What to say where a word is missing.
    var missing: ConsoleError { ConsoleError("something is missing: \(usage)", column: end) }
}
