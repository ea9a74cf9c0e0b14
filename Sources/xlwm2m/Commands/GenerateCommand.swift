import FileSystem
import ObjectGenerator
import Threads

/// `xlwm2m generate`: definitions of OMA in, scripts of Objects out.
enum GenerateCommand {
    static var command: Command {
        Command(
            name: "generate",
            summary: "make the Lua of Objects from their OMA definitions",
            arguments: "XML...",
            options: [
                CommandOption(
                    "--output", short: "-o", value: "DIR", help: "the folder for the files, - for standard output [.]"),
                CommandOption(
                    "--name", value: "NAME", help: "the name of the object instead of the one in the definition"),
                CommandOption("--with-tests", help: "write object_..._test.lua beside each file, too"),
                CommandOption("--resources", value: "ID,...", help: "take only these resources, 5700,5701"),
                CommandOption(
                    "--check", help: "write nothing: exit 1 and show a diff where a file is stale or missing"),
                CommandOption("--force", help: "overwrite files that were edited, leave mandatory resources out"),
                CommandOption(
                    "--allow-leftovers",
                    help: "end with 0 in spite of code for resources that are gone and older files of an object"),
            ],
            discussion: """
                Each Object goes to object_<name>.lua; - reads a definition from standard input. Code between the lines
                marked "custom" stays when a file is made again. A file that was changed elsewhere is not overwritten;
                --force keeps it as FILE.orig. The file of another Object is never overwritten. Code that uses the constant
                of a resource that is gone is named, and an older file of the same Object.
                """,
            exits: ExitMeanings(
                ok: "all files are made, or fit already",
                findings: "a definition is not valid, or a file stands in the way or does not fit",
                couldNotRun: "a file cannot be read or written"),
            examples: [
                CommandExample(
                    line: "xlwm2m generate -o - generator/definitions/3300.xml",
                    explanation: "show the Lua of the Generic Sensor"),
                CommandExample(
                    line: "xlwm2m generate --check -o objects generator/definitions/3300.xml",
                    explanation: "say whether the file in objects/ still fits its definition, for CI"),
                CommandExample(
                    line:
                        "xlwm2m generate -o - --resources 5700,5750 --name small_sensor generator/definitions/3300.xml",
                    explanation: "take two resources of the definition, under a name of its own"),
            ],
            run: run)
    }

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        let options = try GenerateOptions(arguments)
        let plans = ParallelMap.run(options.inputs) { GeneratePlan(options, input: $0) }
        let all = plans.flatMap(\.jobs)
        let (jobs, clashes) =
            options.output == "-" ? (all, GenerateReport()) : GeneratePlan.separate(all, withTests: options.withTests)
        let planned = plans.map(\.report) + [clashes]
        GenerateReport.publish(planned)
        let written = try write(jobs, options)
        GenerateReport.publish(written)
        let failures = (planned + written).flatMap(\.failures)
        return failures.contains(.couldNotRun) ? .couldNotRun : failures.isEmpty ? .ok : .findings
    }

    private static func write(_ jobs: [GenerateJob], _ options: GenerateOptions) throws -> [GenerateReport] {
        guard options.output != "-" else {
            guard jobs.count <= 1 else {
                throw CommandFailure.usage(
                    "standard output takes one object, and there are \(jobs.count): name a folder with -o")
            }
            for job in jobs { Output.write(LuaEmitter.emit(job.definition, name: job.name)) }
            return []
        }
        if !options.isCheck, !jobs.isEmpty { try Files.makeDirectory(options.output) }
        let progress = Progress(total: jobs.count, doing: options.isCheck ? "checking" : "generating")
        let others = FolderObjects(
            in: options.output, besides: Set(jobs.flatMap { [$0.script, $0.test] }))
        let reports = ParallelMap.run(jobs, progress: progress.step) { job in
            GenerateWriter(options, job, others: others).report
        }
        progress.end()
        return reports
    }
}
