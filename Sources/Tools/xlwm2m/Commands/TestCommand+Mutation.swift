import CommandLine
import FileSystem
import ObjectTesting
import Terminal

extension TestCommand {
    /// Runs the tests of each Object named by `--mutate` against its mutants.
    func runMutants(_ settings: TestSettings) throws -> ExitCode {
        var settings = settings
        Interruption.watch()
        settings.options.shouldEnd = { Interruption.isDue || Output.isBroken }
        var outcomes: [MutationRun.Outcome] = []
        for object in mutated {
            do {
                let files = try settings.files(ofObjectAt: object)
                let run = MutationRun(object, files: files, options: settings.options)
                outcomes.append(
                    try run.run { done, total, survived in
                        guard Output.movesCursor else { return }
                        Output.write("\r\u{1B}[K\(object): \(done) of \(total), \(survived) survived")
                    })
            } catch let error as MutationError {
                throw CommandFailure.couldNotRun(error.description)
            } catch let error as FileSystemError {
                throw CommandFailure.couldNotRun("\(error): give a file or folder that is there")
            }
            if Output.movesCursor { Output.write("\r\u{1B}[K") }
        }
        let report = MutationReport(outcomes)
        Output.write(isJSON ? report.json : report.text)
        if outcomes.contains(where: \.isCutShort) {
            throw CommandFailure.couldNotRun("ended by a signal: not all mutants were run")
        }
        if let least, report.score < least {
            throw CommandFailure.findings(
                "\(MutationReport.percent(report.score)) percent of the mutants were killed, --min asks for "
                    + ($least.given.last ?? ""))
        }
        return .ok
    }
}
