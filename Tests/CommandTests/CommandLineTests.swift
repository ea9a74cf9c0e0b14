import TestSupport
import Testing

struct CommandLineTests {
    @Test func statesItsVersion() throws {
        let run = try Program.run(["--version"])
        #expect(run.standardOutput.hasPrefix("xlwm2m 0."))
        #expect(run.exitCode == 0 && run.standardError.isEmpty)
    }

    @Test func refusesAnUnknownCommand() throws {
        let run = try Program.run(["generte"])
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m: unknown command 'generte'"))
    }
}
