import FileSystem
import Wording

/// The lines that ran as Cobertura's XML.
///
/// - Source: cobertura.sourceforge.net, coverage-04.dtd.
enum CoberturaReport {
    static func text(of coverage: LineCoverage, time: Int64) -> String {
        let (covered, total) = coverage.figures()
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n"
        text += "<coverage line-rate=\"\(rate(covered, total))\" branch-rate=\"0\" lines-covered=\"\(covered)\""
        text += " lines-valid=\"\(total)\" branches-covered=\"0\" branches-valid=\"0\" complexity=\"0\""
        text += " version=\"1\" timestamp=\"\(time)\">\n"
        text += "  <sources>\n    <source>.</source>\n  </sources>\n  <packages>\n"
        text +=
            "    <package name=\"objects\" line-rate=\"\(rate(covered, total))\" branch-rate=\"0\" complexity=\"0\">\n"
        text += "      <classes>\n"
        for path in coverage.paths { text += fileElement(path, coverage) }
        return text + "      </classes>\n    </package>\n  </packages>\n</coverage>\n"
    }

    private static func fileElement(_ path: String, _ coverage: LineCoverage) -> String {
        let (covered, total) = coverage.figures(of: path)
        var text = "        <class name=\"\(XML.attribute(Paths.stem(of: path)))\" filename=\"\(XML.attribute(path))\""
        text += " line-rate=\"\(rate(covered, total))\" branch-rate=\"0\" complexity=\"0\">\n"
        text += "          <methods/>\n          <lines>\n"
        for (line, count) in (coverage.files[path] ?? [:]).sorted(by: { $0.key < $1.key }) {
            text += "            <line number=\"\(line)\" hits=\"\(count)\" branch=\"false\"/>\n"
        }
        return text + "          </lines>\n        </class>\n"
    }

    /// A share from 0 to 1 with four decimals.
    private static func rate(_ covered: Int, _ total: Int) -> String {
        guard total > 0 else { return "1.0000" }
        let parts = covered * 10000 / total
        let rest = String(parts % 10000)
        return "\(parts / 10000)." + String(repeating: "0", count: 4 - rest.count) + rest
    }
}
