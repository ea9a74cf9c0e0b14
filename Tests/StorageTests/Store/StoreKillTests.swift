import Foundation
import Randomness
import Storage
import StoreLoad
import TestSupport
import Testing

/// A process that commits without a pause is killed at random moments.
struct StoreKillTests {
    private static let kills = 300
    private static let program = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
        .appendingPathComponent("store-writer")

    @Test func keepsWhatWasCommitted() throws {
        let folder = try TemporaryFolder()
        var random = SeededSequence(seed: 6)
        var last: Int64 = 0
        var name = ""
        var midway = 0
        var commits: Int64 = 0
        for round in 0..<Self.kills {
            // Again and again from nothing, so that making the database is hit too.
            if round % 6 == 0 {
                name = "flash\(round)"
                last = 0
            }
            // Some live long enough for the log to go into the file while they write.
            let time: ClosedRange<UInt32> = round % 6 == 4 ? 100_000...200_000 : 2_000...40_000
            let reported = try kill(folder.path(name), after: .random(in: time, using: &random), folder)
            let flash = try Flash(folder.path(name))
            let store = try Store(flash)
            #expect(store.notice == nil)
            let number = try store.state().settings["number"].flatMap { Int64($0) } ?? 0
            // What was reported is there; the commit that followed may be.
            let committed = max(last, reported)
            #expect((committed...committed + 1).contains(number), "round \(round)")
            if number > 0 { #expect(try store.state() == Load.state(number)) }
            if number > committed { midway += 1 }
            if let file = try? flash.read("load") {
                #expect(file.count == 5000 && Set(file).count == 1)
            }
            commits += number - last
            last = number
        }
        #expect(commits > Int64(Self.kills) / 2)
        print("\(Self.kills) kills, \(commits) commits, \(midway) kills between a commit and its report")
    }

    /// Starts the writer, kills it after some microseconds; answers the last number that it reported, 0 for none.
    private func kill(_ flash: String, after microseconds: UInt32, _ folder: TemporaryFolder) throws -> Int64 {
        let report = folder.path("report")
        let process = try start([Self.program.path, flash], output: report)
        usleep(microseconds)
        var status: Int32 = 0
        // It has not ended by itself.
        try #require(waitpid(process, &status, WNOHANG) == 0)
        Foundation.kill(process, SIGKILL)
        try #require(waitpid(process, &status, 0) == process)
        #expect(status & 0x7F == SIGKILL)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: report))
        #expect(bytes.count % 8 == 0)
        return bytes.suffix(8).reversed().reduce(0) { $0 << 8 | Int64($1) }
    }

    private func start(_ arguments: [String], output: String) throws -> pid_t {
        #if os(macOS)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        try #require(posix_spawn(&process, arguments[0], &actions, nil, &words, environ) == 0)
        return process
    }
}
