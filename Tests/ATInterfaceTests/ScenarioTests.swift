import ATInterface
import Testing

/// What a scenario takes for a step, and how it goes on.
@Suite struct ScenarioTests {
    @Test(arguments: [
        "", "# nothing", "dance", "wait", "wait x", "wait -1s", "wait 2 3", "expect AT", "expect within 5s",
        "expect AT within", "never", "refuse CGMM", "refuse +X 0 times", "refuse +X 2", "urc", "network",
        "network gone",
        "power", "power up", "reset now", "silence",
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
