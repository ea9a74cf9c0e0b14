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

    /// Runs a scenario for which nobody has to be at a port.
    private static func run(alone scenario: String, _ options: [String] = ["--all-objects"]) throws -> Program {
        let folder = try TemporaryFolder()
        return try Program.run(["scenario", try folder.write(scenario, to: "x.scenario")] + options)
    }

    @Test func doesThingsItself() throws {
        let run = try Self.run(
            alone: """
                do create /3300 5750=Temperature; write /3300/0/5700 21.5
                answer 2.01 Created /3300/0
                answer 2.04*
                told +ULWM2MNOTIFY: Application type changed in sensor 0 within 5s
                do as 721
                do write /3300/0/5700 99
                answer 4.05 Method Not Allowed*
                do as bootstrap; write /3/0/15 Europe/Vienna; as at
                do read /3/0/15
                answer /3/0/15 Timezone: "Europe/Vienna" (String)
                do set rssi -77; read /4/0/2
                answer /4/0/2 * -77 *
                do AT+CGMM
                answer SARA-R510S
                pass 86400s
                do reset power
                do read /3300/0/5700
                answer 4.04*
                """)
        #expect(run.exitCode == 0 && run.standardOutput.isEmpty, "\(run.standardError)")
    }

    struct Failure: Sendable, CustomTestStringConvertible {
        let testDescription, scenario, error: String
    }

    /// What is refused or not understood fails, unless an answer is expected that says so.
    @Test(arguments: [
        Failure(
            testDescription: "an unknown verb", scenario: "do read /3/0/0\ndo raed /3/0/0",
            error: "2: it was not carried out: column 1: unknown command 'raed'"),
        Failure(
            testDescription: "an unknown AT command", scenario: "do AT+NOPE; AT\nwait 1ms",
            error: "1: it was not carried out: ERROR"),
        Failure(
            testDescription: "a refusal", scenario: "do delete /3300/7\ndo ls",
            error: "1: it was not carried out: 4.04 Not Found: /3300/7"),
        Failure(
            testDescription: "a file that does not load", scenario: "load object_x.lua\n| x =\ndo ls",
            error: "1: it was not carried out: object_x.lua:2: "),
    ]) func failsWhereItIsNotUnderstood(_ failure: Failure) throws {
        let run = try Self.run(alone: failure.scenario)
        #expect(run.exitCode == 1)
        #expect(run.standardError.contains("x.scenario:\(failure.error)"), "\(run.standardError)")
        var lines = failure.scenario.split(separator: "\n").map(String.init)
        lines.insert("answer *", at: lines.count - (lines.last?.contains("raed") == true ? 0 : 1))
        let expected = try Self.run(alone: lines.joined(separator: "\n"))
        #expect(expected.exitCode == 0, "\(expected.standardError)")
    }

    @Test func loadsAnObjectThatItCarries() throws {
        let folder = try TemporaryFolder()
        _ = try Program.run(["init", folder.path("new"), "--name", "Air Quality"])
        let script = try folder.read("new/object_air_quality.lua")
        let lines = script.components(separatedBy: "\n").map { "| " + $0 }.joined(separator: "\n")
        let end = "answer object_air_quality.lua: loaded /*\ndo ls\nanswer /* Air Quality *"
        let run = try Self.run(alone: "load object_air_quality.lua\n\(lines)\n\(end)")
        #expect(run.exitCode == 0, "\(run.standardError)")
        let broken = try Self.run(alone: "load object_air_quality.lua\n| local = 1\nanswer *: loaded /*")
        #expect(broken.exitCode == 1 && broken.standardError.contains("object_air_quality.lua:1:"))
    }

    @Test func saysWhichAnswerIsAnotherOne() throws {
        let run = try Self.run(alone: "do ls /3\ndo read /3/0/0\nanswer *u-blocks*")
        #expect(run.exitCode == 1)
        #expect(
            run.standardError.contains(
                "x.scenario:3: the answer is not '*u-blocks*' but '/3/0/0 Manufacturer: \"u-blox\" (String)'"))
        let late = try Self.run(alone: "do ls\ntold +ULWM2MNOTIFY: x within 0.1s")
        #expect(late.exitCode == 1 && late.standardError.contains("x.scenario:2: the module did not send"))
    }

    @Test func saysWhatIsNoStep() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("# x\nexpect AT", to: "x.scenario")
        let run = try Program.run(["scenario", file])
        #expect(run.exitCode == 3)
        #expect(run.standardError.contains("x.scenario:2: 'expect AT' is not a step: expect PATTERN within TIME"))
    }
}
