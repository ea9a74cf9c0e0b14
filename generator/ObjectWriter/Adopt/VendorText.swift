import Lua

/// The text of a script with its tokens: cuts out statements with their comments, and renames variables.
struct VendorText {
    let bytes: [UInt8]
    let syntax: LuaSyntax
    /// Where each line begins.
    private let lineStarts: [Int]
    /// The tokens that are table keys, `value` of `{ value = 1 }`: not variables.
    private let keys: Set<Int>

    /// Nil for a text that is not Lua.
    init?(_ text: [UInt8]) {
        let plain = text.filter { $0 != 0x0D }
        guard let syntax = LuaSyntax(plain) else { return nil }
        self.syntax = syntax
        bytes = plain
        lineStarts = [0] + plain.indices.filter { plain[$0] == 0x0A }.map { $0 + 1 }
        keys = Set(syntax.tables.values.joined().compactMap { if case .name(let name)? = $0.key { name } else { nil } })
    }

    var words: [LuaToken] { syntax.words }

    /// The single token in a range; nil if there are none or several.
    func word(_ range: Range<Int>) -> LuaToken? { range.count == 1 ? words[range.lowerBound] : nil }

    /// The tokens with nothing between them, for comparisons.
    func joined(_ range: Range<Int>) -> String { syntax.text(range) }

    /// Whether a token is a variable at that position: neither a field nor a key.
    func isVariable(_ index: Int) -> Bool {
        guard words[index].kind == .name, !keys.contains(index) else { return false }
        guard index > 0, words[index - 1].is(".") || words[index - 1].is(":") else { return true }
        // `..` concatenates texts.
        return index > 1 && words[index - 2].is(".")
            && words[index - 2].range.upperBound == words[index - 1].range.lowerBound
    }

    /// The variables that a range uses or sets.
    func variables(_ range: Range<Int>) -> Set<String> {
        Set(range.lazy.filter { isVariable($0) }.map { words[$0].text })
    }

    /// The fields of a table constructor; nil for any other value.
    func fields(_ value: Range<Int>) -> [VendorField]? {
        syntax.tables[value.lowerBound]?.map { field in
            switch field.key {
            case .name(let name)?: VendorField(key: name..<name + 1, isName: true, value: field.value.words)
            case .value(let key)?: VendorField(key: key.words, isName: false, value: field.value.words)
            case nil: VendorField(key: nil, isName: false, value: field.value.words)
            }
        }
    }

    // MARK: - Lines

    /// The line of a byte, counted from 1.
    func line(of byte: Int) -> Int {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= byte { low = middle } else { high = middle }
        }
        return low + 1
    }

    func lines(of bytes: Range<Int>) -> ClosedRange<Int> {
        let last = line(of: max(bytes.lowerBound, bytes.upperBound - 1))
        return line(of: bytes.lowerBound)...last
    }

    /// The bytes of a statement with the comment lines directly above it and the comment after it.
    func extent(_ range: Range<Int>) -> Range<Int> {
        let first = words[range.lowerBound].range.lowerBound
        let before = range.lowerBound > 0 ? words[range.lowerBound - 1].range.upperBound : 0
        var start = first
        if let above = Self.startOfLine(bytes, before: first, notBefore: before) {
            start = above
            // Upwards line by line, as long as there are comments.
            while start > before, let above = Self.startOfLine(bytes, before: start - 1, notBefore: before),
                !Self.isBlank(bytes[above..<start])
            {
                start = above
            }
        }
        var end = words[range.upperBound - 1].range.upperBound
        let next = range.upperBound < words.count ? words[range.upperBound].range.lowerBound : bytes.count
        if let lineEnd = bytes[end..<next].firstIndex(of: 0x0A) {
            end = lineEnd
        } else if range.upperBound == words.count {
            end = bytes.count
        }
        return start..<end
    }

    /// The beginning of the line of a byte, if there is nothing but comments and blanks between it and another byte.
    private static func startOfLine(_ bytes: [UInt8], before place: Int, notBefore limit: Int) -> Int? {
        var start = place
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        return start >= limit ? start : nil
    }

    private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 <= 0x20 } }

    // MARK: - Other names

    /// The text of a range of bytes with variables renamed, one string per line.
    func lines(_ extent: Range<Int>, of range: Range<Int>, renaming names: [String: String]) -> [String] {
        var out: [UInt8] = []
        var place = extent.lowerBound
        for index in range where isVariable(index) {
            guard let name = names[words[index].text] else { continue }
            out += bytes[place..<words[index].range.lowerBound]
            out += name.utf8
            place = words[index].range.upperBound
        }
        out += bytes[place..<extent.upperBound]
        let lines = out.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard hasLongText(range) else { return Self.outdented(lines) }
        return lines.enumerated().map { $0 == 0 ? Self.outdented([$1])[0] : AdoptedCode.unindented + $1 }
    }

    /// The lines of a long string in the code must stay unchanged.
    private func hasLongText(_ range: Range<Int>) -> Bool {
        words[range].contains { $0.kind == .string && bytes[$0.range].contains(0x0A) }
    }

    private static func outdented(_ lines: [String]) -> [String] {
        let indents = lines.filter { !$0.allSatisfy(\.isWhitespace) }.map { line in
            line.prefix { $0 == " " || $0 == "\t" }.count
        }
        let least = indents.min() ?? 0
        return lines.map { String($0.dropFirst(min(least, $0.prefix { $0 == " " || $0 == "\t" }.count))) }
    }

    // MARK: - Comments

    /// The comments outside some byte ranges, with their positions.
    func comments(outside claimed: [Range<Int>]) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        var place = 0
        for word in words {
            gaps.append(place..<max(place, word.range.lowerBound))
            place = word.range.upperBound
        }
        gaps.append(place..<bytes.count)
        let sorted = claimed.sorted { $0.lowerBound < $1.lowerBound }
        var found: [Range<Int>] = []
        var next = 0
        for gap in gaps where !gap.isEmpty {
            while next < sorted.count, sorted[next].upperBound <= gap.lowerBound { next += 1 }
            var start = gap.lowerBound
            var at = next
            while at < sorted.count, sorted[at].lowerBound < gap.upperBound {
                append(start..<max(start, sorted[at].lowerBound), to: &found)
                start = max(start, sorted[at].upperBound)
                at += 1
            }
            append(start..<max(start, gap.upperBound), to: &found)
        }
        return found
    }

    private func append(_ range: Range<Int>, to found: inout [Range<Int>]) {
        guard let first = bytes[range].firstIndex(where: { $0 > 0x20 }),
            let last = bytes[range].lastIndex(where: { $0 > 0x20 })
        else { return }
        found.append(first..<last + 1)
    }
}

/// A field of a table, given in its constructor or in a statement of its own.
struct VendorField {
    /// Its name, or what is between the brackets of `[key]`; nil for a field without a key.
    var key: Range<Int>?
    var isName: Bool
    var value: Range<Int>
}
