import CommandLine
import JSON
import Terminal

/// `xlwm2m doctor`: whether this machine has what the program needs.
struct DoctorCommand: Command {
    @Flag("--json", help: "print JSON: one object with all findings") var json: Bool

    static let name = "doctor"

    static var description: CommandDescription {
        CommandDescription(
            summary: "tell whether this machine has what the program needs",
            discussion: """
                Looks at the libraries, the serial ports and the rights on them, the clock, pseudoterminals, sockets on this
                machine, limits, folders and the project file, and changes nothing. Below what is wrong stands the line
                that mends it. A note is about something that many do without.
                """,
            exits: ExitMeanings(ok: "nothing is wrong", findings: "something is wrong"),
            examples: [CommandExample(line: "xlwm2m doctor --json", explanation: "the findings, for a program")])
    }

    func run() throws -> ExitCode {
        let findings = Examination.findings
        let isHealthy = !findings.contains { $0.state == .error }
        if json {
            let report = JSONValue.members([
                "ok": .boolean(isHealthy), "findings": .array(findings.map(\.json)),
            ])
            Output.line(report.prettyText)
        } else {
            for finding in findings { Output.write(finding.lines) }
            Output.line(isHealthy ? "nothing is wrong" : "\(findings.count { $0.state == .error }) wrong")
        }
        return isHealthy ? .ok : .findings
    }
}
