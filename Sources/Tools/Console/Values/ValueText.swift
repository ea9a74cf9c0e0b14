package import LwM2M
import Moments
import Wording

/// Values as people type and read them.
package enum ValueText {
    /// Reads a value of a type.
    ///
    /// - throws: for a text that is not a value of the type; the message says what is accepted.
    package static func value(_ word: Word, as type: DataType) throws(ConsoleError) -> ResourceValue {
        let text = word.text
        let value: ResourceValue? =
            switch type {
            case .string, .none: .string(text)
            case .corelnk: .corelnk(text)
            case .integer: wholeNumber(text).flatMap { Int64($0) }.map { .integer($0) }
            case .unsignedInteger: wholeNumber(text).flatMap { UInt64($0) }.map { .unsignedInteger($0) }
            case .float: decimalNumber(text).map { .float($0) }
            case .boolean: boolean(text).map { .boolean($0) }
            case .opaque: octets(text).map { .opaque($0) }
            case .time: (wholeNumber(text).flatMap { Int64($0) } ?? CalendarTime.seconds(text)).map { .time($0) }
            case .objectLink: ObjectLink(text).map { .objectLink($0) }
            }
        guard let value else {
            // What should have been bytes may be a key.
            let shown = type == .opaque ? "the value" : "'\(text)'"
            throw ConsoleError(
                "\(shown) does not fit the type \(type.rawValue): \(expected(type))", column: word.column)
        }
        return value
    }

    /// Reads the values of a multiple Resource, `{0=1,1=2}`.
    ///
    /// - throws: for a different form, an id given twice, or a value that does not fit the type.
    package static func instances(_ word: Word, as type: DataType) throws(ConsoleError) -> [ResourceInstance] {
        guard isList(word), word.raw.last == "}" else {
            throw ConsoleError("'\(word.raw)' is not a list of values, as in {0=1,1=2}", column: word.column)
        }
        var instances: [ResourceInstance] = []
        for entry in entries(word) {
            guard let equals = entry.raw.firstIndex(of: "="),
                let id = decimalID(entry.raw[..<equals].trimmingBlanks()), id != maxID
            else {
                throw ConsoleError("'\(entry.raw)' is not ID=VALUE, as in {0=1,1=2}", column: entry.column)
            }
            guard !instances.contains(where: { $0.id == id }) else {
                throw ConsoleError("the resource instance \(id) is given twice", column: entry.column)
            }
            let typed = entry.raw[entry.raw.index(after: equals)...]
            let raw = String(typed.drop { $0 == " " || $0 == "\t" })
            let place = entry.column + entry.raw.count - raw.count
            instances.append(ResourceInstance(id: id, value: try value(Word(raw, column: place), as: type)))
        }
        return instances
    }

    /// Whether a word is meant as the values of a multiple Resource.
    package static func isList(_ word: Word) -> Bool { word.raw.first == "{" }

    /// The value in readable form; texts in quotes, with control characters made visible.
    package static func text(_ value: ResourceValue) -> String {
        switch value {
        case .string(let text), .corelnk(let text): "\"" + Printable.escaped(text, quote: true) + "\""
        case .integer(let number): String(number)
        case .unsignedInteger(let number): String(number)
        case .float(let number): Self.text(number)
        case .boolean(let value): value ? "true" : "false"
        case .opaque(let bytes): "hex:" + Hexadecimal.text(of: bytes)
        case .time(let seconds): String(seconds) + (CalendarTime.text(seconds).map { " (\($0))" } ?? "")
        case .objectLink(let link): link == .null ? "65535:65535 (nothing)" : link.description
        }
    }

    /// The shortest decimal that reads back as the same number, without `.0`.
    private static func text(_ number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func expected(_ type: DataType) -> String {
        switch type {
        case .integer: "a whole number from \(Int64.min) to \(Int64.max)"
        case .unsignedInteger: "a whole number from 0 to \(UInt64.max)"
        case .float: "a decimal number, as 21.5 or 1e-3"
        case .boolean: "true, false, 1 or 0"
        case .opaque: "octets as hex:0a1b, str:TEXT or in base64"
        case .time: "seconds since 1970, or 2024-05-31T12:00:00Z"
        case .objectLink: "OBJECT:INSTANCE, as 3:0"
        case .string, .corelnk, .none: "a text"
        }
    }

    private static func wholeNumber(_ text: String) -> String? {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? text : nil
    }

    private static func decimalNumber(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    private static func octets(_ text: String) -> [UInt8]? {
        if text.hasPrefix("hex:") { return Hexadecimal.bytes(spelled: text) }
        if text.hasPrefix("str:") { return Array(text.utf8.dropFirst(4)) }
        return Base64.bytes(unpadded: text.hasPrefix("b64:") ? text.dropFirst(4) : text[...])
    }

    /// The parts between commas outside quotes, without surrounding blanks.
    private static func entries(_ word: Word) -> [Word] {
        var entries: [Word] = []
        var raw = ""
        var start = word.column + 1
        var quote: Character?
        var column = word.column
        func finish() {
            let trimmed = raw[...].trimmingBlanks()
            if !trimmed.isEmpty { entries.append(Word(String(trimmed), column: start)) }
        }
        for character in word.raw.dropFirst().dropLast() {
            column += 1
            if raw.isEmpty, character == " " || character == "\t" { continue }
            if quote == nil, character == "," {
                finish()
                raw = ""
                continue
            }
            if raw.isEmpty { start = column }
            if character == quote { quote = nil } else if quote == nil, "\"'".contains(character) { quote = character }
            raw.append(character)
        }
        finish()
        return entries
    }
}

extension Substring {
    /// The text without trailing blanks.
    fileprivate func trimmingBlanks() -> Substring {
        var text = self
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
