import Foundation
import TestSupport
import Testing

/// `xlwm2m scenario` with a host that is a shell.
struct ScenarioCommandTests {
    /// Runs a scenario while a host types lines into the module, one after the other, each after its answer.
    private static func run(_ scenario: String, host lines: [String]) throws -> Program {
        let folder = try TemporaryFolder()
        let file = try folder.write(scenario, to: "x.scenario")
        let input = lines.map { $0 + "\r" }.joined()
        return try Program.run(["scenario", file, "--at", "stdio"], input: input)
    }

    @Test func passesWhereTheHostBehaves() throws {
        let run = try Self.run(
            "expect AT+CGMM within 10s\nurc +HELLO: 1\nexpect AT within 10s", host: ["AT+CGMM", "AT"])
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(run.standardOutput.contains("SARA-R510S\r\n\r\nOK\r\n\r\n+HELLO: 1\r\n"))
    }

    @Test func refusesACommandAsOftenAsItSays() throws {
        let run = try Self.run(
            "expect ATE0 within 10s\nrefuse +CGMM 1 times\nexpect AT+CGMM within 10s\nexpect AT+CGMM within 10s",
            host: ["ATE0", "AT+CGMM", "AT+CGMM"])
        #expect(run.exitCode == 0)
        #expect(run.standardOutput.hasSuffix("\r\nERROR\r\n\r\nSARA-R510S\r\n\r\nOK\r\n"))
    }

    @Test func failsWhereTheHostMisbehaves() throws {
        let run = try Self.run("never AT+CFUN=16\nexpect AT within 10s", host: ["AT+CFUN=16"])
        #expect(run.exitCode == 1)
        #expect(run.standardError.contains("x.scenario:1: the host sent 'AT+CFUN=16', which 'AT+CFUN=16' forbids"))
    }

    @Test func failsWhereTheHostIsSilent() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("expect AT+CGMM within 100ms", to: "x.scenario")
        let run = try Program.run(["scenario", file, "--at", "pty"])
        #expect(run.exitCode == 1)
        #expect(
            run.standardError.contains(
                "x.scenario:1: the host did not send 'AT+CGMM' within 0.1 s; its last line was nothing"))
    }

    @Test func saysWhatIsNoStep() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("# x\nexpect AT", to: "x.scenario")
        let run = try Program.run(["scenario", file])
        #expect(run.exitCode == 3)
        #expect(run.standardError.contains("x.scenario:2: 'expect AT' is not a step: expect PATTERN within TIME"))
    }
}
