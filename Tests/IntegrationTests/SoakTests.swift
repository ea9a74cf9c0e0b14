import Foundation
import TestSupport
import Testing

/// The programs for long and under hostile datagrams; the scripts do the same for longer.
@Suite(.serialized) struct SoakTests {
    private static let environment = ProcessInfo.processInfo.environment

    /// Days of a module: the same seed gives the same trace.
    @Test func theSameSeedGivesTheSameDays() throws {
        let program = (Program.path as NSString).deletingLastPathComponent + "/xlwm2m-soak"
        let traces = try [7, 7, 8].map { seed in
            let folder = try TemporaryFolder()
            let run = try Program.run(program, ["1", "\(seed)", folder.url.path])
            #expect(run.exitCode == 0 && run.standardError.contains("\"day\":1"), "\(run.standardError)")
            return run.standardOutput
        }
        #expect(traces[0] == traces[1] && traces[0] != traces[2])
        for what in ["server 2: registered", "server 0: notified of /3300/0/5700", "> AT+CFUN=16", "-> 2.04 Changed"] {
            #expect(traces[0].contains(what), "\(what)")
        }
    }

    /// Bent messages at the server and at the module, from their peers and from others. `XLWM2M_HOSTILE_DATAGRAMS` says how
    /// many; `scripts/hostile-network` sends 500,000 to each.
    @Test func hostileDatagramsDoNoHarm() throws {
        let count = Self.environment["XLWM2M_HOSTILE_DATAGRAMS"] ?? "6000"
        let run = try Program.run("/usr/bin/env", ["python3", "scripts/lib/hostile.py", Program.path, count])
        #expect(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        #expect(run.standardOutput.components(separatedBy: "\"findings\": 0").count == 3, "\(run.standardOutput)")
    }

    /// Some seconds of the hour of `scripts/soak --hour`.
    @Test func aWhileUnderLoad() throws {
        let run = try Program.run(
            "/usr/bin/env", ["python3", "scripts/lib/soak_hour.py", Program.path, "8", "--only-failures"])
        #expect(
            run.exitCode == 0 && run.standardOutput.contains("\"failed\": 0"),
            "\(run.standardOutput)\(run.standardError)")
    }
}
