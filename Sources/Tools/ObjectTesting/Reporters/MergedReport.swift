import FileSystem

/// The reports of several machines as one: those of `--reporter junit`, `json` and `html`, or `--coverage cobertura`.
///
/// It reads only what this program writes, line by line.
package struct MergedReport: Sendable {
    /// The merged report, of the same kind as those read.
    package let text: String
    /// How many tests there are; 0 for a coverage report.
    package let tests: Int
    /// How many of them failed, including files that did not load.
    package let failures: Int

    /// - Parameter paths: at least one.
    /// - throws: `ReportError` if a file cannot be read, is not such a report, or is of another kind than the first.
    package init(_ paths: [String]) throws(ReportError) {
        var reports: [(path: String, text: String, kind: Kind)] = []
        for path in paths {
            let bytes: [UInt8]
            do throws(FileSystemError) { bytes = try Files.read(path, limit: Self.longest) } catch {
                throw ReportError(description: "\(error.description): give a report that xlwm2m test wrote")
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let kind = Kind.allCases.first(where: { text.hasLine($0.mark) }) else {
                throw ReportError(
                    description: "\(path) is not a report of --reporter junit:FILE, json:FILE or html:FILE, nor of "
                        + "--coverage cobertura:FILE")
            }
            if let first = reports.first, first.kind != kind {
                throw ReportError(
                    description: "\(path) is a report of \(kind.rawValue) and \(first.path) one of "
                        + "\(first.kind.rawValue): merge those of one kind")
            }
            reports.append((path, text, kind))
        }
        func document<Document>(_ path: String, _ document: Document?) throws(ReportError) -> Document {
            guard let document else {
                throw ReportError(description: "\(path) is not a whole report: its end is missing")
            }
            return document
        }
        switch reports.first?.kind {
        case .json:
            var merged = JSONReportLines()
            for report in reports { merged.add(try document(report.path, JSONReportLines(report.text))) }
            (text, tests, failures) = (merged.text, merged.figure("total"), merged.failures)
        case .html:
            var merged = HTMLReportLines()
            for report in reports { merged.add(try document(report.path, HTMLReportLines(report.text))) }
            (text, tests, failures) = (merged.text(from: reports.count), merged.rows.count, merged.failures)
        case .cobertura:
            var merged = CoberturaLines()
            for report in reports { merged.add(try document(report.path, CoberturaLines(report.text))) }
            (text, tests, failures) = (CoverageReport.cobertura.text(of: merged.coverage, time: merged.time), 0, 0)
        case .junit, nil:
            var documents: [JUnitDocument] = []
            for report in reports { documents.append(try document(report.path, JUnitDocument(text: report.text))) }
            let merged = JUnitDocument(merging: documents)
            (text, tests, failures) = (merged.text, merged.tests, merged.failures)
        }
    }

    private static let longest = 256 << 20

    private enum Kind: String, CaseIterable {
        case junit, cobertura, html, json

        /// The start of a line that only this kind has.
        var mark: String {
            switch self {
            case .junit: "<testsuites name=\"xlwm2m\""
            case .cobertura: "<coverage line-rate="
            case .html: "<title>Tests</title>"
            case .json: "  \"summary\": {"
            }
        }
    }
}

extension String {
    fileprivate func hasLine(_ start: String) -> Bool {
        split(separator: "\n").contains { $0.hasPrefix(start) }
    }
}

/// The lines of a report of `--reporter json`.
private struct JSONReportLines {
    /// What precedes the figures, from the first report.
    private var head: [Substring] = []
    private var figures: [(name: String, value: String)] = []
    /// The elements of each list, each without its trailing comma.
    private var lists: [(name: String, elements: [[Substring]])] = []

    init() {}

    init?(_ text: String) {
        var element: [Substring] = []
        var part = Part.head
        for line in text.split(separator: "\n") {
            switch part {
            case .head where line.hasPrefix("  \"summary\": {"): part = .figures
            case .head: head.append(line)
            case .figures where line.hasPrefix("  }"): part = .lists
            case .figures:
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                figures.append((String(parts[0]), parts[1].filter { $0 != " " && $0 != "," }))
            case .lists where line == "}": part = .end
            case .lists where line.hasPrefix("  \""):
                lists.append((line.prefix { $0 != "[" } + "[", []))
            case .lists where line.hasPrefix("    "):
                element.append(line)
                // An element ends at a line of the same depth that does not open one.
                guard line.dropFirst(4).first != " ", line != "    {", !lists.isEmpty else { continue }
                if line.hasSuffix(",") { element[element.count - 1] = line.dropLast() }
                lists[lists.count - 1].elements.append(element)
                element = []
            case .lists, .end: break
            }
        }
        guard part == .end, element.isEmpty else { return nil }
    }

    /// The parts of the document, in their order.
    private enum Part { case head, figures, lists, end }

    private static func lines(of lists: [(name: String, elements: [[Substring]])]) -> [Substring] {
        lists.flatMap { list -> [Substring] in
            var lines: [Substring] = [Substring(list.name)]
            for (index, element) in list.elements.enumerated() {
                lines += element
                if index < list.elements.count - 1 { lines[lines.count - 1] += "," }
            }
            if list.elements.isEmpty {
                lines[lines.count - 1] += "]"
            } else {
                lines.append("  ]")
            }
            lines[lines.count - 1] += ","
            return lines
        }
    }

    mutating func add(_ other: JSONReportLines) {
        guard !figures.isEmpty else {
            self = other
            return
        }
        figures = zip(figures, other.figures).map { own, more in
            if let a = Int(own.value), let b = Int(more.value) { return (own.name, "\(a + b)") }
            return (own.name, "\((Double(own.value) ?? 0) + (Double(more.value) ?? 0))")
        }
        for (index, list) in other.lists.enumerated() where index < lists.count {
            lists[index].elements += list.elements
        }
    }

    func figure(_ name: String) -> Int { figures.first { $0.name == "    \"\(name)\"" }.flatMap { Int($0.value) } ?? 0 }

    var failures: Int { figure("failed") + figure("problems") }

    var text: String {
        var lines = head.map(String.init) + ["  \"summary\": {"]
        lines += figures.map { "\($0.name): \($0.value)," }
        lines[lines.count - 1].removeLast()
        lines.append("  },")
        lines += Self.lines(of: lists).map(String.init)
        lines[lines.count - 1].removeLast()
        return lines.joined(separator: "\n") + "\n}\n"
    }
}

/// The content of a page of `--reporter html`.
private struct HTMLReportLines {
    private var sections: [String] = []
    private(set) var rows: [Substring] = []

    init() {}

    init?(_ text: String) {
        var section: String?
        var isClosed = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "<section class=\"failure\">" { section = "" }
            section? += line + "\n"
            if line == "</section>", let whole = section {
                sections.append(whole)
                section = nil
            }
            if line.hasPrefix("<tr class=") { rows.append(line) }
            if line == "</html>" { isClosed = true }
        }
        guard isClosed else { return nil }
    }

    mutating func add(_ other: HTMLReportLines) {
        sections += other.sections
        rows += other.rows
    }

    private func count(_ word: String) -> Int { rows.count { $0.hasPrefix("<tr class=\"\(word)\">") } }

    /// Files that did not load have a section but no row.
    private var problems: Int { sections.count - count("failed") }
    var failures: Int { sections.count }

    func text(from reports: Int) -> String {
        var figures = ["\(rows.count) test\(rows.count == 1 ? "" : "s")", "\(count("passed")) passed"]
        figures.append("\(count("failed")) failed")
        if count("pending") > 0 { figures.append("\(count("pending")) pending") }
        if problems > 0 { figures.append("\(problems) file\(problems == 1 ? "" : "s") not loaded") }
        var page = HTMLPage(title: "Tests")
        page.add("<p class=\"\(failures > 0 ? "failed" : "passed")\">\(figures.joined(separator: ", ")); ")
        page.add("\(reports) report\(reports == 1 ? "" : "s") as one</p>\n")
        for section in sections { page.add(section) }
        page.add(HTMLReporter.tableHead)
        for row in rows { page.add(row + "\n") }
        page.add("</table>\n")
        return page.text
    }
}

/// The counts in a report of `--coverage cobertura`.
private struct CoberturaLines {
    private(set) var coverage = LineCoverage()
    /// When the latest run began, seconds since 1970.
    private(set) var time: Int64 = 0

    init() {}

    init?(_ text: String) {
        var file: String?
        var isClosed = false
        for line in text.split(separator: "\n") {
            let content = line.drop { $0 == " " }
            if content.hasPrefix("<coverage ") {
                time = JUnitDocument.attributes(of: content)["timestamp"].flatMap { Int64($0) } ?? 0
            } else if content.hasPrefix("<class ") {
                file = JUnitDocument.attributes(of: content)["filename"]
            } else if content.hasPrefix("<line "), let file {
                let attributes = JUnitDocument.attributes(of: content)
                guard let number = attributes["number"].flatMap({ Int($0) }),
                    let hits = attributes["hits"].flatMap({ UInt64($0) })
                else { return nil }
                coverage.add(file, line: number, count: hits)
            } else if content.hasPrefix("</coverage>") {
                isClosed = true
            }
        }
        guard isClosed else { return nil }
    }

    mutating func add(_ other: CoberturaLines) {
        coverage.merge(other.coverage)
        time = max(time, other.time)
    }
}
