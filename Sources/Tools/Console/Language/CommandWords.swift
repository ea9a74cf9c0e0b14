package import LwM2M

/// The words after a command's verb, taken one after another.
package struct CommandWords {
    /// The format from `as FORMAT` at the end; nil if there is none.
    package private(set) var format: ContentFormat?
    /// The usage of the command, for errors: `write PATH VALUE`.
    private let usage: String
    /// The message for a missing word, before the usage: `write needs more`.
    private let shortage: String
    private var words: ArraySlice<Word>
    /// The column after the word taken last.
    private var end: Int

    /// - Parameters:
    ///   - words: those of the command, including its verb.
    ///   - usage: the usage of the command.
    ///   - shortage: the message for a missing word.
    init(_ words: [Word], usage: String, shortage: String) {
        (self.usage, self.shortage) = (usage, shortage)
        self.words = words.dropFirst()
        end = words.first.map { $0.column + $0.raw.count } ?? 0
    }

    package var isEmpty: Bool { words.isEmpty }

    /// The next word, which is not removed; nil if there is none.
    package var first: Word? { words.first }

    /// The next word; nil if there is none.
    package mutating func take() -> Word? {
        guard let word = words.popFirst() else { return nil }
        end = word.column + word.raw.count
        return word
    }

    /// The next word.
    ///
    /// - throws: an error if there is none.
    package mutating func next() throws(ConsoleError) -> Word {
        guard let word = take() else { throw missing }
        return word
    }

    /// The remaining words.
    package mutating func takeAll() -> [Word] {
        defer { words = [] }
        return Array(words)
    }

    /// The next word as a path.
    package mutating func path() throws(ConsoleError) -> Path {
        let word = try next()
        do throws(LwM2MError) {
            return try Path(parsing: word.text)
        } catch {
            throw ConsoleError(error.message, column: word.column)
        }
    }

    /// The only remaining word, as a value.
    package mutating func value() throws(ConsoleError) -> Word {
        guard let value = take() else { throw error("the value is missing") }
        guard let more = words.first else { return value }
        throw ConsoleError("a value with blanks goes in quotes: \(usage)", column: more.column)
    }

    /// The remaining words, as `RES=VALUE`.
    package mutating func assignments() throws(ConsoleError) -> [Assignment] {
        var assignments: [Assignment] = []
        for word in takeAll() { assignments.append(try Assignment(word)) }
        return assignments
    }

    /// The next word as the Short Server ID of a server.
    mutating func server() throws(ConsoleError) -> ShortServerID {
        let word = try next()
        guard let id = ShortServerID(decimal: word.raw) else {
            throw ConsoleError("'\(word.raw)' is not a Short Server ID (1 to 65534)", column: word.column)
        }
        return id
    }

    /// Takes `as FORMAT` from the end, if it is there.
    package mutating func takeFormat() throws(ConsoleError) {
        guard words.count >= 2, words[words.endIndex - 2].raw == "as", let word = words.last else { return }
        let names: [String: ContentFormat] = [
            "text": .text, "opaque": .opaque, "tlv": .tlv, "json": .json, "link-format": .linkFormat,
        ]
        guard let format = names[word.raw] ?? UInt16(word.raw).map(ContentFormat.init(rawValue:)) else {
            throw ConsoleError(
                "'\(word.raw)' is not a format: text, opaque, tlv, json or a number", column: word.column)
        }
        self.format = format
        words.removeLast(2)
    }

    /// Ensures that no words remain.
    func finish() throws(ConsoleError) {
        guard let word = words.first else { return }
        throw ConsoleError("unexpected argument '\(word.raw)': \(usage)", column: word.column)
    }

    /// The error for a missing word.
    package var missing: ConsoleError { error(shortage) }

    /// An error at the place after the word taken last.
    package func error(_ words: String) -> ConsoleError { ConsoleError("\(words): \(usage)", column: end) }
}

/// A decimal 16-bit id; nil for anything else.
func decimalID(_ text: Substring) -> UInt16? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
        return nil
    }
    return UInt16(text)
}

extension ShortServerID {
    /// The id of a server given as text, 1 to 65534; nil for anything else.
    package init?(decimal text: String) {
        guard let id = decimalID(text[...]), id != 0, id != maxID else { return nil }
        self = id
    }
}
