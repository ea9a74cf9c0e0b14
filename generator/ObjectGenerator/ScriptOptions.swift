package import LwM2M

/// How a script differs from one made without options. Its head says so, and keeps the options for the next run.
package struct ScriptOptions: Hashable, Sendable {
    /// Whether `write` refuses what the definition does not allow, if `AllowedValues` is certain.
    package var checksRanges = false
    /// The product whose functions the head explains; nil for none.
    package var product: String?
    /// The Resources chosen from the definition; nil for all.
    package var resources: [ResourceID]?

    package init() {}

    /// As on the command line: `--ranges`, `--product SARA-R422S-01B`, `--resources 5700,5701`.
    package var words: [String] {
        [
            checksRanges ? "--ranges" : nil, product.map { "--product \($0)" },
            resources.map { "--resources " + $0.map(String.init).joined(separator: ",") },
        ].compactMap(\.self)
    }

    private static let beginning = "-- Made with "
    private static let ending = ": kept when the file is made again, unless you give "

    /// The line of the head, without its line break; nil for a script without options.
    var line: String? {
        guard !words.isEmpty else { return nil }
        let others = [
            checksRanges ? "--no-ranges" : nil, product == nil ? nil : "--product none",
            resources == nil ? nil : "--resources all",
        ].compactMap(\.self).joined(separator: ", ")
        return Self.beginning + words.joined(separator: ", ") + Self.ending + others
    }

    /// The options given by a line of the head; nil for any other line.
    init?(line: String) {
        guard line.hasPrefix(Self.beginning + "--") else { return nil }
        var rest = line.dropFirst(Self.beginning.count)
        while rest.hasPrefix("--") {
            if rest.hasPrefix("--ranges") {
                checksRanges = true
                rest = rest.dropFirst("--ranges".count)
            } else if rest.hasPrefix("--product ") {
                rest = rest.dropFirst("--product ".count)
                let name = rest.prefix { $0 != "," && $0 != ":" }
                product = String(name)
                rest = rest.dropFirst(name.count)
            } else if rest.hasPrefix("--resources ") {
                rest = rest.dropFirst("--resources ".count)
                let list = rest.prefix { $0 == "," || $0.isASCII && $0.isNumber }
                resources = list.split(separator: ",").compactMap { ResourceID($0) }
                rest = rest.dropFirst(list.count)
            } else {
                return
            }
            guard rest.hasPrefix(", --") else { return }
            rest = rest.dropFirst(2)
        }
    }

    /// The options given by the lines of a file, including one made before there was a line for them.
    init(lines: [ArraySlice<UInt8>]) {
        for line in lines.prefix(30) where line.starts(with: Self.beginning.utf8) {
            let text = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
            if let found = Self(line: String(text)) {
                self = found
                return
            }
        }
        checksRanges = lines.contains { $0.starts(with: AllowedValues.heading.utf8) }
        for line in lines.prefix(10) where line.starts(with: "-- ".utf8) {
            let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            if words.count == 5, words[2...].elementsEqual(["gives", "a", "script:"]) { product = String(words[1]) }
        }
    }
}
