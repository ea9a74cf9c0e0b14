import FileSystem

/// A report written by `--reporter junit`, as its suites: to merge several, and to know how long each file took.
///
/// It reads only what this program writes: each element on a line of its own.
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

    /// - throws: `ReportError` if the file cannot be read or is not such a report.
    package init(path: String) throws(ReportError) {
        let text: [UInt8]
        do throws(FileSystemError) { text = try Files.read(path, limit: Self.longest) } catch {
            throw ReportError(description: "\(error.description): give a report that --reporter junit:FILE wrote")
        }
        guard let document = JUnitDocument(text: String(decoding: text, as: UTF8.self)) else {
            throw ReportError(description: "\(path) is not a report of --reporter junit:FILE")
        }
        self = document
    }

    /// Nil if the text is not such a report.
    init?(text: String) {
        guard let suites = Self.suites(in: text) else { return nil }
        self.suites = suites
    }

    /// Several documents as one, in their order.
    init(merging documents: [JUnitDocument]) { suites = documents.flatMap(\.suites) }

    private static let longest = 256 << 20

    /// Seconds by the path of the test file.
    package var seconds: [String: Double] {
        suites.reduce(into: [:]) { seconds, suite in
            if let file = suite.attributes["file"] { seconds[file, default: 0] += suite.seconds }
        }
    }

    /// Seconds by test, added up over products and rounds.
    package var secondsOfTests: [TestName: Double] {
        suites.reduce(into: [:]) { seconds, suite in
            guard let file = suite.attributes["file"], let name = suite.attributes["name"] else { return }
            // Both end with the label of a product or a round.
            let (label, prefix) = (name.utf8.count - file.utf8.count, JUnitReporter.className(file).utf8.count)
            for line in suite.lines {
                let content = line.drop { $0 == " " }
                guard content.hasPrefix("<testcase ") else { continue }
                let attributes = Self.attributes(of: content)
                guard let test = attributes["name"], let time = attributes["time"].flatMap({ Double($0) }),
                    let blocks = (attributes["classname"]?.utf8.dropFirst(prefix).dropLast(label)).map(Substring.init)
                else { continue }
                seconds[TestName(file: file, name: "\(blocks).\(test)"), default: 0] += time
            }
        }
    }

    /// How many tests failed, including files that did not load.
    var failures: Int { suites.reduce(0) { $0 + $1.count("failures") + $1.count("errors") } }

    /// How many tests there are.
    var tests: Int { suites.reduce(0) { $0 + $1.count("tests") } }

    /// The document as the reporter writes it.
    var text: String {
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

    /// The attributes of a start tag, such as `name="a" tests="3"`.
    static func attributes(of line: Substring) -> [String: String] {
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
