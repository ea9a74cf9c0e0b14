import Foundation
import TestSupport
import Testing

/// `xlwm2m run --flash`: what outlives the program.
struct RunFlashTests {
    private func run(_ folder: TemporaryFolder, _ commands: String) throws -> Program {
        try Program.run(["run", "--flash", folder.path("flash"), "--exec", commands])
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
                \(flash)/LWM2M/object.db cannot be used and is now object.db.damaged-1: file is not a database (26) in \
                "PRAGMA journal_mode=WAL"

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
