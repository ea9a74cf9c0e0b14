import Foundation
import TestSupport
import Testing

/// `xlwm2m.json`: where it is found, what it changes, and what is wrong with it.
struct ProjectFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        // The search for the file goes no further up than this.
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent(".git"), withIntermediateDirectories: true)
        try folder.write("it('passes', function() end)\n", to: "objects/one_test.lua")
        try folder.write("", to: "below/deep/empty")
    }

    private func run(_ arguments: [String], in name: String = "") throws -> Program {
        try Program.run(arguments, in: name.isEmpty ? folder.url : folder.url.appendingPathComponent(name))
    }

    @Test func isFoundInAFolderAbove() throws {
        try folder.write(#"{"folders": ["objects"], "options": {"test": {"reporter": "tap"}}}"#, to: "xlwm2m.json")
        for (place, path) in [("", "objects/"), ("below/deep", "../../objects/")] {
            let run = try run(["test"], in: place)
            #expect(run.exitCode == 0 && run.standardOutput.hasPrefix("TAP version"), "\(run.standardError)")
            #expect(run.standardOutput.contains(path + "one_test.lua"), "\(run.standardOutput)")
        }
        // Here there is no test, and what is said here counts.
        #expect(try run(["test", "--no-config"], in: "below/deep").exitCode != 0)
        #expect(try run(["test", "--reporter", "plain"]).standardOutput.hasPrefix("ok objects/one_test.lua"))
        #expect(try run(["test", "--no-config", "objects"]).standardOutput.hasPrefix("ok "))
    }

    /// A link that leads nowhere was meant to be the file.
    @Test func isNotPassedOverWhereItsLinkLeadsNowhere() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appendingPathComponent("xlwm2m.json").path, withDestinationPath: "gone.json")
        let run = try run(["run", "--exec", "ls"])
        #expect(run.exitCode == 3 && run.standardError.contains("xlwm2m.json: "), "\(run.standardError)")
        #expect(run.standardError.contains("--no-config leaves it out"))
    }

    /// The search ends at the top of a repository.
    @Test func isNotSoughtAboveARepository() throws {
        try folder.write(#"{"product": "nonsense"}"#, to: "xlwm2m.json")
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent("below/.git"), withIntermediateDirectories: true)
        #expect(try run(["run", "--exec", "ls"], in: "below/deep").exitCode == 0)
    }

    @Test func saysTheProductOnceForAll() throws {
        try folder.write(#"{"product": "SARA-R422S-01B", "profile": 3}"#, to: "xlwm2m.json")
        try folder.write("END { }", to: "objects/a.txt")
        #expect(try run(["check", "objects"]).standardOutput.contains("for SARA-R422S-01B"))
        let answer = try run(["run", "--exec", "products"]).standardOutput
        #expect(answer != (try run(["run", "--no-config", "--exec", "products"]).standardOutput))
        #expect(try run(["check", "--product", "SARA-R410M-02B", "objects"]).standardOutput.contains("SARA-R410M-02B"))
        // What lists products is not about one of them.
        #expect(try run(["products"]).standardOutput == (try run(["products", "--no-config"]).standardOutput))
    }

    /// Folders are not served where --flash says what is.
    @Test func leavesFoldersOutWhereSomethingElseIsNamed() throws {
        try folder.write(
            #"{"folders": ["objects"], "options": {"run": {"flash": "kept", "quiet": true}}}"#, to: "xlwm2m.json")
        let run = try run(["run", "--exec", "ls"])
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(FileManager.default.fileExists(atPath: folder.path("kept/LWM2M/object.db")))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription, text, message: String
        var command = ["run", "--exec", "ls"]
    }

    static let faults = [
        Fault(
            testDescription: "an unknown key", text: "{\n  \"prodct\": \"SARA-R510S-01B\"\n}",
            message: "xlwm2m.json:2:3: 'prodct' is not known; did you mean 'product'?"),
        Fault(
            testDescription: "a key that is like no other", text: #"{"x": 1}"#,
            message: "xlwm2m.json:1:2: 'x' is not known; there are product, profile, server, folders, options"),
        Fault(
            testDescription: "an unknown command", text: "{\"options\": {\n\t\"tst\": {}}}",
            message: "xlwm2m.json:2:2: 'tst' is not known; did you mean 'test'?"),
        Fault(
            testDescription: "an unknown option of another command", text: #"{"options": {"test": {"job": 2}}}"#,
            message: "xlwm2m.json:1:23: 'job' is not known; did you mean 'jobs'?"),
        Fault(
            testDescription: "a value that the option does not take", text: #"{"options": {"run": {"ssid": 0}}}"#,
            message: "xlwm2m.json:1:30: option '--ssid' takes a whole number from 1 to 65534, not '0'"),
        Fault(
            testDescription: "a flag with a value", text: #"{"options": {"run": {"quiet": "yes"}}}"#,
            message: "xlwm2m.json:1:31: 'quiet' is true or false"),
        Fault(
            testDescription: "an option without its value", text: #"{"options": {"run": {"speed": true}}}"#,
            message: "xlwm2m.json:1:31: 'speed' takes a value: N"),
        Fault(
            testDescription: "several values for one", text: #"{"options": {"run": {"speed": [1, 2]}}}"#,
            message: "xlwm2m.json:1:31: option '--speed' takes one value"),
        Fault(
            testDescription: "a profile that nobody knows", text: #"{"profile": 12345}"#,
            message: "xlwm2m.json:1:13: unknown operator profile '12345'; there are"),
        Fault(
            testDescription: "no JSON", text: "{\"product\" \"SARA-R510S-01B\"}",
            message: "xlwm2m.json:1:12: JSON at byte 11: ':' is missing"),
        Fault(
            testDescription: "twice", text: #"{"profile": 3, "profile": 4}"#,
            message: "xlwm2m.json:1:26: JSON at byte 25: 'profile' stands twice"),
        Fault(
            testDescription: "nothing", text: #"{"profile": null}"#,
            message: "xlwm2m.json:1:13: JSON at byte 12: leave out what is to be as it always is"),
    ]
    @Test(arguments: faults) func saysWhatIsWrongAndWhere(_ fault: Fault) throws {
        try folder.write(fault.text, to: "xlwm2m.json")
        let run = try run(fault.command)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m run: \(fault.message)"), "\(run.standardError)")
        #expect(try self.run(fault.command + ["--no-config"]).exitCode == 0)
    }

    @Test func isPartOfAnExamination() throws {
        for fault in Self.faults + [
            Fault(testDescription: "a name", text: #"{"x": 1}"#, message: "xlwm2m.json:1:2: 'x'")
        ] {
            try folder.write(fault.text, to: "xlwm2m.json")
            let run = try run(["doctor"])
            #expect(
                run.exitCode == 1 && run.standardOutput.contains("WRONG  project   \(fault.message)"),
                "\(run.standardOutput)")
        }
    }

    @Test func isAFile() throws {
        try FileManager.default.createDirectory(atPath: folder.path("xlwm2m.json"), withIntermediateDirectories: false)
        let run = try run(["run", "--exec", "ls"])
        #expect(run.exitCode == 3 && run.standardError.contains("xlwm2m.json") && run.standardOutput.isEmpty)
        #expect(run.standardError.contains("--no-config leaves it out"), "\(run.standardError)")
    }
}
