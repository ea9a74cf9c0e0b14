/// An entry of the log that `run --at-log` writes: the time, the direction and the line.
package enum LogEntry {
    /// The line of an entry, `   12.345 > AT+CGMI`; a text that is no entry is the line itself. nil for a remark,
    /// `12.346 # why`.
    package static func line(in text: String) -> String? {
        var rest = text[...].drop { $0 == " " }
        if rest.first == "[", let end = rest.firstIndex(of: "]") {
            rest = rest[rest.index(after: end)...].drop { $0 == " " }
        }
        let number = rest.prefix { $0.isNumber || $0 == "." }
        guard number.contains("."), Double(number) != nil else { return text }
        rest = rest[number.endIndex...].drop { $0 == " " }
        guard let mark = rest.first, "<>#".contains(mark), rest.dropFirst().first == " " || rest.count == 1 else {
            return text
        }
        return mark == "#" ? nil : String(rest.dropFirst(2))
    }
}
