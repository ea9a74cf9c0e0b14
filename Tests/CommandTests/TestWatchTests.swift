import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

struct TestWatchTests {
    /// A running `xlwm2m test --watch` whose output is read as it comes.
    private final class Watching {
        let process = Process()
        private let pipe = Pipe()
        private var text = ""

        init(in folder: TemporaryFolder) throws {
            process.executableURL = URL(fileURLWithPath: Program.path)
            process.arguments = ["test", "--watch"]
            process.currentDirectoryURL = folder.url
            process.standardOutput = pipe
            process.standardError = pipe
            try process.run()
        }

        /// Reads up to the end of the next run; answers what was said until then.
        func nextRun() -> String {
            while !text.contains("^C ends\n") {
                let data = pipe.fileHandleForReading.availableData
                if data.isEmpty { break }
                text += String(decoding: data, as: UTF8.self)
            }
            let parts = text.components(separatedBy: "^C ends\n")
            text = parts.dropFirst().joined(separator: "^C ends\n")
            return parts[0]
        }

        func interrupt() -> Int32 {
            process.interrupt()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    @Test(.timeLimit(.minutes(1))) func runsWhatASavedFileAffects() throws {
        let folder = try TemporaryFolder()
        try folder.write("return 1", to: "helper.lua")
        try folder.write("local h = require 'helper' it('a', function() assert.equal(1, h) end)", to: "a_test.lua")
        try folder.write("it('b', function() end)", to: "b_test.lua")
        let watching = try Watching(in: folder)
        #expect(watching.nextRun().contains("2 tests: 2 passed"))

        let saved = Date()
        try folder.write("return 22", to: "helper.lua")
        let second = watching.nextRun()
        // Starting within 300 ms of the save; the rest is room for a busy machine.
        #expect(Date().timeIntervalSince(saved) < 5)
        #expect(second.contains("FAILED a_test.lua:1: a") && second.contains("1 test: 0 passed, 1 failed"))

        try folder.write("it('c', function() end)", to: "c_test.lua")
        #expect(watching.nextRun().contains("ok c_test.lua"))
        #expect(watching.interrupt() == 1)
    }

    @Test(.timeLimit(.minutes(1))) func endsWell() throws {
        let folder = try TemporaryFolder()
        try folder.write("it('a', function() error('x') end)", to: "a_test.lua")
        let watching = try Watching(in: folder)
        #expect(watching.nextRun().contains("1 failed"))
        try folder.write("it('a', function() end)", to: "a_test.lua")
        #expect(watching.nextRun().contains("1 passed"))
        #expect(watching.interrupt() == 0)
    }
}
