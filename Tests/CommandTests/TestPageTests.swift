import Foundation
import TestSupport
import Testing

/// The pages of `--reporter html:FILE` and `--coverage html:DIR`: each complete in itself, and readable without scripts.
struct TestPageTests {
    @Test func theReportShowsFailuresWithTheirDifference() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            describe("block <b>", function()
              it("good & well", function() end)
              it("bad", function() print("printed \\27[1m") assert.same({ a = "<x>" }, { a = "y" }) end)
              pending("later", "no time")
            end)
            """, to: "a_test.lua")
        try folder.write("x = = 1", to: "b_test.lua")
        let run = try Program.run(["test", "--reporter", "plain", "--reporter", "html:r.html"], in: folder.url)
        #expect(run.exitCode == 3)
        let page = try Self.page(folder.url.appendingPathComponent("r.html"))
        #expect(page.contains("<p class=\"failed\">3 tests, 1 passed, 1 failed, 1 pending, 1 file not loaded in "))
        #expect(page.contains("<h2>block &lt;b&gt; &gt; bad</h2>\n<p class=\"place\">a_test.lua:3</p>"))
        #expect(page.contains("<del>-   a = &quot;&lt;x&gt;&quot;,</del>\n<ins>+   a = &quot;y&quot;,</ins>"))
        #expect(page.contains("<pre>printed \\x1b[1m</pre>"))
        #expect(page.contains("<h2>b_test.lua does not load</h2>"))
        #expect(page.contains("<td>block &lt;b&gt; &gt; later: no time</td>"))
        #expect(
            page.contains(
                "<tr class=\"passed\"><td>passed</td><td>block &lt;b&gt; &gt; good &amp; well</td><td>a_test.lua:2</td>"
            ))
    }

    @Test func theCoverageShowsHitsAndBranches() throws {
        let folder = try TemporaryFolder()
        let object = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("objects/object_portfolio.lua"), encoding: .utf8)
        try folder.write(object, to: "object_portfolio.lua")
        try folder.write(
            """
            it("reads", function()
              device.load "object_portfolio.lua"
              device.host:create("/16/0")
              device.server(123):read("/16/0/0")
            end)
            """, to: "a_test.lua")
        let run = try Program.run(["test", "--coverage", "html:pages/cover"], in: folder.url)
        #expect(run.exitCode == 0, "\(run)")
        let page = try Self.page(folder.url.appendingPathComponent("pages/cover/index.html"))
        let lines = object.components(separatedBy: "\n")
        for (number, line) in lines.enumerated() where !line.isEmpty {
            #expect(page.contains("<td class=\"line\">\(number + 1)</td>"))
        }
        let create = try #require(lines.firstIndex { $0.hasPrefix("function object_portfolio.create") }) + 1
        #expect(
            page.contains(
                "<tr class=\"partly\"><td class=\"line\">\(create + 1)</td><td class=\"number\">1</td><td class=\"number\">never taken</td>"
            ))
        #expect(page.contains("<tr class=\"missed\"><td class=\"line\">\(create + 2)</td><td class=\"number\">0</td>"))
        #expect(
            page.contains("<a href=\"#f0\">./object_portfolio.lua</a>")
                || page.contains("<a href=\"#f0\">object_portfolio.lua</a>"))
    }

    /// The text of a page that needs nothing besides itself, each element closed in its order.
    private static func page(_ url: URL) throws -> String {
        let page = try String(contentsOf: url, encoding: .utf8)
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">") && page.hasSuffix("</body>\n</html>\n"))
        for word in ["<script", "<link", "<img", "http:", "https:", "url(", "\u{1B}"] {
            #expect(!page.contains(word), "\(word)")
        }
        var open: [Substring] = []
        for tag in page.split(separator: "<").dropFirst() {
            let name = tag.prefix { $0.isLetter || $0.isNumber || $0 == "/" }
            if name.hasPrefix("/") {
                #expect(open.popLast() == name.dropFirst(), "\(tag)")
            } else if !name.isEmpty, name != "meta" {
                open.append(name)
            }
        }
        #expect(open == [])
        return page
    }
}
