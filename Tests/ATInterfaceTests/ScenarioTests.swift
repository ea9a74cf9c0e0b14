import ATInterface
import Testing

/// What a scenario takes for a step, and how it goes on.
@Suite struct ScenarioTests {
    @Test(arguments: [
        "", "# nothing", "dance", "wait", "wait x", "wait -1s", "wait 2 3", "expect AT", "expect within 5s",
        "expect AT within", "never", "refuse CGMM", "refuse +X 0 times", "refuse +X 2", "urc", "network",
        "network gone",
        "power", "power up", "reset now", "silence", "do", "answer", "told +X", "told within 5s", "load", "load x.xml",
        "load ../x.lua", "load .x.lua", "pass", "pass x", "speed", "speed 0", "| a line of nothing", "reset\n| a line",
    ]) func refuses(_ text: String) {
        #expect(throws: ScenarioError.self) { try Scenario(parsing: text) }
    }

    @Test func readsEachStep() throws {
        let scenario = try Scenario(
            parsing: """
                # a remark

                expect AT+ULWM2MLIST="/" within 1.5s
                  urc +X:  two  blanks
                refuse +cops 3 times
                wait 500ms
                network roaming
                """)
        #expect(scenario.entries.map(\.line) == [3, 4, 5, 6, 7])
        #expect(
            scenario.entries.map(\.step) == [
                .expect("AT+ULWM2MLIST=\"/\"", within: 1.5), .urc("+X:  two  blanks"), .refuse("+COPS", times: 3),
                .wait(0.5), .network(isOutOfReach: false, isRoaming: true),
            ])
    }

    @Test func readsWhatItDoesItself() throws {
        let scenario = try Scenario(
            parsing: """
                load object_x.lua
                | a = 1
                |
                |   b
                  do write /3300/0/5750 "two  blanks"
                answer  2.04   Changed
                told +ULWM2MNOTIFY: two  blanks within 5s
                pass 90s
                speed 0.5
                """.replacing("\n", with: "\r\n"))
        #expect(scenario.entries.map(\.line) == [1, 5, 6, 7, 8, 9])
        #expect(
            scenario.entries.map(\.step) == [
                .load(name: "object_x.lua", content: Array("a = 1\r\n\r\n  b\r\n".utf8)),
                .perform("write /3300/0/5750 \"two  blanks\""), .answer("2.04 Changed"),
                .told("+ULWM2MNOTIFY: two blanks", within: 5), .pass(90), .speed(0.5),
            ])
        #expect(!scenario.hasHost)
        #expect(try Scenario(parsing: "reset").hasHost && Scenario(parsing: "do ls\nexpect AT within 1").hasHost)
    }

    /// A prompt that answers `later` when it is told to, `echo X` with X, and notes what else it was asked for.
    private final class Prompt: ScenarioPrompt {
        var log: [String] = []
        var later: ((ScenarioAnswer) -> Void)?

        func carryOut(_ line: String, answer: @escaping (ScenarioAnswer) -> Void) {
            log.append(line)
            switch line {
            case "later": later = answer
            case "bad": answer(ScenarioAnswer(["4.04", "ERROR"], failure: "4.04"))
            default: answer(ScenarioAnswer(["said:  \(line)", "OK"]))
            }
        }
        func load(_ name: String, _ content: [UInt8]) -> ScenarioAnswer {
            let text = "\(name) has \(content.count) bytes"
            return ScenarioAnswer([text], failure: content.isEmpty ? text : nil)
        }
        func pass(_ seconds: Double) { log.append("pass \(seconds)") }
        func setSpeed(_ speed: Double) { log.append("speed \(speed)") }
    }

    struct Course: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        var urcs: [String] = []
        let verdict: ScenarioRun.Verdict
    }

    @Test(arguments: [
        Course(testDescription: "a line of the answer", text: "do x\nanswer said: x\nanswer OK", verdict: .passed),
        Course(testDescription: "a pattern", text: "do x\nanswer s*x", verdict: .passed),
        Course(
            testDescription: "another answer", text: "do x\nanswer said: y",
            verdict: .failed(line: 2, reason: "the answer is not 'said: y' but 'said: x' 'OK'")),
        Course(
            testDescription: "no answer yet", text: "answer OK",
            verdict: .failed(line: 1, reason: "the answer is not 'OK' but nothing")),
        Course(
            testDescription: "a line that is not carried out", text: "do x\nanswer OK\ndo bad\ndo x",
            verdict: .failed(line: 3, reason: "it was not carried out: 4.04")),
        Course(testDescription: "one that shall not be", text: "do bad\nanswer ERROR\ndo x", verdict: .passed),
        Course(
            testDescription: "a file that does not load", text: "load a.lua\ntold +X within 1s",
            verdict: .failed(line: 1, reason: "it was not carried out: a.lua has 0 bytes")),
        Course(testDescription: "one that shall not", text: "load a.lua\nanswer a.lua*", verdict: .passed),
        Course(testDescription: "a file", text: "load a.lua\n| x\nanswer a.lua has 2 bytes", verdict: .passed),
        Course(
            testDescription: "what was sent", text: "told +B*2 within 5s", urcs: ["+A: 1", "+B:  2"], verdict: .passed),
        Course(
            testDescription: "what was sent before", text: "told +B* within 5s\ntold +A* within 5s",
            urcs: ["+A: 1", "+B: 2"],
            verdict: .failed(
                line: 2,
                reason: "the module did not send '+A*' within 5 s; the last of what it sent since is nothing")),
    ]) func doesItself(_ course: Course) throws {
        let line = try Line()
        let run = ScenarioRun(try Scenario(parsing: course.text), on: line.at, prompt: Prompt())
        for urc in course.urcs { run.receiveURC(urc) }
        run.start(at: 0)
        run.advance(to: 5)
        #expect(run.verdict == course.verdict)
    }

    @Test func waitsForAnAnswerAndForURCs() throws {
        let line = try Line()
        let prompt = Prompt()
        let run = ScenarioRun(
            try Scenario(parsing: "do later\nanswer done\npass 7s\nspeed 2\ntold +X within 9s\ndo later"), on: line.at,
            prompt: prompt)
        run.start(at: 0)
        run.continueIfAwaitedCame(at: 1)
        #expect(prompt.log == ["later"] && run.verdict == .running)
        prompt.later?(ScenarioAnswer(["done"]))
        run.continueIfAwaitedCame(at: 2)
        #expect(prompt.log == ["later", "pass 7.0", "speed 2.0"] && run.nextDeadline == 11)
        run.receiveURC("+X")
        run.continueIfAwaitedCame(at: 3)
        run.advance(to: 203)
        #expect(run.verdict == .failed(line: 6, reason: "'later' was not answered within 200 s"))
    }

    @Test func doesNothingItselfWithoutAPrompt() throws {
        let run = ScenarioRun(try Scenario(parsing: "do ls"), on: try Line().at)
        run.start(at: 0)
        #expect(run.verdict == .failed(line: 1, reason: "there is no prompt that could carry this out"))
    }

    struct Fit: Sendable, CustomTestStringConvertible {
        let pattern, line: String
        let fits: Bool
        var testDescription: String { "\(pattern) and \(line)" }
        init(_ pattern: String, _ line: String, _ fits: Bool) {
            (self.pattern, self.line, self.fits) = (pattern, line, fits)
        }
    }

    @Test(arguments: [
        Fit("AT", "AT", true), Fit("AT", "at", true), Fit("AT", "AT+X", false), Fit("AT*", "AT+X", true),
        Fit("*", "", true), Fit("AT*=*\"", "AT+A=\"b\"", true), Fit("AT*=*\"", "AT+A=b", false),
        Fit("a*a", "a", false), Fit("a*b*c", "aXbYc", true), Fit("a*b*c", "aXYc", false),
    ]) func patterns(_ fit: Fit) throws {
        let line = try Line(isOnline: false)
        let run = ScenarioRun(try Scenario(parsing: "never \(fit.pattern)\nexpect ready within 9s"), on: line.at)
        run.start(at: 0)
        run.receive(fit.line, at: 1)
        #expect((run.verdict != .running) == fit.fits)
    }

    @Test func goesOnWithTimeAndLines() throws {
        let line = try Line()
        let run = ScenarioRun(
            try Scenario(parsing: "wait 2s\nurc +A: 1\nexpect ATI within 5s\nreset\nexpect AT within 5s"), on: line.at)
        run.start(at: 0)
        run.receive("ATI", at: 1)
        run.advance(to: 2)
        #expect(line.wait(0).map(\.line) == ["+A: 1"])
        run.receive("ATI", at: 3)
        #expect(line.ask("AT").isEmpty)
        run.advance(to: 9)
        #expect(
            run.verdict
                == .failed(line: 5, reason: "the host did not send 'AT' within 5 s; its last line was 'ATI'"))
    }

    @Test func silenceIsCaughtUpWith() throws {
        let line = try Line()
        _ = line.ask("ATE0")
        let run = ScenarioRun(try Scenario(parsing: "silence 3s"), on: line.at)
        run.start(at: 0)
        #expect(run.verdict == .passed)
        line.session.receive(Array("AT+CGMI\r".utf8), at: line.module.now)
        #expect(line.wait(4).map(\.line) == ["u-blox", "OK"])
    }
}
