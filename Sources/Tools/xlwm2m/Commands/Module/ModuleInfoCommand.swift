import CommandLine
import JSON
import RealModule
import Terminal

/// `xlwm2m module info`: what a module says of itself.
struct ModuleInfoCommand: Command {
    var port = ModulePortOptions()

    @Flag("--json", help: "print JSON") var json: Bool

    static let name = "module info"

    static var description: CommandDescription {
        CommandDescription(
            summary: "say what a module is, and what it has",
            discussion: """
                Shows its identity, its SIM, its operator profile, whether its LwM2M client runs, its Objects and the files with
                the tag XLWM2M, and the product of xlwm2m products that it is taken for. Nothing is changed.
                """,
            exits: ExitMeanings(ok: "it is shown", couldNotRun: "no module answers"),
            examples: [
                CommandExample(
                    line: "xlwm2m module info --port /dev/ttyUSB0", explanation: "who is there?", end: .withModule),
                CommandExample(
                    line: "xlwm2m module info --port /dev/ttyUSB0 --baud 115200 --json", explanation: "for a program",
                    end: .withModule),
            ])
    }

    func run() throws -> ExitCode {
        try port.withModule { session in
            let report = try ModuleReport(session)
            if try PushJournal.unfinished(of: report.imei) != nil || TestAccount.unfinished(of: report.imei) != nil {
                Output.warn("a push to this module did not end: xlwm2m module push --recover makes it whole")
            }
            if json { Output.line(report.json.prettyText) } else { Output.write(report.text) }
            return .ok
        }
    }
}
