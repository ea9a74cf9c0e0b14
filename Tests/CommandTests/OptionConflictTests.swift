import Foundation
import TestSupport
import Testing

/// Options that cannot be carried out together are refused before anything runs, whole texts.
struct OptionConflictTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let error: String
    }

    static let cases = [
        Case(
            testDescription: "two ports on standard input", arguments: ["run", "--at", "stdio", "--at", "stdio"],
            error: "there is one standard input, so give --at stdio once"),
        Case(
            testDescription: "two of a scenario",
            arguments: ["scenario", "x.scenario", "--at", "stdio", "--at", "stdio"],
            error: "there is one standard input, so give --at stdio once"),
        Case(
            testDescription: "commands without a console", arguments: ["run", "--at", "stdio", "--exec", "ls"],
            error: "option '--exec' goes with the console, and with --at stdio there is none: --at pty leaves it"),
        Case(
            testDescription: "a watch without a console", arguments: ["run", "--at", "stdio", "--watch"],
            error: "option '--watch' goes with the console, and with --at stdio there is none: --at pty leaves it"),
        Case(
            testDescription: "two outputs of a run",
            arguments: ["run", "--pcap", "same", "--record-html", "./same", "--exec", "ls"],
            error: "options '--pcap' and '--record-html' both name ./same: give each a file of its own"),
        Case(
            testDescription: "two outputs of a scenario",
            arguments: ["scenario", "x.scenario", "--at-log", "same", "--pcap", "same"],
            error: "options '--pcap' and '--at-log' both name same: give each a file of its own"),
        Case(
            testDescription: "two reports", arguments: ["test", "--reporter", "junit:same", "--reporter", "json:same"],
            error: "option '--reporter' names same twice: give each a file of its own"),
        Case(
            testDescription: "a report and its coverage",
            arguments: ["test", "--coverage", "lcov:same", "--reporter", "json:same"],
            error: "options '--reporter' and '--coverage' both name same: give each a file of its own"),
        Case(
            testDescription: "a page of coverage twice",
            arguments: ["test", "--coverage", "html:.", "--coverage", "lcov:index.html"],
            error: "option '--coverage' names index.html twice: give each a file of its own"),
    ]

    @Test(arguments: cases) func refuses(_ test: Case) throws {
        try folder.write("wait 1\n", to: "x.scenario")
        try folder.write("it('x', function() end)\n", to: "x_test.lua")
        let run = try Program.run(test.arguments, in: folder.url)
        let name = test.arguments[0]
        #expect(run.exitCode == 2)
        #expect(
            run.standardError == "xlwm2m \(name): \(test.error)\nxlwm2m \(name) --help shows how it is used\n")
        #expect(run.standardOutput.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path("same")))
    }

    /// A device takes whatever comes.
    @Test func takesADeviceTwice() throws {
        try folder.write("it('x', function() end)\n", to: "x_test.lua")
        let run = try Program.run(
            ["test", "--reporter", "junit:/dev/null", "--reporter", "json:/dev/null"], in: folder.url)
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    static let unwritable = [
        Case(
            testDescription: "the page of a run",
            arguments: ["run", "--record-html", "nowhere/x.html", "--exec", "ls"],
            error: "option '--record-html': nowhere/x.html: cannot write: No such file or directory"),
        Case(
            testDescription: "a folder for the page of a run",
            arguments: ["run", "--record-html", ".", "--exec", "ls"],
            error: "option '--record-html': .: cannot write: Is a directory"),
        Case(
            testDescription: "a folder for a profile", arguments: ["run", "--profile-lua=.", "--exec", "ls"],
            error: ".: cannot write: Is a directory: give a file that can be written"),
        Case(
            testDescription: "a folder for a report", arguments: ["test", "--reporter", "junit:."],
            error: ".: cannot write: Is a directory: give a file that can be written"),
    ]

    /// What is written at the end alone is tried before anything runs.
    @Test(arguments: unwritable) func sees(_ test: Case) throws {
        try folder.write("it('x', function() end)\n", to: "x_test.lua")
        let run = try Program.run(test.arguments, in: folder.url)
        #expect(run.exitCode == 3)
        #expect(run.standardError == "xlwm2m \(test.arguments[0]): \(test.error)\n")
        #expect(run.standardOutput.isEmpty)
    }
}
