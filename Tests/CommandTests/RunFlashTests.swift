import Foundation
import TestSupport
import Testing

/// `xlwm2m run --flash`: what outlives the program.
struct RunFlashTests {
    private func run(_ folder: TemporaryFolder, _ commands: String) throws -> Program {
        try Program.run(["run", "--product", "SARA-R422S-01B", "--flash", folder.path("flash"), "--exec", commands])
    }

    @Test(arguments: [["--exec", "set rssi -80"], [], ["--at", "stdio"]])
    func leavesOneFileWithAllThatIsSaved(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        try Program.run(["run", "--flash", folder.path("flash")] + options, input: "AT+UMNOPROF?\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("flash/LWM2M")) == ["object.db"])
    }

    @Test func keepsInstancesOverTheEndOfTheProgram() throws {
        let folder = try TemporaryFolder()
        _ = try run(folder, "create /3300/7; write /3300/7/5750 Temperature; create /3300/2")
        let second = try run(folder, "read /3300/7/5750; ls /3300/2; delete /3300/7")
        #expect(second.standardOutput.hasPrefix("/3300/7/5750 Application Type: \"Temperature\" (String)\n"))
        #expect(second.standardError.isEmpty && second.exitCode == 0)
        let third = try run(folder, "read /3300/7")
        #expect(third.standardOutput + third.standardError != "" && third.exitCode == 1)
        #expect(try run(folder, "read /3300/2/5750").exitCode == 0)
    }

    @Test func keepsTheProfileAndBeginsAgainWithAnother() throws {
        let folder = try TemporaryFolder()
        func run(_ commands: String, _ options: String...) throws -> String {
            let run = try Program.run(["run", "--flash", folder.path("flash"), "--exec", commands] + options)
            #expect(run.standardError.isEmpty)
            return run.standardOutput
        }
        _ = try run("create /6; profile 3; create /1/4; set carrier 28")
        let second = try run("profile; ls /1/4; read /6/0")
        #expect(second.hasPrefix("profile 3 Verizon on SARA-R510S-01B: client enabled, bootstrap\n"))
        #expect(second.contains("4.04 Not Found: Object 6 is not loaded") && second.contains("/1/4/30000  "))
        #expect(try run("ls /1/4", "--profile", "3").contains("/1/4/30000  "))
        #expect(try run("ls /1/4", "--profile", "90").hasPrefix("4.04 Not Found: /1/4"))
        #expect(try run("profile").hasPrefix("profile 90 Global "))
    }

    @Test func listsItsFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write("print(1)\n", to: "flash/XLWM2M/object_x.lua")
        try folder.write("12", to: "flash/USER/note")
        let arguments = ["run", "--flash", folder.path("flash"), "--exec"]
        let lines = try Program.run(arguments + ["files"]).standardOutput.split(separator: "\n")
        let rows = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(rows[0] == ["tag", "bytes", "name", "from"] && rows.count == 5)
        #expect(rows[1][0] == "LWM2M" && rows[1][2...] == ["object.db", "the", "flash"])
        #expect(rows[2] == ["USER", "2", "note", "the", "flash"])
        #expect(rows[3] == ["XLWM2M", "9", "object_x.lua", "the", "flash"])
        #expect(rows[4].count == 3 && Int(rows[4][0]) ?? 0 > 0 && lines[4].hasSuffix(" bytes free"))
        let json = try Program.run(arguments + ["files USER", "--json"]).standardOutput
        let expected =
            #"{"command":"files USER","files":[{"tag":"USER","name":"note","size":2,"builtIn":false}],"free":"#
        #expect(json.hasPrefix(expected))
    }

    @Test func listsTheBuiltInObjectsWhereTheyAreFiles() throws {
        let run = try Program.run(["run", "--product", "SARA-R422S-01B", "--profile", "90", "--exec", "files"])
        let lines = run.standardOutput.split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("XLWM2M ") && $0.hasSuffix("  the module") }.count == 16)
        #expect(lines.last == "no flash; run --flash DIR gives one")
        #expect(
            try Program.run(["run", "--exec", "files"]).standardOutput
                == "no files; no flash; run --flash DIR gives one\n")
    }

    @Test func saysWhatItCannotUse() throws {
        let folder = try TemporaryFolder()
        try folder.write("no database, but longer than nothing", to: "flash/LWM2M/object.db")
        try folder.write("", to: "flash/stray")
        let run = try run(folder, "create /3300")
        #expect(run.exitCode == 0)
        let flash = folder.path("flash")
        #expect(
            run.standardError == """
                \(flash)/stray: is not seen: files belong into the folder of a tag (AUDIO, FOAT, FOTA_EXT, GNSS, \
                LWM2M, MNO, PROFILE, SCM, UNVM, USER, XLWM2M)
                \(flash)/LWM2M/object.db cannot be used and is now object.db.damaged-1: it is not a database of \
                SQLite

                """)
    }

    @Test func endsWhereTheFlashCannotBeUsed() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "flash")
        let run = try run(folder, "ls")
        #expect(run.exitCode == 3)
        #expect(run.standardError.contains("\(folder.path("flash")): cannot make the folder: File exists"))
    }
}
