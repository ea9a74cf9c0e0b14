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
            "option '--resources' takes ids from 0 to 65534 with commas between them, not '1,x'"
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
}
