import Foundation
import TestSupport
import Testing

/// The Objects of `objects/examples`, which engineers copy: made from their definitions, without a finding, and green.
struct ExampleObjectsTests {
    static let names = ["application_update", "chunk_store", "event_log", "relay", "temperature_alarm"]
    private static let folder = "objects/examples"

    @Test func fitTheirDefinitions() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Corpus.checkout.appendingPathComponent(Self.folder).path)
        let expected = Self.names.flatMap { ["\($0).xml", "object_\($0).lua", "object_\($0)_test.lua"] }
        #expect(files.sorted() == expected.sorted())
        let run = try Program.run(
            ["generate", "--check", "--with-tests", "-o", Self.folder]
                + Self.names.map { "\(Self.folder)/\($0).xml" })
        #expect(run.exitCode == 0, "\(run)")
    }

    /// On each group of products: with the pins of a SARA and of a LEXI, with one form of the URC and with both.
    @Test(arguments: ["SARA-R410M-02B", "SARA-R422S-01B", "LEXI-R422", "SARA-R510S-00B", "SARA-R510S-01B"])
    func workOn(_ product: String) throws {
        let check = try Program.run(["check", "--product", product, Self.folder])
        #expect(check.exitCode == 0 && check.standardOutput.contains(": 0 errors, 0 warnings, 0 notes"), "\(check)")
        let test = try Program.run(["test", "--product", product, Self.folder])
        #expect(test.exitCode == 0, "\(test)")
    }

    @Test(arguments: names) func keepWhatTheirDefinitionsSay(_ name: String) throws {
        let run = try Program.run(["test", "--contract", "\(Self.folder)/\(name).xml", Self.folder])
        #expect(run.exitCode == 0, "\(run)")
    }

    /// What an event log goes on from, and what an alarm keeps with its instance, is there after a loss of power.
    @Test func goOnAfterARestart() throws {
        let home = try TemporaryFolder()
        let flash = ["--flash", home.path("flash"), "--commit", "always"]
        let first = try Program.run(
            ["run", Self.folder] + flash + [
                "--exec",
                "create /26243/4; create /26242/0; write /26242/0/0 31; create /26244/0; write /26244/0/0 coap://a/b",
            ])
        #expect(first.exitCode == 0 && first.standardOutput.contains("+ULWM2MNOTIFY: alarm 0 on: 31.0 Cel"), "\(first)")
        let second = try Program.run(
            ["run", Self.folder] + flash + [
                "--exec", "create /26243/9; read /26243/9/5; write /26242/0/0 20; read /26244/0/1; read /26244/0/2",
            ])
        #expect(
            second.standardOutput == """
                2.01 Created /26243/9
                /26243/9/5 Sequence: 2 (Integer)
                ! +ULWM2MNOTIFY: alarm 0 off: 20.0 Cel
                2.04 Changed
                /26244/0/1 State: 0 (Integer)
                /26244/0/2 Result: 2 (Integer)

                """, "\(second)")
    }
}
