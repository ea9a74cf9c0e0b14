import FileSystem
import LwM2M
import Wording

/// Reads the sources of values from a text: one line per Resource.
///
///     unit min
///     /3300/0/5700 sine min=18 max=24 period=60 every=1
///     /3300/1/5700 csv readings.csv
///
/// `docs/values.md` describes the format.
package struct ValueSourceReader {
    private let file: String
    /// The folder of the files that the text names.
    private let folder: String
    private var line = 0
    /// The number of seconds in the unit of time.
    private var unit = 1.0
    private var sources: [ValueSource] = []

    private init(_ file: String, folder: String) { (self.file, self.folder) = (file, folder) }

    /// The sources of a file.
    ///
    /// - throws: the first error, with its place.
    package static func read(_ path: String) throws(ValueSourceError) -> [ValueSource] {
        try parse(try bytes(of: path, for: path), file: path, folder: Paths.directory(of: path))
    }

    /// The sources of a text.
    ///
    /// - Parameters:
    ///   - file: the name for messages.
    ///   - folder: where the files that it names are.
    /// - throws: the first error, with its place.
    package static func parse(
        _ bytes: [UInt8], file: String, folder: String
    ) throws(ValueSourceError) -> [ValueSource] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ValueSourceError("\(file): the text is not UTF-8")
        }
        var reader = ValueSourceReader(file, folder: folder)
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            reader.line += 1
            try reader.take(line)
        }
        return reader.sources
    }

    private static let longest = 16 << 20

    private static func bytes(of path: String, for place: String) throws(ValueSourceError) -> [UInt8] {
        do throws(FileSystemError) { return try Files.readText(path, limit: longest) } catch {
            throw ValueSourceError(place == path ? "\(error)" : "\(place): \(error)")
        }
    }

    private func refusal(_ why: String) -> ValueSourceError { ValueSourceError("\(file):\(line): \(why)") }

    // MARK: - Lines

    private mutating func take(_ line: Substring) throws(ValueSourceError) {
        let words = try words(of: line)
        guard let first = words.first else { return }
        if first == "unit" {
            guard words.count == 2, let seconds = Self.units[words[1]] else {
                throw refusal("unit takes one of ms, s, min, h")
            }
            guard sources.isEmpty else { throw refusal("unit stands before the first Resource") }
            unit = seconds
            return
        }
        let path: Path
        do throws(LwM2MError) { path = try Path(parsing: first) } catch { throw refusal(error.message) }
        guard path.depth >= 3 else { throw refusal("\(path) is no Resource: write /3300/0/5700 sine ...") }
        guard !sources.contains(where: { $0.path == path }) else { throw refusal("\(path) has a line already") }
        guard words.count > 1 else { throw refusal("\(path) lacks its source: \(Self.kinds)") }
        var parameters = try Parameters(Array(words.dropFirst(2)), refusal)
        sources.append(try source(path, words[1], &parameters))
        try parameters.end(refusal)
    }

    private static let units = ["ms": 0.001, "s": 1.0, "min": 60, "h": 3600]
    private static let kindNames = ["constant", "ramp", "sine", "walk", "csv"]
    private static let kinds = kindNames.joined(separator: ", ")

    /// The words of a line up to a comment; quotes keep blanks together.
    private func words(of line: Substring) throws(ValueSourceError) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
                word = word ?? ""
            } else if !isQuoted, character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else if !isQuoted, character == "#", word == nil {
                break
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard !isQuoted else { throw refusal("a quote is not closed") }
        return words + [word].compactMap { $0 }
    }

    // MARK: - Sources

    private func source(
        _ path: Path, _ kind: String, _ parameters: inout Parameters
    ) throws(ValueSourceError) -> ValueSource {
        let shape: ValueSource.Shape
        switch kind {
        case "constant": shape = .constant(Self.sample(try parameters.word("a value", refusal)))
        case "ramp":
            let over = try positive("over", try parameters.number("over", refusal))
            shape = .ramp(
                from: try parameters.number("from", refusal), to: try parameters.number("to", refusal), over: over,
                period: try period(&parameters, atLeast: over))
        case "sine":
            let (low, high) = try bounds(&parameters)
            shape = .sine(
                min: low, max: high, period: try positive("period", try parameters.number("period", refusal)))
        case "walk":
            let from = try parameters.number("from", refusal)
            let low = try parameters.number("min", refusal, else: -.greatestFiniteMagnitude)
            let high = try parameters.number("max", refusal, else: .greatestFiniteMagnitude)
            guard low <= from, from <= high else { throw refusal("from does not lie between min and max") }
            shape = .walk(
                from: from, step: try parameters.number("step", refusal), min: low, max: high,
                seed: try parameters.seed(refusal))
        case "csv": shape = try table(try parameters.word("the name of a file", refusal), &parameters)
        default:
            throw refusal(
                "'\(kind)' is not a source: \(Self.kinds)" + Spelling.suggestion(for: kind, among: Self.kindNames))
        }
        // A table has its own times.
        let interval = kind == "csv" ? 1 : try positive("every", try parameters.number("every", refusal, else: 1))
        return ValueSource(path, shape, every: interval, place: "\(file):\(line)")
    }

    private func bounds(_ parameters: inout Parameters) throws(ValueSourceError) -> (Double, Double) {
        let (low, high) = (try parameters.number("min", refusal), try parameters.number("max", refusal))
        guard low <= high else { throw refusal("min is greater than max") }
        return (low, high)
    }

    /// A duration in seconds.
    private func positive(_ name: String, _ number: Double) throws(ValueSourceError) -> Double {
        // Shorter ones would be lost on a clock of nanoseconds.
        guard number * unit >= 0.001, number * unit <= 1e9 else {
            throw refusal("\(name) is a time from 1 ms to 1e9 s")
        }
        return number * unit
    }

    private func period(_ parameters: inout Parameters, atLeast least: Double) throws(ValueSourceError) -> Double? {
        guard parameters.has("period") else { return nil }
        let period = try positive("period", try parameters.number("period", refusal))
        guard period >= least else { throw refusal("period is shorter than the series") }
        return period
    }

    // MARK: - CSV

    /// Lines `TIME,VALUE`, the first of which may name the columns.
    private func table(_ name: String, _ parameters: inout Parameters) throws(ValueSourceError) -> ValueSource.Shape {
        let path = name.hasPrefix("/") ? name : Paths.join(folder, name)
        let bytes = try Self.bytes(of: path, for: "\(file):\(line)")
        guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal("\(path) is not UTF-8") }
        var rows: [ValueSource.Row] = []
        for (number, entry) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if entry.allSatisfy(\.isWhitespace) || entry.hasPrefix("#") { continue }
            let cells = entry.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map(Self.trimmed)
            func refusal(_ why: String) -> ValueSourceError { ValueSourceError("\(path):\(number + 1): \(why)") }
            guard cells.count == 2 else { throw refusal("a line is TIME,VALUE") }
            guard let time = Double(cells[0]), time >= 0, time * unit <= 1e9 else {
                if number == 0, Double(cells[0]) == nil, Double(cells[1]) == nil { continue }
                throw refusal("'\(cells[0])' is not a time from 0 on")
            }
            guard time * unit > rows.last?.time ?? -1 else { throw refusal("times ascend, and \(cells[0]) does not") }
            rows.append(ValueSource.Row(time: time * unit, sample: Self.sample(cells[1])))
        }
        guard let last = rows.last else { throw refusal("\(path) has no line TIME,VALUE") }
        return .table(rows, period: try period(&parameters, atLeast: last.time + 0.001))
    }

    private static func trimmed(_ text: Substring) -> String {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1
            ? String(text.dropFirst().dropLast()) : text
    }

    private static func sample(_ word: String) -> ValueSource.Sample {
        Double(word).flatMap { $0.isFinite ? .number($0) : nil } ?? .text(word)
    }
}

