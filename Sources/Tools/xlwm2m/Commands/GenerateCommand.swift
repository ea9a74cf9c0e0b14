import CommandLine
import LwM2M
import ObjectGenerator
import ObjectWriter
import Products
import Terminal

/// `xlwm2m generate`: OMA definitions in, Object scripts out.
struct GenerateCommand: Command {
    @Option("--output", short: "-o", "DIR", .text, help: "the folder for the files, - for standard output [.]")
    var output: String?

    @Option("--name", "NAME", .text, help: "the name of the object instead of the one in the definition")
    var name: String?

    @Flag("--with-tests", help: "write object_..._test.lua next to each file, too") var withTests: Bool

    @Option("--resources", "ID,...", .resources, help: "take only these resources, 5700,5701; all takes them all again")
    var resources: GenerateOptions.Choice<[ResourceID]>?

    @Flag("--ranges", help: "make checks of the definition's ranges and lists of values: 4.00 for any other")
    var checksRanges: Bool

    @Flag("--no-ranges", help: "make no such checks where a file was made with --ranges") var checksNoRanges: Bool

    @Option(
        "--product", "PRODUCT", .scriptProduct,
        help:
            "say at the head of each file what that product gives a script, and check the\nfile for it; none ends that")
    var product: GenerateOptions.Choice<String>?

    @Flag("--check", help: "write nothing: exit 1 and show a diff if a file is stale or missing") var isCheck: Bool

    @Flag("--force", help: "overwrite files that were edited, leave mandatory resources out") var isForced: Bool

    @Flag(
        "--allow-leftovers",
        help: "end with 0 in spite of code for resources that are gone and older files of an object")
    var allowsLeftovers: Bool

    @Operands("XML...") var inputs: [String]

    static let name = "generate"

    static var description: CommandDescription {
        CommandDescription(
            summary: "make the Lua of Objects from their OMA definitions",
            discussion: """
                Each Object goes to object_<name>.lua; - reads a definition from standard input. Code between the lines
                marked "custom" stays when a file is made again. A file that was changed elsewhere is not overwritten;
                --force keeps it as FILE.orig. The file of another Object is never overwritten. Code that uses the constant
                of a resource that is gone is named, and so is an older file of the same Object. A code returned in a place
                "before write" and the like refuses a request that has changed nothing yet; docs/generate.md shows each
                place. The head of a file keeps --ranges, --product and --resources: made again, it has them until --no-ranges,
                --product none or --resources all.
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
            ])
    }

    func run() throws -> ExitCode {
        let options = try options()
        let plans = GeneratePlan.all(options, inputs: inputs)
        let all = plans.flatMap(\.jobs)
        let (jobs, clashes) =
            options.output == "-" ? (all, GenerateReport()) : GeneratePlan.separate(all, withTests: options.withTests)
        let planned = plans.map(\.report) + [clashes]
        Self.publish(planned)
        let written = try write(jobs, options)
        Self.publish(written)
        let isFit = try Self.check(written)
        if !isFit, (planned + written).flatMap(\.failures).isEmpty { return .findings }
        let failures = (planned + written).flatMap(\.failures)
        return failures.contains(.unreachable) ? .couldNotRun : failures.isEmpty ? .ok : .findings
    }

    /// - throws: a usage failure for options that cannot be combined.
    private func options() throws -> GenerateOptions {
        var options = GenerateOptions(output: output ?? ".")
        options.withTests = withTests
        options.isCheck = isCheck
        options.isForced = isForced
        options.allowsLeftovers = allowsLeftovers
        options.resources = resources ?? .asBefore
        options.product = product ?? .asBefore
        options.checksRanges = checksRanges ? true : checksNoRanges ? false : nil
        options.bindings = { name in
            Product.named(name).flatMap { $0.supportsLua ? Self.bindings(of: $0) : nil }
        }
        guard !(checksRanges && checksNoRanges) else {
            throw CommandFailure.usage("--ranges and --no-ranges do not go together: give one of them")
        }
        guard !inputs.isEmpty else {
            throw CommandFailure.usage("no definition given: name XML files, or - for standard input")
        }
        guard inputs.count(where: { $0 == "-" }) <= 1 else {
            throw CommandFailure.usage("standard input can be read only once: give - once")
        }
        guard !options.output.isEmpty else {
            throw CommandFailure.usage("option '\($output.name)' is empty: name a folder")
        }
        guard options.output != "-" || !(isCheck || withTests) else {
            throw CommandFailure.usage(
                "\((isCheck ? $isCheck : $withTests).name) needs a folder: give another -o than -")
        }
        if let name {
            guard inputs.count == 1 else {
                throw CommandFailure.usage("--name goes with one definition, not \(inputs.count): generate it alone")
            }
            do { options.name = try ObjectName.name(chosen: name) } catch { throw CommandFailure.usage(error.message) }
        }
        return options
    }

    private func write(_ jobs: [GenerateJob], _ options: GenerateOptions) throws -> [GenerateReport] {
        guard options.output != "-" else {
            guard jobs.count <= 1 else {
                throw CommandFailure.usage(
                    "standard output takes one object, and there are \(jobs.count): name a folder with -o")
            }
            for job in jobs { Output.write(try job.script(options)) }
            return []
        }
        Interruption.watch()
        let progress = Progress(total: jobs.count, doing: options.isCheck ? "checking" : "generating")
        let done = try GenerateWriter.write(
            jobs, options, progress: progress.step, isInterrupted: { Interruption.isDue })
        progress.end()
        if done.count < jobs.count {
            Self.publish(done)
            throw CommandFailure.couldNotRun(
                "ended by a signal: \(done.count) of \(jobs.count) definitions were dealt with")
        }
        return done
    }

    /// Prints everything, in the order of the reports.
    private static func publish(_ reports: [GenerateReport]) {
        Output.write(reports.map(\.output).joined())
        for message in reports.flatMap(\.messages) { Output.errorLine(message) }
    }
}

extension ValueReader<GenerateOptions.Choice<[ResourceID]>> {
    /// Resource ids separated by commas.
    fileprivate static var resources: ValueReader {
        ValueReader(takes: "ids from 0 to 65534 with commas between them, or all") { list in
            if list == "all" { return .dropped }
            let ids = list.split(separator: ",", omittingEmptySubsequences: false).map { word in
                word.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? ResourceID(word) : nil
            }
            return ids.allSatisfy { ($0 ?? maxID) < maxID } ? .chosen(ids.compactMap(\.self)) : nil
        }
    }
}

extension ValueReader<GenerateOptions.Choice<String>> {
    /// The name of a product that runs Lua, or none.
    fileprivate static var scriptProduct: ValueReader {
        ValueReader { name, _ in name == "none" ? .dropped : .chosen(try Product.chosenWithLua(name).name) }
    }
}
