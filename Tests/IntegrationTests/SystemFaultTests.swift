#if os(Linux)
    import Foundation
    import TestSupport
    import Testing

    /// `scripts/faults`: a sample of the system calls of each scenario fails, and all cases that once went wrong.
    struct SystemFaultTests {
        @Test(arguments: [
            "generate", "check", "test", "run", "run-new", "at", "client", "client-dtls", "server", "push", "fleet",
        ])
        func takesWhatTheSystemRefuses(scenario: String) throws {
            let run = try Program.run(
                "/bin/bash",
                ["scripts/faults", "--program", Program.path, "--scenario", scenario, "--sample", "4", "--jobs", "1"])
            #expect(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
            // `run: 20 faults, 20 met, ...`: a sample that meets nothing would prove nothing.
            let last = run.standardOutput.split(separator: "\n").last ?? ""
            let numbers = last.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
            #expect(numbers.count > 2 && numbers[0] >= 4 && numbers[1] > 0, "\(last)")
        }
    }
#endif
