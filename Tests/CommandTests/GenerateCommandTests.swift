import Foundation
import TestSupport
import Testing

struct GenerateCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func generate(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws
        -> Program
    {
        try Program.run(["generate"] + arguments, input: input, in: folder.url, environment: environment)
    }

    @discardableResult
    private func definition(_ file: String, _ change: (inout DefinitionText) -> Void = { _ in }) throws -> String {
        var text = DefinitionText([.init(0, "Value", mandatory: "Mandatory"), .init(1, "Go", "E", "")])
        change(&text)
        return try folder.write(text.file, to: file)
    }

    private func add(_ code: String, to region: String, in file: String) throws {
        let marker = "-- custom \(region): your code between these two lines is kept\n"
        let text = try folder.read(file)
        #expect(text.contains(marker))
        try folder.write(text.replacingOccurrences(of: marker, with: marker + code), to: file)
    }

    @Test func writesAFileAndSaysSo() throws {
        try definition("probe.xml")
        let run = try generate("probe.xml")
        #expect(run.standardOutput == "wrote object_probe.lua\n" && run.standardError.isEmpty && run.exitCode == 0)
        #expect(try folder.names() == ["object_probe.lua", "probe.xml"])
        #expect(try generate("probe.xml").standardOutput == "up to date: object_probe.lua\n")
    }

    @Test func makesTheFolder() throws {
        try definition("probe.xml")
        #expect(try generate("-o", "a/b", "--with-tests", "probe.xml").exitCode == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path("a/b")).sorted()
                == ["object_probe.lua", "object_probe_test.lua"])
    }

    @Test func readsStandardInputAndWritesStandardOutput() throws {
        let run = try generate("-o", "-", "-", input: DefinitionText().file)
        #expect(run.standardOutput.hasPrefix("-- object_probe.lua: Probe, LwM2M Object 26241, version 1.0\n"))
        #expect(run.exitCode == 0 && run.standardError.isEmpty)
        let bad = try generate("-o", "-", "-", input: "<LWM2M/>")
        #expect(bad.standardError == "<stdin>:1: there is no <Object> in <LWM2M>: add the definition of one\n")
        #expect(bad.exitCode == 1 && bad.standardOutput.isEmpty)
    }

    @Test func keepsCustomCode() throws {
        try definition("probe.xml")
        _ = try generate("probe.xml")
        try add("  print(value)\n", to: "write", in: "object_probe.lua")
        try definition("probe.xml") { $0.items.append(.init(2, "More")) }
        let run = try generate("probe.xml")
        #expect(run.standardOutput == "wrote object_probe.lua\n" && run.exitCode == 0)
        let text = try folder.read("object_probe.lua")
        #expect(text.contains("RES_O_MORE") && text.contains("is kept\n  print(value)\n  -- custom write: end"))
        #expect(try generate("--check", "probe.xml").exitCode == 0)
    }

    @Test func doesNotOverwriteAnEditedFile() throws {
        try definition("probe.xml")
        _ = try generate("probe.xml")
        try add("  local kept = 1\n", to: "read", in: "object_probe.lua")
        let edited = try folder.read("object_probe.lua") + "-- mine\n"
        try folder.write(edited, to: "object_probe.lua")
        let run = try generate("probe.xml")
        #expect(
            run.standardError == """
                object_probe.lua: the file was edited outside its custom regions, so it stays as it is: move your code \
                between the lines marked "custom" (file, state, load, before create, create, before delete, delete, read, \
                before write, write, before execute, execute), or overwrite all but these regions with --force

                """)
        #expect(run.exitCode == 1 && run.standardOutput.isEmpty)
        #expect(try folder.read("object_probe.lua") == edited)
        #expect(try generate("--force", "probe.xml").exitCode == 0)
        let forced = try folder.read("object_probe.lua")
        #expect(forced.contains("local kept") && !forced.contains("mine"))
    }

    @Test func doesNotOverwriteWhatItDidNotMake() throws {
        try definition("probe.xml")
        try folder.write("return {}\n", to: "object_probe.lua")
        let run = try generate("probe.xml")
        #expect(run.exitCode == 1 && run.standardError.contains("was not made by xlwm2m generate"))
        #expect(try folder.read("object_probe.lua") == "return {}\n")
    }

    @Test func doesNotDropCodeThatHasNoPlaceAnyMore() throws {
        try definition("probe.xml")
        _ = try generate("probe.xml")
        try add("  print(1)\n", to: "execute", in: "object_probe.lua")
        try definition("probe.xml") { $0.items.removeLast() }
        let run = try generate("probe.xml")
        #expect(run.exitCode == 1 && run.standardError.contains("the custom region 'execute' holds code"))
        #expect(try folder.read("object_probe.lua").contains("print(1)"))
        #expect(try generate("--force", "probe.xml").exitCode == 0)
    }

    @Test func checksWithoutWriting() throws {
        try definition("probe.xml")
        let missing = try generate("--check", "probe.xml")
        #expect(
            missing.exitCode == 1
                && missing.standardOutput.hasPrefix("--- /dev/null\n+++ object_probe.lua\n@@ -0,0 +1,"))
        #expect(
            missing.standardError
                == "object_probe.lua: the file is missing: run xlwm2m generate without --check\n")
        #expect(try folder.names() == ["probe.xml"])
        _ = try generate("probe.xml")
        let fresh = try generate("--check", "probe.xml")
        #expect(fresh.exitCode == 0 && fresh.standardOutput.isEmpty && fresh.standardError.isEmpty)
        try definition("probe.xml") { $0.mandatory = "Mandatory" }
        let before = try folder.read("object_probe.lua")
        let stale = try generate("--check", "probe.xml")
        #expect(stale.exitCode == 1 && stale.standardError.contains("the file is stale"))
        #expect(stale.standardOutput.contains("-  Mandatory = \"Optional\",\n+  Mandatory = \"Mandatory\",\n"))
        #expect(try folder.read("object_probe.lua") == before)
        #expect(stale.standardOutput == (try patchOf(before)), "the diff is what diff -u writes")
    }

    /// What `diff -u` says about the file as it was and as it should be, without its time stamps.
    private func patchOf(_ before: String) throws -> String {
        let after = try generate("-o", "-", "probe.xml").standardOutput
        try folder.write(before, to: "before")
        try folder.write(after, to: "after")
        let label = "object_probe.lua"
        return try Program.run(
            "/usr/bin/env", ["diff", "-u", "--label", label, "--label", label, "before", "after"], in: folder.url
        ).standardOutput
    }

    @Test func refusesTwoObjectsForOneFile() throws {
        try definition("a.xml") { $0.name = "Location" }
        try definition("b.xml") { $0.name = "location " }
        try definition("c.xml")
        let run = try generate("a.xml", "b.xml", "c.xml")
        #expect(run.exitCode == 1 && run.standardOutput == "wrote object_probe.lua\n")
        #expect(
            run.standardError == "a.xml:3: object_location.lua would be written by b.xml:3, too: "
                + "generate each alone, with another --name\n")
        #expect(try folder.names() == ["a.xml", "b.xml", "c.xml", "object_probe.lua"])
        #expect(try generate("--name", "location_gnss", "b.xml").standardOutput == "wrote object_location_gnss.lua\n")
    }

    @Test func goesOnAfterABadInput() throws {
        try definition("good.xml")
        try folder.write("<LWM2M><Object>", to: "bad.xml")
        let run = try generate("bad.xml", "good.xml", "missing.xml")
        #expect(run.standardOutput == "wrote object_probe.lua\n" && run.exitCode == 3)
        #expect(run.standardError.hasPrefix("bad.xml:1: not well-formed XML, "))
        #expect(
            run.standardError.hasSuffix(
                "missing.xml: cannot read: No such file or directory: "
                    + "give the path of a definition that can be read\n"))
        #expect(try generate("bad.xml", "good.xml").exitCode == 1)
    }

    @Test func writesEachObjectOfAFile() throws {
        var second = DefinitionText()
        second.name = "Second"
        second.id = "26242"
        try folder.write(DefinitionText.file([DefinitionText(), second]), to: "two.xml")
        #expect(try generate("two.xml").standardOutput == "wrote object_probe.lua\nwrote object_second.lua\n")
        let named = try generate("--name", "x", "two.xml")
        #expect(named.exitCode == 1)
        #expect(
            named.standardError
                == "two.xml: --name goes with one object and the file defines 2: split it up\n")
    }

    @Test func takesSomeResources() throws {
        try definition("probe.xml") { $0.items.append(.init(2, "More")) }
        #expect(try generate("--resources", "0,2", "probe.xml").exitCode == 0)
        let text = try folder.read("object_probe.lua")
        #expect(text.contains("RES_M_VALUE") && text.contains("RES_O_MORE") && !text.contains("RES_O_GO"))
        let unknown = try generate("--resources", "0,7", "probe.xml")
        #expect(unknown.exitCode == 1)
        #expect(unknown.standardError == "probe.xml:3: object 26241 has no resource 7: take of 0,1,2\n")
        let mandatory = try generate("--resources", "2", "probe.xml")
        #expect(mandatory.exitCode == 1)
        #expect(
            mandatory.standardError == "probe.xml:3: resource 0 is mandatory in object 26241: "
                + "name it in --resources too, or leave it out with --force\n")
        #expect(try generate("--resources", "2", "--force", "probe.xml").exitCode == 0)
        #expect(try !folder.read("object_probe.lua").contains("RES_M_VALUE"))
    }

    static let wrongUses: [([String], String)] = [
        ([], "no definition given: name XML files, or - for standard input"),
        (["-", "-"], "standard input can be read only once: give - once"),
        (["-o", "", "a.xml"], "option '--output' is empty: name a folder"),
        (["--check", "-o", "-", "a.xml"], "--check needs a folder: give another -o than -"),
        (["--with-tests", "-o", "-", "a.xml"], "--with-tests needs a folder: give another -o than -"),
        (["--name", "x", "a.xml", "b.xml"], "--name goes with one definition, not 2: generate it alone"),
        (["--name", "../x", "a.xml"], "the name '../x' cannot be used: take small letters, digits and _"),
        (
            ["--resources", "1,x", "a.xml"],
            "option '--resources' takes ids from 0 to 65534 with commas between them, or all, not '1,x'"
        ),
    ]
    @Test(arguments: wrongUses) func refusesWrongUse(_ arguments: [String], _ message: String) throws {
        let run = try Program.run(["generate"] + arguments, in: folder.url)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m generate: \(message)\n"))
    }

    @Test func saysWhyItCouldNotWrite() throws {
        try definition("probe.xml")
        try folder.write("", to: "file")
        let run = try generate("-o", "file", "probe.xml")
        #expect(run.exitCode == 3 && run.standardError.contains("file"))
        try FileManager.default.createDirectory(
            atPath: folder.path("object_probe.lua"), withIntermediateDirectories: true)
        let blocked = try generate("probe.xml")
        #expect(blocked.exitCode == 3 && blocked.standardError.hasPrefix("object_probe.lua: cannot "))
        #expect(try folder.names() == ["file", "object_probe.lua", "probe.xml"])
    }

    @Test func leavesAFileBehindALinkAlone() throws {
        try definition("probe.xml")
        try folder.write("precious\n", to: "elsewhere/file")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("object_probe.lua"), withDestinationPath: folder.path("elsewhere/file"))
        #expect(try generate("--force", "probe.xml").exitCode == 0)
        #expect(try folder.read("elsewhere/file") == "precious\n")
    }

    @Test func refusesAHugeFileWithoutReadingIt() throws {
        let path = folder.path("huge.xml")
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.truncate(atOffset: 100 << 20)
        try handle.close()
        let run = try generate("huge.xml")
        #expect(run.exitCode == 1)
        #expect(
            run.standardError
                == "huge.xml: the file has more than 8388608 bytes, which no definition needs: split it up\n")
    }

    static let surroundings: [[String: String]] = [
        ["LC_ALL": "C"], ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"],
        ["LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Apia"],
        ["TZ": "America/New_York", "LC_ALL": "POSIX"],
    ]
    @Test(arguments: surroundings) func writesTheSameBytesEverywhere(_ environment: [String: String]) throws {
        let sensor = "generator/definitions/3300.xml"
        let here = try Program.run(["generate", "-o", "-", sensor])
        #expect(
            try Program.run(["generate", "-o", "-", sensor], environment: environment).standardOutput
                == here.standardOutput)
        #expect(!here.standardOutput.isEmpty)
    }

    // MARK: - The options of a file

    private static let ranged = """
        <LWM2M><Object ObjectType="MODefinition"><Name>Probe</Name><ObjectID>26241</ObjectID>
        <MultipleInstances>Multiple</MultipleInstances><Mandatory>Optional</Mandatory><Resources>
        <Item ID="0"><Name>Level</Name><Operations>RW</Operations><MultipleInstances>Single</MultipleInstances>
        <Mandatory>Optional</Mandatory><Type>Integer</Type><RangeEnumeration>0..100</RangeEnumeration></Item>
        <Item ID="1"><Name>Mode</Name><Operations>RW</Operations><MultipleInstances>Single</MultipleInstances>
        <Mandatory>Optional</Mandatory><Type>String</Type><RangeEnumeration>U,UQ</RangeEnumeration></Item>
        <Item ID="2"><Name>Loads</Name><Operations>R</Operations><MultipleInstances>Multiple</MultipleInstances>
        <Mandatory>Optional</Mandatory><Type>Float</Type><RangeEnumeration>0..1</RangeEnumeration></Item>
        </Resources></Object></LWM2M>
        """

    struct Kept: Sendable, CustomTestStringConvertible {
        var testDescription: String { first.joined(separator: " ") + " then " + second.joined(separator: " ") }
        let first, second: [String]
        /// What is said of the second time, and the line of the head after it; nil for no such line.
        let remark: String, line: String?
    }

    static let kept = [
        Kept(
            first: ["--ranges"], second: [], remark: "up to date: object_probe.lua (--ranges as before)",
            line: "-- Made with --ranges: kept when the file is made again, unless you give --no-ranges"),
        Kept(first: ["--ranges"], second: ["--no-ranges"], remark: "wrote object_probe.lua", line: nil),
        Kept(
            first: ["--ranges", "--resources", "0,2"], second: ["--resources", "all"],
            remark: "wrote object_probe.lua (--ranges as before)",
            line: "-- Made with --ranges: kept when the file is made again, unless you give --no-ranges"),
        Kept(
            first: ["--product", "sara-r422s-01b"], second: ["--resources", "0,1"],
            remark: "wrote object_probe.lua (--product SARA-R422S-01B as before)",
            line:
                "-- Made with --product SARA-R422S-01B, --resources 0,1: kept when the file is made again, unless you give "
                + "--product none, --resources all"),
        Kept(
            first: ["--product", "LEXI-R422", "--ranges", "--resources", "0"], second: [],
            remark: "up to date: object_probe.lua (--ranges, --product LEXI-R422, --resources 0 as before)",
            line:
                "-- Made with --ranges, --product LEXI-R422, --resources 0: kept when the file is made again, unless you "
                + "give --no-ranges, --product none, --resources all"),
        Kept(
            first: ["--product", "LEXI-R422"], second: ["--product", "none"], remark: "wrote object_probe.lua",
            line: nil),
        Kept(first: [], second: [], remark: "up to date: object_probe.lua", line: nil),
    ]

    @Test(arguments: kept) func keepsTheOptionsOfAFile(_ test: Kept) throws {
        try folder.write(Self.ranged, to: "probe.xml")
        func generate(_ options: [String]) throws -> Program {
            try Program.run(["generate"] + options + ["probe.xml"], in: folder.url)
        }
        #expect(try generate(test.first).exitCode == 0)
        try add("  print(res)\n", to: "write", in: "object_probe.lua")
        #expect(try generate(test.second + ["--check"]).exitCode == (test.remark.hasPrefix("up to date") ? 0 : 1))
        let run = try generate(test.second)
        #expect(run.standardOutput == test.remark + "\n" && run.exitCode == 0, "\(run.standardError)")
        let lines = try folder.read("object_probe.lua").components(separatedBy: "\n")
        #expect(lines.first { $0.hasPrefix("-- Made with --") } == test.line)
        #expect(lines.contains("  print(res)"))
        #expect(try generate(["--check"]).exitCode == 0)
    }

    /// A file that was made before its head said so still has its checks and the lines of its product.
    @Test func keepsTheOptionsOfAnOlderFile() throws {
        try folder.write(Self.ranged, to: "probe.xml")
        #expect(try generate("--ranges", "--product", "LEXI-R422", "probe.xml").exitCode == 0)
        let text = try folder.read("object_probe.lua")
        // Edited, and so made again by force: what it was made with shows in its lines.
        let older = text.components(separatedBy: "\n").filter { !$0.hasPrefix("-- Made with --") }
        try folder.write(older.joined(separator: "\n"), to: "object_probe.lua")
        #expect(try generate("--force", "probe.xml").exitCode == 0)
        #expect(try folder.read("object_probe.lua") == text)
    }

    @Test func saysThatAFilesOptionsDoNotFit() throws {
        try folder.write(Self.ranged, to: "probe.xml")
        #expect(try generate("--resources", "1", "probe.xml").exitCode == 0)
        let text = try folder.read("object_probe.lua")
        try definition("probe.xml") { $0.items = [.init(7, "Other")] }
        let gone = try generate("probe.xml")
        #expect(gone.exitCode == 1)
        #expect(
            gone.standardError
                == "object_probe.lua: the file was made with --resources, and object 26241 has none of these now: name "
                + "others, or give --resources all\n")
        try folder.write(
            text.replacingOccurrences(of: "--resources 1:", with: "--product SARA-X9:"), to: "object_probe.lua")
        #expect(
            try generate("probe.xml").standardError
                == "object_probe.lua: the file was made for the product SARA-X9, which is unknown: give --product PRODUCT, "
                + "or --product none\n")
        let both = try generate("--ranges", "--no-ranges", "probe.xml")
        #expect(both.exitCode == 2)
        #expect(both.standardError.hasPrefix("xlwm2m generate: --ranges and --no-ranges do not go together"))
    }

    /// Generated tests and those of `--contract` try the ends of ranges, and of a file with checks what is beyond them.
    @Test func testsTheEndsOfRangesAndWhatIsBeyond() throws {
        try folder.write(Self.ranged, to: "probe.xml")
        #expect(try generate("--with-tests", "--ranges", "probe.xml").exitCode == 0)
        let test = try folder.read("object_probe_test.lua")
        #expect(test.contains("values = { 0, 50, 100 }, refused = { -1, 101 }"))
        #expect(test.contains("values = { \"U\", \"UQ\" }, refused = { \"Ux\" }"))
        #expect(test.contains("values = { 0.0, 0.5, 1.0 }, refused = { -0.001, 1.001 }"))
        let text = try folder.read("object_probe.lua")
        let runs = [["test", "object_probe_test.lua"], ["test", "--contract", "probe.xml", "."]]
        for arguments in runs {
            let run = try Program.run(arguments, in: folder.url)
            #expect(run.exitCode == 0, "\(run.standardOutput)")
        }
        for (check, lost) in [
            ("value >= 0 and value <= 100", "value >= 0"), ("value >= 0 and value <= 100", "value <= 100"),
            ("not is_allowed(res, value)", "false"),
        ] {
            #expect(text.contains(check))
            try folder.write(text.replacingOccurrences(of: check, with: lost), to: "object_probe.lua")
            for arguments in runs {
                let run = try Program.run(arguments, in: folder.url)
                #expect(run.exitCode == 1 && run.standardOutput.contains(", which is not in its range"), "\(lost)")
            }
        }
        // Nothing of the kind for a file without checks.
        try FileManager.default.removeItem(atPath: folder.path("object_probe.lua"))
        #expect(try generate("--with-tests", "probe.xml").exitCode == 0)
        #expect(try !folder.read("object_probe_test.lua").contains("refused"))
        for arguments in runs { #expect(try Program.run(arguments, in: folder.url).exitCode == 0) }
    }
}