/// What follows the name of a source: words, and `NAME=NUMBER`.
private struct Parameters {
    private var words: [String] = []
    private var named: [String: String] = [:]

    init(_ words: [String], _ refusal: (String) -> ValueSourceError) throws(ValueSourceError) {
        for word in words {
            guard let equals = word.firstIndex(of: "="), word[..<equals].allSatisfy(\.isLetter),
                equals > word.startIndex
            else {
                self.words.append(word)
                continue
            }
            let name = String(word[..<equals])
            guard named.updateValue(String(word[word.index(after: equals)...]), forKey: name) == nil else {
                throw refusal("\(name)= stands twice")
            }
        }
    }

    func has(_ name: String) -> Bool { named[name] != nil }

    mutating func word(_ what: String, _ refusal: (String) -> ValueSourceError) throws(ValueSourceError) -> String {
        guard !words.isEmpty else { throw refusal("\(what) is missing") }
        return words.removeFirst()
    }

    mutating func number(
        _ name: String, _ refusal: (String) -> ValueSourceError, else standard: Double? = nil
    ) throws(ValueSourceError) -> Double {
        guard let text = named.removeValue(forKey: name) else {
            guard let standard else { throw refusal("\(name)= is missing") }
            return standard
        }
        guard let number = Double(text), number.magnitude <= 1e300 else {
            throw refusal("\(name)=\(text) is not a number")
        }
        return number
    }

    mutating func seed(_ refusal: (String) -> ValueSourceError) throws(ValueSourceError) -> UInt64 {
        guard let text = named.removeValue(forKey: "seed") else { return 1 }
        guard let seed = UInt64(text) else { throw refusal("seed=\(text) is not a whole number from 0 on") }
        return seed
    }

    /// - throws: for anything left over.
    func end(_ refusal: (String) -> ValueSourceError) throws(ValueSourceError) {
        if let word = words.first ?? named.keys.sorted().first.map({ $0 + "=" }) {
            throw refusal("'\(word)' has no meaning here")
        }
    }
}

/// What is wrong with a source file, with its place.
package struct ValueSourceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `values.txt:3: period= is missing`.
    package let description: String

    init(_ description: String) { self.description = description }
}
