import FileSystem
import LwM2M
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
                couldNotRun: "a file cannot be read or written, or a signal ended the run: each file is whole then"),
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
        if !options.isCheck, !jobs.isEmpty {
            try Files.makeDirectory(options.output)
            Files.clearLeftovers(in: options.output)
        }
        Interruption.watch()
        let progress = Progress(total: jobs.count, doing: options.isCheck ? "checking" : "generating")
        let others = FolderObjects(
            in: options.output, besides: Set(jobs.flatMap { [$0.script, $0.test] }))
        let reports = ParallelMap.run(jobs, progress: progress.step) { job in
            Interruption.isDue ? nil : GenerateWriter(options, job, others: others).report
        }
        progress.end()
        let done = reports.compactMap { $0 }
        if done.count < jobs.count {
            GenerateReport.publish(done)
            throw CommandFailure.couldNotRun(
                "ended by a signal: \(done.count) of \(jobs.count) definitions were dealt with")
        }
        return done
    }
}

/// What one call of `generate` was asked for.
struct GenerateOptions: Sendable {
    var inputs: [String]
    /// `-` for standard output.
    var output: String
    var name: String?
    var resources: [ResourceID]?
    var withTests: Bool
    var isCheck: Bool
    var isForced: Bool
    /// Whether custom code may use names that are gone, and older files of an Object may stay.
    var allowsLeftovers: Bool

    /// - throws: a usage failure for options that do not go together.
    init(_ arguments: Arguments) throws {
        inputs = arguments.positional
        output = arguments.value("--output") ?? "."
        withTests = arguments.has("--with-tests")
        isCheck = arguments.has("--check")
        isForced = arguments.has("--force")
        allowsLeftovers = arguments.has("--allow-leftovers")
        guard !inputs.isEmpty else {
            throw CommandFailure.usage("no definition given: name XML files, or - for standard input")
        }
        guard inputs.count(where: { $0 == "-" }) <= 1 else {
            throw CommandFailure.usage("standard input can be read only once: give - once")
        }
        guard !output.isEmpty else { throw CommandFailure.usage("option '--output' is empty: name a folder") }
        guard output != "-" || !(isCheck || withTests) else {
            throw CommandFailure.usage("\(isCheck ? "--check" : "--with-tests") needs a folder: give another -o than -")
        }
        if let chosen = arguments.value("--name") {
            guard inputs.count == 1 else {
                throw CommandFailure.usage("--name goes with one definition, not \(inputs.count): generate it alone")
            }
            do { name = try ObjectName.name(chosen: chosen) } catch { throw CommandFailure.usage(error.message) }
        }
        if let list = arguments.value("--resources") { resources = try Self.ids(list) }
    }

    private static func ids(_ list: String) throws -> [ResourceID] {
        try list.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let id = ResourceID(word), id < maxID else {
                throw CommandFailure.usage(
                    "option '--resources' takes ids from 0 to 65534 with commas between them, not '\(list)'")
            }
            return id
        }
    }
}

/// What one step of `generate` has to say, kept until it is its turn.
struct GenerateReport: Sendable {
    /// For standard output.
    var output = ""
    /// Lines for standard error.
    var messages: [String] = []
    var failures: [ExitCode] = []

    mutating func fail(_ message: String, _ code: ExitCode = .findings) {
        messages.append(message)
        failures.append(code)
    }

    /// Prints all of it, in the order of the reports.
    static func publish(_ reports: [GenerateReport]) {
        Output.write(reports.map(\.output).joined())
        for message in reports.flatMap(\.messages) { Output.errorLine(message) }
    }
}
