import Foundation
import TestSupport
import Testing

/// The examples of `docs/definitions.md`, and what it promises of them.
struct DefinitionsGuideTests {
    private static func guide() throws -> String {
        try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/definitions.md"), encoding: .utf8)
    }

    @Test func showsWhatHappensInTheShell() throws {
        let blocks = try Self.guide().components(separatedBy: "```console\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 2)
        for block in blocks {
            var output = ""
            for line in block.components(separatedBy: "\n") where line.hasPrefix("$ xlwm2m ") {
                let run = try Program.run(line.split(separator: " ").dropFirst(2).map(String.init))
                output += line + "\n" + run.standardOutput
            }
            #expect(output == block)
        }
    }

    /// What `--xml` says of a script makes a script that says the same.
    @Test(arguments: ["objects", "generator/golden"]) func definitionsOfScriptsAreRead(_ folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Corpus.checkout.appendingPathComponent(folder).path
        ).filter { $0.hasPrefix("object_") && $0.hasSuffix(".lua") && !$0.hasSuffix("_test.lua") }.sorted()
        #expect(!names.isEmpty)
        for name in names {
            let made = try TemporaryFolder()
            let definition = try Program.run(["inspect", "--xml", "\(folder)/\(name)"])
            #expect(definition.exitCode == 0 && definition.standardError.isEmpty)
            try made.write(definition.standardOutput, to: "a.xml")
            let run = try Program.run(["generate", "-o", made.url.path, made.path("a.xml")])
            // Some of those in golden are of definitions with errors.
            #expect(run.standardOutput.hasPrefix("wrote "), "\(name): \(run.standardError)")
            #expect(run.exitCode == 0 || folder == "generator/golden")
            let script = try #require(try made.names().first { $0.hasSuffix(".lua") })
            for file in ["a.xml", script] {
                let diff = try Program.run(["diff", "\(folder)/\(name)", made.path(file)])
                #expect(diff.standardOutput.hasSuffix(": no difference\n"), "\(name): \(diff.standardOutput)")
            }
        }
    }

    @Test func aPageHasEachObjectOnce() throws {
        let folder = try TemporaryFolder()
        let page = folder.path("objects.html")
        let run = try Program.run(["doc", "--html", "generator/definitions", "objects", "-o", page])
        #expect(run.exitCode == 0 && run.standardOutput.isEmpty && run.standardError.isEmpty, "\(run.standardError)")
        let html = try folder.read("objects.html")
        #expect(html.components(separatedBy: "<section id=\"object-3300\">").count == 2)
        #expect(html.contains("<td>3300.xml, object_generic_sensor.lua</td>"))
        #expect(html.contains("<p>A sensor for which there is no Object of its own"))
        #expect(!html.contains("<script") && !html.contains("src=") && html.hasSuffix("</html>\n"))
    }

    @Test func textOfAFileIsNoMarkup() throws {
        let folder = try TemporaryFolder()
        let text = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml"), encoding: .utf8)
        try folder.write(
            text.replacingOccurrences(of: "<Name>Sensor Value</Name>", with: "<Name>a|b &lt;b&gt;*c*</Name>"),
            to: "a.xml")
        let markdown = try Program.run(["doc", folder.path("a.xml")]).standardOutput
        #expect(markdown.contains(#"| 5700 | a\|b &lt;b>\*c\* | R |"#), "\(markdown)")
        let html = try Program.run(["doc", "--html", folder.path("a.xml")]).standardOutput
        #expect(html.contains("<td>a|b &lt;b&gt;*c*</td>"))
    }

    static let ends: [([String], Int32, String)] = [
        (["diff", "objects/object_device.lua"], 2, "give two files"),
        (["diff", "nowhere.xml", "generator/definitions/3300.xml"], 3, "nowhere.xml: cannot read"),
        (["diff", "Package.swift", "generator/definitions/3300.xml"], 1, "not well-formed XML"),
        (["diff", "generator/definitions/3300.xml", "generator/golden/pair.xml"], 1, ""),
        (["diff", "generator/golden/pair.xml", "generator/golden/pair.xml"], 0, ""),
        (["diff", "--json", "generator/golden/pair.xml", "generator/definitions/3300.xml"], 1, ""),
        (["doc"], 2, "give a folder with Objects"), (["doc", "nowhere"], 3, "nowhere"),
        (["doc", "Tests"], 3, "there is no Object in Tests"),
        (["doc", "objects", "-o", "/nowhere/page.md"], 3, "give a file that can be written"),
        (["doc", "objects", "Package.swift"], 1, "Package.swift:1: not well-formed XML"),
        (["inspect", "--xml", "--json", "objects/object_device.lua"], 2, "exclude each other"),
    ]
    @Test(arguments: ends) func endsAsItSays(_ arguments: [String], _ code: Int32, _ words: String) throws {
        let run = try Program.run(arguments)
        #expect(run.exitCode == code && (words.isEmpty || run.standardError.contains(words)), "\(run.standardError)")
        #expect(run.standardError.isEmpty == words.isEmpty)
    }

    @Test func comparesForMachines() throws {
        let run = try Program.run(["diff", "--json", "generator/golden/pair.xml", "generator/definitions/3300.xml"])
        let value = try #require(
            try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
        let objects = try #require(value["objects"] as? [[String: Any]])
        #expect(value["breaking"] as? Bool == true && objects.map { $0["object"] as? Int } == [3300, 26302, 26303])
        #expect(objects.map { $0["breaking"] as? Bool } == [false, true, true])
    }
}
