import FileSystem

/// A report that `--reporter junit` wrote, as its suites: to merge several, and to know how long each file took.
///
/// It reads what this program writes and nothing else: each element in a line of its own.
package struct JUnitDocument: Sendable {
    /// All results of a file on one product.
    struct Suite: Sendable {
        var attributes: [String: String]
        /// The element as it was written.
        var lines: [Substring]

        var seconds: Double { Double(attributes["time"] ?? "") ?? 0 }
        func count(_ name: String) -> Int { Int(attributes[name] ?? "") ?? 0 }
    }

    private(set) var suites: [Suite] = []

    /// - throws: `ReportError` for a file that cannot be read, or is no such report.
    package init(path: String) throws(ReportError) {
        let text: [UInt8]
        do throws(FileSystemError) { text = try Files.read(path, limit: Self.longest) } catch {
            throw ReportError(description: "\(error.description): give a report that --reporter junit:FILE wrote")
        }
        guard let suites = Self.suites(in: String(decoding: text, as: UTF8.self)) else {
            throw ReportError(description: "\(path) is no report of --reporter junit:FILE")
        }
        self.suites = suites
    }

    /// Several as one, in their order.
    package init(merging documents: [JUnitDocument]) { suites = documents.flatMap(\.suites) }

    private static let longest = 256 << 20

    /// Seconds by the path of the test file.
    package var seconds: [String: Double] {
        suites.reduce(into: [:]) { seconds, suite in
            if let file = suite.attributes["file"] { seconds[file, default: 0] += suite.seconds }
        }
    }

    /// How many tests failed, files that did not load among them.
    package var failures: Int { suites.reduce(0) { $0 + $1.count("failures") + $1.count("errors") } }

    /// How many tests there are.
    package var tests: Int { suites.reduce(0) { $0 + $1.count("tests") } }

    /// The document, as the reporter writes it.
    package var text: String {
        func sum(_ name: String) -> Int { suites.reduce(0) { $0 + $1.count(name) } }
        let seconds = suites.reduce(0) { $0 + $1.seconds }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"xlwm2m\" tests=\"\(tests)\" failures=\"\(sum("failures"))\" "
        text += "errors=\"\(sum("errors"))\" time=\"\(JUnitReporter.decimal(seconds))\""
        guard !suites.isEmpty else { return text + "/>\n" }
        text += ">\n"
        for suite in suites { for line in suite.lines { text += line + "\n" } }
        return text + "</testsuites>\n"
    }

    private static func suites(in text: String) -> [Suite]? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.contains(where: { $0.hasPrefix("<testsuites name=\"xlwm2m\"") }) else { return nil }
        var suites: [Suite] = []
        var open: Suite?
        for line in lines {
            let content = line.drop { $0 == " " }
            if open == nil, content.hasPrefix("<testsuite ") {
                open = Suite(attributes: attributes(of: content), lines: [])
            }
            open?.lines.append(line)
            guard let suite = open, content.hasPrefix("</testsuite>") else { continue }
            suites.append(suite)
            open = nil
        }
        return open == nil ? suites : nil
    }

    /// `name="a" tests="3"` of a start tag.
    private static func attributes(of line: Substring) -> [String: String] {
        var attributes: [String: String] = [:]
        var rest = line.drop { $0 != " " }
        while let equals = rest.firstIndex(of: "="), rest.index(after: equals) < rest.endIndex {
            let name = rest[..<equals].filter { !$0.isWhitespace }
            let value = rest[rest.index(after: equals)...].dropFirst()
            guard let end = value.firstIndex(of: "\"") else { break }
            attributes[name] = unescaped(value[..<end])
            rest = value[value.index(after: end)...]
        }
        return attributes
    }

    private static func unescaped(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
        var result = ""
        var rest = text
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        while let first = rest.first {
            if let (entity, character) = entities.first(where: { rest.hasPrefix($0.0) }) {
                result += character
                rest = rest.dropFirst(entity.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}

/// One of several machines that share the tests: `2/3` is the second of three.
package struct Shard: Hashable, Sendable {
    /// From 1.
    package let number: Int
    package let count: Int

    /// Nil for a text that is not `I/N` with I from 1 to N.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1, count <= 1000,
            (1...count).contains(number)
        else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// Its part of the files, in their order: each file goes to the machine that has the least to do so far, the longest
    /// first. One without a known time counts as the average.
    func files(_ files: [TestFile], seconds: [String: Double]) -> [TestFile] {
        let known = files.compactMap { seconds[$0.path] }
        let average = known.isEmpty ? 1 : max(known.reduce(0, +) / Double(known.count), 1e-6)
        func weight(_ file: TestFile) -> Double { seconds[file.path] ?? average }
        let order = files.indices.sorted { (weight(files[$1]), $0) < (weight(files[$0]), $1) }
        var loads = Array(repeating: 0.0, count: count)
        var own = Set<Int>()
        for index in order {
            let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            // What takes no time at all is shared out too.
            loads[least] += max(weight(files[index]), 1e-6)
            if least == number - 1 { own.insert(index) }
        }
        return files.indices.filter(own.contains).map { files[$0] }
    }
}
