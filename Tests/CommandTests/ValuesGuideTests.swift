import Foundation
import TestSupport
import Testing

/// `docs/values.md`: its file runs, its test passes, its refusals come.
struct ValuesGuideTests {
    private static func block(_ mark: String) throws -> String {
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/values.md"), encoding: .utf8)
        let block = try #require(guide.components(separatedBy: "```\(mark)\n").dropFirst().first)
        return block.components(separatedBy: "```")[0]
    }

    @Test func theFileOfTheGuideMovesValues() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(try Self.block("values"), to: "values.txt")
        try folder.write("time,value\n0,Oven\n5,Fridge\n", to: "readings.csv")
        let run = try Program.run([
            "run", "objects", "--values", file, "--speed", "600", "--exec",
            "create /3300/0 5603=0; create /3300/1; create /3300/2 5750=x; wait 900; read /3300/0/5700; "
                + "read /3300/0/5603; read /3300/1/5700; read /3300/2/5750",
        ])
        let values = run.standardOutput.split(separator: "\n").filter { $0.hasPrefix("/3300/") }
        #expect(values.count == 4 && run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        let heat = try #require(values[0].split(separator: " ").dropLast().last.flatMap { Double($0) })
        #expect((180...220).contains(heat) && heat > 201, "\(values)")
        #expect(values[1].contains(": 150 (Float)"))
        #expect(values[3].contains("\"Fridge\""), "\(values)")
    }

    @Test func theTestOfTheGuidePasses() throws {
        let folder = try TemporaryFolder()
        try folder.write(try Self.block("lua"), to: "values_test.lua")
        let run = try Program.run(["test", "values_test.lua"], in: folder.url)
        #expect(run.exitCode == 0 && run.standardOutput.contains("1 test: 1 passed"), "\(run.standardOutput)")
    }

    @Test func tellsWhatIsRefusedOnce() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("/3300/9/5700 constant 1\n/3300/0/5700 constant hot\n", to: "values.txt")
        let run = try Program.run([
            "run", "objects", "--values", file, "--speed", "100", "--exec",
            "create /3300/0; wait 300; create /3300/9; wait 3",
            "--exec", "read /3300/9/5700",
        ])
        let notes = run.standardOutput.split(separator: "\n").filter { $0.contains("values.txt:") }
        #expect(notes.filter { $0.contains("values.txt:1: /3300/9/5700: ") }.count == 1, "\(notes)")
        #expect(
            notes.contains { $0.hasSuffix("values.txt:2: /3300/0/5700: 4.00: \"hot\" is no Float") }, "\(notes)")
        #expect(run.standardOutput.contains("/3300/9/5700 Sensor Value: 1 (Float)"))
    }

    @Test func beginsNothingWithAMistake() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("/3300/0/5700 sine min=1\n", to: "values.txt")
        let run = try Program.run(["run", "objects", "--values", file, "--exec", "ls"])
        #expect(run.exitCode == 3 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m run: \(file):1: max= is missing\n"), "\(run.standardError)")
    }

    @Test func aTestHearsOfMistakes() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            it("is wrong", function() device.values "/3300/0/5700 sine" end)
            it("is refused", function() device.values "/3300/0/5700 constant 1" end)
            it("takes lines", function() device.values(7) end)
            """, to: "a_test.lua")
        let run = try Program.run(["test", "a_test.lua"], in: folder.url)
        for words in [
            "    values:1: min= is missing", "values:1: /3300/0/5700: 4.04: there is no such Object",
            "device.values takes the lines of sources",
        ] { #expect(run.standardOutput.contains(words), "\(words): \(run.standardOutput)") }
        #expect(run.exitCode == 1)
    }
}
