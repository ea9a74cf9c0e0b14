package import JSON
import Wording

/// The results of a check for several products; what they have in common is reported once.
package struct ProductsReport: Sendable {
    /// In the order in which the products were given.
    package let reports: [CheckReport]

    package init(_ reports: [CheckReport]) { self.reports = reports }

    /// Whether there is nothing to fix for any of them.
    package var isClean: Bool { reports.allSatisfy(\.isClean) }

    /// A finding, worded for the first of the products that have it.
    private struct Shared {
        var finding: Finding
        var products: [String]
    }

    /// The findings by file and line, each once: findings that differ only in the name of the product are merged.
    private var shared: [Shared] {
        var places: [Finding: Int] = [:]
        var all: [Shared] = []
        for report in reports {
            for finding in report.findings {
                var key = finding
                key.message = Self.nameless(finding.message, report.product)
                if let place = places[key] {
                    all[place].products.append(report.product)
                } else {
                    places[key] = all.count
                    all.append(Shared(finding: finding, products: [report.product]))
                }
            }
        }
        return all.sorted { $0.finding < $1.finding }
    }

    /// A message without the name of its product, so that messages for several products can be compared.
    private static func nameless(_ message: String, _ name: String) -> String {
        var text = ""
        var rest = Substring(message)
        while let next = rest.first {
            if rest.hasPrefix(name) {
                text += "\u{0}"
                rest = rest.dropFirst(name.count)
            } else {
                text.append(next)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// The products that have a finding, for the end of its line: ` (SARA-R500S-00B, SARA-R510S-00B)`; empty if all
    /// have it and the message names no product, or if the only one that has it is named in the message.
    private func suffix(_ shared: Shared, list: ([String]) -> String = { $0.joined(separator: ", ") }) -> String {
        let isNamed = shared.finding.message.contains(shared.products[0])
        if shared.products.count == reports.count { return isNamed ? " (all \(reports.count) products)" : "" }
        return shared.products.count == 1 && isNamed ? "" : " (\(list(shared.products)))"
    }

    /// Longer lists of products go below the findings, once for all findings about the same products.
    private static let mostInLine = 4

    /// The report for people.
    package var text: String {
        let all = shared
        var notes: [[String]] = []
        func list(_ products: [String]) -> String {
            guard products.count > Self.mostInLine else { return products.joined(separator: ", ") }
            let number = notes.firstIndex(of: products) ?? notes.count
            if number == notes.count { notes.append(products) }
            return "\(products.count) products, list \(number + 1)"
        }
        var text = all.map { $0.finding.text + suffix($0, list: list) + "\n" }.joined()
        var stopped: [String: [String]] = [:]
        for report in reports {
            let files = Set(report.sets.flatMap(\.stoppers)).sorted().joined(separator: ", ")
            if !files.isEmpty { stopped[files, default: []].append(report.product) }
        }
        for (files, products) in stopped.sorted(by: { $0.key < $1.key }) {
            let names = products.count == reports.count ? "all these products" : list(products)
            text += "the LwM2M client of \(names) would not start until this is mended or deleted: \(files)\n"
        }
        for (number, products) in notes.enumerated() {
            text += "list \(number + 1): \(products.joined(separator: ", "))\n"
        }
        let counts = Severity.allCases.map { severity in
            CheckReport.counted(all.count { $0.finding.severity == severity }, severity.rawValue)
        }
        text +=
            "\(CheckReport.counted(reports.first?.files.count ?? 0, "file")) checked for \(reports.count) products: "
            + counts.joined(separator: ", ") + "\n"
        let clean = reports.filter(\.isClean).map(\.product)
        if !clean.isEmpty, clean.count < reports.count {
            text += "nothing to mend for \(clean.joined(separator: ", "))\n"
        }
        return text
    }

    /// The reports for programs, one per product.
    package var json: JSONValue { .members(["products": .array(reports.map(\.json))]) }

    /// One report with each finding once and its products named in the message, for formats without products.
    package var merged: CheckReport {
        CheckReport(
            product: reports.map(\.product).joined(separator: ", "), files: reports.first?.files ?? [],
            findings: shared.map { shared in
                var finding = shared.finding
                finding.message += suffix(shared)
                return finding
            }, sets: [])
    }
}
