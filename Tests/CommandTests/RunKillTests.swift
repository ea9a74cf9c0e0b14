import Foundation
import Randomness
import TestSupport
import Testing

/// `xlwm2m run --commit always`, killed at random moments while it takes commands.
struct RunKillTests {
    private static let kills = 60

    @Test func keepsWhatWasAnswered() throws {
        let folder = try TemporaryFolder()
        var random = SeededSequence(seed: 8)
        var last = 0
        for round in 0..<Self.kills {
            let count = Int.random(in: 0...40, using: &random)
            let time = UInt32.random(in: 0...20_000, using: &random)
            let answered = try kill(afterAnswers: count, microseconds: time, from: last + 1, folder)
            let run = try Program.run([
                "run", "--all-objects", "--flash", folder.path("flash"), "--json", "--exec",
                "read /3300/0/5701; read /3300/0/5750",
            ])
            #expect(run.standardError.isEmpty, "round \(round)")
            let values = run.standardOutput.split(separator: "\n").compactMap { line in
                (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["value"] as? String
            }
            guard !values.isEmpty || last + answered > 0 else { continue }
            // Both Resources of one Write, of the last one that was answered or of the one after it.
            #expect(values.count == 2 && values.first == values.last, "round \(round): \(values)")
            let number = Int(values.first ?? "") ?? -1
            #expect((last + answered...last + answered + 1).contains(number), "round \(round)")
            last = number
        }
        #expect(last > Self.kills)
    }

    /// Writes one number after the other until it is killed, some microseconds after some answers; answers how many
    /// were answered.
    private func kill(
        afterAnswers count: Int, microseconds: UInt32, from first: Int, _ folder: TemporaryFolder
    ) throws -> Int {
        let create = first == 1 ? "create /3300\n" : ""
        let commands = (first..<first + 3000).map { "write /3300/0 5701=\($0) 5750=\($0)\n" }.joined()
        let input = URL(fileURLWithPath: try folder.write(create + commands, to: "commands"))
        let output = URL(fileURLWithPath: try folder.write("", to: "answers"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["run", "--all-objects", "--flash", folder.path("flash"), "--commit", "always"]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        let deadline = Date() + 60
        while try answers(folder) < count, process.isRunning, Date() < deadline { usleep(500) }
        usleep(microseconds)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return try answers(folder)
    }

    private func answers(_ folder: TemporaryFolder) throws -> Int {
        try folder.read("answers").split(separator: "\n").count { $0 == "2.04 Changed" }
    }
}
