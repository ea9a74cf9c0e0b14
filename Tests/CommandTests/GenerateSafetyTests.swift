import Foundation
import TestSupport
import Testing

/// `generate` loses nothing that an engineer wrote, and no file of another Object.
struct GenerateSafetyTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func generate(_ arguments: String..., input: String = "") throws -> Program {
        try Program.run(["generate"] + arguments, input: input, in: folder.url)
    }

    private func define(
        _ file: String, _ name: String, _ id: Int, _ items: [DefinitionText.Item] = [.init(1, "Value")]
    ) throws {
        var text = DefinitionText(items)
        text.name = name
        text.id = String(id)
        text.urn = "urn:oma:lwm2m:x:\(id)"
        try folder.write(text.file, to: file)
    }

    private static func begin(_ region: String) -> String {
        "  -- custom \(region): your code between these two lines is kept\n"
    }

    /// Writes the file of an Object with code in the region `read`, changed by `damage`.
    private func damaged(_ damage: (String) -> String) throws -> String {
        try define("pump.xml", "Pump", 31001)
        #expect(try generate("pump.xml").exitCode == 0)
        let text = try folder.read("object_pump.lua").replacingOccurrences(
            of: Self.begin("read"), with: Self.begin("read") + "  value = precious\n")
        let changed = damage(text)
        #expect(changed != text)
        try folder.write(changed, to: "object_pump.lua")
        return changed
    }

    static let damages: [(String, @Sendable (String) -> String, String)] = [
        (
            "begin missing", { $0.replacingOccurrences(of: begin("read"), with: "") },
            "'-- custom read: your code between these two lines is kept' is missing before '-- custom read: end'"
        ),
        (
            "end missing", { $0.replacingOccurrences(of: "  -- custom read: end\n", with: "") },
            "'-- custom read: end' is missing after '-- custom read: your code between these two lines is kept'"
        ),
        (
            "doubled",
            { text in
                text.replacingOccurrences(
                    of: "function object_pump.read(", with: begin("read") + "function object_pump.read(")
            },
            "'-- custom read: your code between these two lines is kept' stands a second time, first in line"
        ),
        (
            "swapped",
            {
                $0.replacingOccurrences(of: begin("read"), with: "@")
                    .replacingOccurrences(of: "  -- custom read: end\n", with: begin("read"))
                    .replacingOccurrences(of: "@", with: "  -- custom read: end\n")
            },
            "'-- custom read: your code between these two lines is kept' is missing before '-- custom read: end'"
        ),
        (
            "end missing, with CRLF",
            {
                $0.replacingOccurrences(of: "  -- custom read: end\n", with: "")
                    .replacingOccurrences(of: "\n", with: "\r\n")
            },
            "'-- custom read: end' is missing after '-- custom read: your code between these two lines is kept'"
        ),
        (
            "renamed", { $0.replacingOccurrences(of: "-- custom read: end", with: "-- custom read: End of it, end") },
            "'-- custom read: End of it, end' is not one of the markers"
        ),
    ]
    @Test(arguments: damages.indices) func losesNoCodeByADamagedMarker(_ index: Int) throws {
        let (_, damage, message) = Self.damages[index]
        let old = try damaged(damage)
        let refused = try generate("pump.xml")
        #expect(refused.exitCode == 1 && refused.standardOutput.isEmpty)
        #expect(refused.standardError.contains(message), "\(refused.standardError)")
        #expect(refused.standardError.split(separator: ":").dropFirst().first.flatMap { Int($0) } != nil)
        #expect(try folder.read("object_pump.lua") == old)
        let forced = try generate("--force", "pump.xml")
        #expect(forced.exitCode == 0)
        #expect(forced.standardOutput == "kept the old file as object_pump.lua.orig\nwrote object_pump.lua\n")
        #expect(forced.standardError.contains(message))
        #expect(try folder.read("object_pump.lua.orig") == old)
        #expect(try generate("--check", "pump.xml").exitCode == 0)
    }

    @Test func neverOverwritesWhatItKept() throws {
        for (number, ending) in ["", ".1", ".2"].enumerated() {
            let kept = "object_pump.lua.orig\(ending)"
            let old = try damaged { $0 + "-- mine \(number)\n" }
            #expect(try generate("--force", "pump.xml").standardOutput.hasPrefix("kept the old file as \(kept)\n"))
            #expect(try folder.read(kept) == old)
        }
        #expect(try folder.read("object_pump.lua.orig").contains("-- mine 0\n"))
        try folder.write("return {}\n", to: "object_pump.lua")
        #expect(try generate("--force", "pump.xml").standardOutput.contains("object_pump.lua.orig.3\n"))
        #expect(try generate("--force", "pump.xml").standardOutput == "up to date: object_pump.lua\n")
    }

    @Test func keepsCodeOfARegionThatGoes() throws {
        try define("pump.xml", "Pump", 31001, [.init(1, "Go", "E", ""), .init(2, "Value")])
        _ = try generate("pump.xml")
        let text = try folder.read("object_pump.lua").replacingOccurrences(
            of: Self.begin("execute"), with: Self.begin("execute") + "  print(1)\n")
        try folder.write(text, to: "object_pump.lua")
        try define("pump.xml", "Pump", 31001, [.init(2, "Value")])
        #expect(try generate("pump.xml").exitCode == 1)
        #expect(try generate("--force", "pump.xml").exitCode == 0)
        #expect(try folder.read("object_pump.lua.orig") == text)
    }

    // MARK: - Files of other Objects

    static let waysToClash: [[String]] = [[], ["--force"], ["--with-tests"], ["--with-tests", "--force"]]
    @Test(arguments: waysToClash) func leavesTheFileOfAnotherObjectAlone(_ options: [String]) throws {
        try define("a.xml", "Pump", 31011)
        try define("b.xml", "PUMP", 31012)
        #expect(try Program.run(["generate", "-o", "o"] + options + ["a.xml"], in: folder.url).exitCode == 0)
        let old = try folder.read("o/object_pump.lua")
        let run = try Program.run(["generate", "-o", "o"] + options + ["b.xml"], in: folder.url)
        #expect(run.exitCode == 1 && run.standardOutput.isEmpty)
        #expect(
            run.standardError.hasPrefix(
                "o/object_pump.lua: the file is object 31011, and b.xml:3 defines object 31012: move the file away, or take "
                    + "another name with --name\n"))
        #expect(try folder.read("o/object_pump.lua") == old)
        let both = try Program.run(["generate", "-o", "p"] + options + ["a.xml", "b.xml"], in: folder.url)
        #expect(both.exitCode == 1 && both.standardError.contains("object_pump.lua would be written by b.xml:3, too"))
        let check = try Program.run(["generate", "--check", "-o", "o", "b.xml"], in: folder.url)
        #expect(check.exitCode == 1 && check.standardError.contains("31011"))
    }

    /// A file of the vendor's generator, or one that was edited, says its id in its code.
    @Test(arguments: [
        "object_pump = {}\nobject_pump.objectId = 31011\nlwm2m_object_tbl_add(object_pump.objectId, 'object_pump')\n",
        "object_pump = { objectId = 0x7923 }\nlwm2m_object_tbl_add(object_pump.objectId, 'object_pump')\n",
        "-- lwm2m_object_tbl_add(31012\nlwm2m_object_tbl_add(31011, \"object_pump\")\n",
    ]) func knowsTheObjectOfAFileThatItDidNotMake(_ text: String) throws {
        try define("b.xml", "PUMP", 31012)
        try folder.write(text, to: "object_pump.lua")
        let run = try generate("--force", "b.xml")
        #expect(run.exitCode == 1 && run.standardError.contains("is object 31011, and b.xml:3 defines object 31012"))
        #expect(try folder.read("object_pump.lua") == text)
    }

    @Test func tellsTheTestsOfAnObjectFromAnObjectCalledTest() throws {
        try define("link.xml", "Link", 31001)
        try define("link_test.xml", "Link Test", 31002)
        let both = try generate("--with-tests", "-o", "o", "link.xml", "link_test.xml")
        #expect(both.exitCode == 1 && both.standardOutput.isEmpty)
        #expect(
            both.standardError == "the tests of link.xml:3: object_link_test.lua would be written by link_test.xml:3, "
                + "too: generate each alone, with another --name\n")
        // One after the other, in both orders.
        #expect(try generate("--with-tests", "-o", "o", "link.xml").exitCode == 0)
        let tests = try folder.read("o/object_link_test.lua")
        let object = try generate("-o", "o", "--force", "link_test.xml")
        #expect(object.exitCode == 1 && object.standardError.contains("the file holds the tests of object 31001"))
        #expect(try folder.read("o/object_link_test.lua") == tests)
        #expect(try generate("-o", "p", "link_test.xml").exitCode == 0)
        let test = try generate("-o", "p", "--with-tests", "--force", "link.xml")
        #expect(test.exitCode == 1 && test.standardOutput == "wrote p/object_link.lua\n")
        #expect(test.standardError.contains("p/object_link_test.lua: the file is object 31002, and its name is that"))
    }

    // MARK: - What an older definition left

    @Test func namesCodeThatUsesAConstantThatIsGone() throws {
        try define("a.xml", "Link", 31001, [.init(1, "CE_MODE"), .init(2, "Level"), .init(3, "State")])
        _ = try generate("a.xml")
        var text = try folder.read("object_link.lua")
        text = text.replacingOccurrences(
            of: Self.begin("write"),
            with: Self.begin("write") + "  if res == RES_O_CEMODE then print(RES_O_LEVEL, RES_O_CEMODE) end\n")
        text = text.replacingOccurrences(
            of: Self.begin("read"),
            with: Self.begin("read") + "  -- RES_O_CEMODE\n  if res == RES_O_STATE then value = 1 end\n")
        try folder.write(text, to: "object_link.lua")
        #expect(try generate("a.xml").exitCode == 0)
        try define("a.xml", "Link", 31001, [.init(1, "CELEVEL"), .init(2, "Level"), .init(3, "State")])
        for run in [try generate("a.xml"), try generate("a.xml"), try generate("--check", "a.xml")] {
            #expect(run.exitCode == 1)
            let said = run.standardError.split(separator: "\n").filter { $0.contains("uses") }
            #expect(said.count == 1)
            #expect(said.first?.contains(": the custom region 'write' uses RES_O_CEMODE, which object 31001") == true)
            let line = said.first?.split(separator: ":").dropFirst().first.flatMap { Int($0) } ?? 1
            let lines = try folder.read("object_link.lua").components(separatedBy: "\n")
            #expect(lines[line - 1].contains("RES_O_CEMODE"))
        }
        let told = try generate("--allow-leftovers", "a.xml")
        #expect(told.exitCode == 0 && told.standardError.isEmpty)
        // Resources that are left out.
        let part = try generate("--allow-leftovers", "--resources", "1,2", "a.xml")
        #expect(part.exitCode == 0)
        let named = try generate("--resources", "1,2", "a.xml")
        #expect(named.exitCode == 1 && named.standardError.contains("'read' uses RES_O_STATE"))
    }

    @Test func namesConstantsThatMovedIntoATable() throws {
        try define("a.xml", "Link", 31001, (0..<3).map { .init($0, "R\($0)") })
        _ = try generate("a.xml")
        let text = try folder.read("object_link.lua").replacingOccurrences(
            of: Self.begin("write"), with: Self.begin("write") + "  if res == RES_O_R1 then print(1) end\n")
        try folder.write(text, to: "object_link.lua")
        try define("a.xml", "Link", 31001, (0..<200).map { .init($0, "R\($0)") })
        let run = try generate("a.xml")
        #expect(run.exitCode == 1)
        #expect(run.standardError.contains("object 31001 does not have; it is resource_id.RES_O_R1 now"))
    }

    @Test func namesTheOlderFileOfARenamedObject() throws {
        try define("a.xml", "Old Name", 31001)
        _ = try generate("-o", "o", "a.xml")
        let text = try folder.read("o/object_old_name.lua").replacingOccurrences(
            of: Self.begin("read"), with: Self.begin("read") + "  value = 1\n")
        try folder.write(text, to: "o/object_old_name.lua")
        try define("a.xml", "New Name", 31001)
        let run = try generate("-o", "o", "a.xml")
        #expect(run.exitCode == 1 && run.standardOutput == "wrote o/object_new_name.lua\n")
        #expect(
            run.standardError
                == "o/object_old_name.lua: the file is object 31001 too, with code of yours in read, and the client takes one "
                + "file of an object: move the code to object_new_name.lua and remove this file, or let it be with "
                + "--allow-leftovers\n")
        #expect(try generate("-o", "o", "--allow-leftovers", "a.xml").exitCode == 0)
    }

    // MARK: - What the definition has

    @Test func namesSharedConstantsAndTypesOfLwM2M11() throws {
        try define(
            "a.xml", "Link", 31001,
            [.init(1, "Level +"), .init(2, "Level -"), .init(3, "Level +"), .init(4, "N", "RW", "Unsigned Integer")])
        let run = try generate("-o", "-", "a.xml")
        #expect(run.exitCode == 0)
        #expect(
            run.standardError == """
                a.xml:14: warning: resources 1, 3 would share the constant RES_O_LEVEL_, so each of theirs ends in its id: \
                give them names that differ in letters or digits
                a.xml:15: warning: resource 4 is of the type Unsigned Integer of LwM2M 1.1, the client of the module is 1.0: \
                take Integer [xml-type-newer-than-client]

                """)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var change: @Sendable (inout DefinitionText) -> Void
        var rule: String
    }

    static let faults = [
        Fault(
            testDescription: "the URN of another Object", change: { $0.urn = "urn:oma:lwm2m:x:26242" }, rule: "urn-id"),
        Fault(
            testDescription: "the URN of OMA's own", change: { $0.urn = "urn:oma:lwm2m:oma:26241" },
            rule: "urn-category"),
        Fault(testDescription: "no URN", change: { $0.urn = "probe" }, rule: "urn-form"),
        Fault(testDescription: "an empty URN", change: { $0.urn = "" }, rule: "urn-empty"),
        Fault(testDescription: "the URN of another version", change: { $0.urn += ":2.0" }, rule: "urn-version"),
        Fault(
            testDescription: "an id that OMA keeps",
            change: {
                $0.id = "1500"
                $0.urn = "urn:oma:lwm2m:x:1500"
            }, rule: "object-id-reserved"),
        Fault(
            testDescription: "an executable Resource with a type",
            change: { $0.items.append(.init(1, "Go", "E", "Integer")) }, rule: "executable-with-type"),
    ]

    /// What `check` calls an error, `generate` says in the same line; the file is made nevertheless.
    @Test(arguments: faults) func saysWhatCheckSays(_ fault: Fault) throws {
        var text = DefinitionText()
        fault.change(&text)
        try folder.write(text.file, to: "probe.xml")
        let check = try Program.run(["check", "probe.xml"], in: folder.url)
        let lines = check.standardOutput.split(separator: "\n").dropLast()
        #expect(lines.count == 1 && lines.first?.hasSuffix("[xml-\(fault.rule)]") == true, "\(check.standardOutput)")
        let run = try generate("probe.xml")
        #expect(run.exitCode == 1 && run.standardOutput == "wrote object_probe.lua\n")
        #expect(run.standardError == lines.map { $0 + "\n" }.joined())
    }

    @Test func pointsAtANameThatCannotBeUsed() throws {
        try define("a.xml", "水泵", 33002)
        let run = try generate("a.xml")
        #expect(run.exitCode == 1)
        #expect(run.standardError.hasPrefix("a.xml:4: the name of object 33002 has no letter or digit"))
        let check = try Program.run(["check", "a.xml"], in: folder.url)
        #expect(check.exitCode == 1)
        #expect(check.standardOutput.contains("a.xml:4: error: the name of object 33002 has no letter or digit"))
    }

    @Test func givesStandardOutputOneObject() throws {
        try define("a.xml", "A", 31001)
        try define("b.xml", "B", 31002)
        let run = try generate("-o", "-", "a.xml", "b.xml")
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m generate: standard output takes one object, and there are 2: "))
        var second = DefinitionText()
        second.name = "Second"
        second.id = "26242"
        try folder.write(DefinitionText.file([DefinitionText(), second]), to: "two.xml")
        #expect(try generate("-o", "-", "two.xml").exitCode == 2)
        #expect(try generate("-o", "-", "a.xml").exitCode == 0)
    }
}
