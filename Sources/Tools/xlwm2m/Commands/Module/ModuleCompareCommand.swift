import CommandLine
import Emulator
import FileSystem
import JSON
import LiveModule
import ModuleRecording
import Products
import Terminal

/// `xlwm2m module compare`: holds a recorded module against the emulated one.
struct ModuleCompareCommand: Command {
    let choice = ProductOption()

    @Option("--profile", "N", .profile, help: "the operator profile [that of a new module]")
    var profile: MNOProfile?

    @Flag("--factory", help: "begin with the exact factory state") var isNew: Bool

    @Flag(
        "--patch",
        help:
            "print what the recording proves of the product, in place of the differences:\nat the top of a checkout of "
            + "this program, a patch for git apply")
    var printsPatch: Bool

    @Flag("--json", help: "print JSON") var json: Bool

    @Operands("FILE") var files: [String]

    static let name = "module compare"

    static var description: CommandDescription {
        CommandDescription(
            summary: "carry out recorded commands on the emulated module, and list where it answers otherwise",
            discussion: """
                FILE is a recording of xlwm2m module record. Its commands go to a new emulated module at their times, on a clock
                that waits for nothing; the product is the recorded one, or the one that --product names. Lines with - were
                recorded, lines with + are those of the emulated module. Identity, clock, signal, cell, network and free space
                are no facts of a product: where answers differ in these alone they count as the same, and that is said.

                --patch prints versions, times, orders and forms of the product that the recording shows otherwise, with the
                line that shows it, for a person to review.
                """,
            exits: ExitMeanings(
                ok: "all answers are the same", findings: "some differ",
                couldNotRun: "FILE is not a recording, or its product is unknown"),
            examples: [
                CommandExample(
                    line: "xlwm2m module compare docs/recording/sara-r510s.jsonl",
                    explanation: "does it answer as recorded?"),
                CommandExample(
                    line: "xlwm2m module compare --json docs/recording/sara-r510s.jsonl", explanation: "for a program"),
            ])
    }

    func run() throws -> ExitCode {
        guard files.count == 1, let path = files.first else { throw CommandFailure.usage("name one recording") }
        guard !(json && printsPatch) else { throw CommandFailure.usage("--json has the facts of --patch already") }
        let recording = try Recording.inFile(path)
        guard let product = choice.product ?? RecordedIdentity(recording).product else {
            throw CommandFailure.couldNotRun("\(path) does not say which product it is of: name it with --product")
        }
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        var configuration = ModuleConfiguration(product: product)
        configuration.profile = profile?.number
        configuration.newModule = isNew ? .factory : .desk
        configuration.flash = try ModuleStart.flash(temporary.flash, product)
        let module = try ModuleStart.module(configuration)
        try ModuleStart.boot(module)
        let comparison = RecordingComparison(recording, with: module, named: product.name)
        if json {
            Output.line(comparison.json.prettyText)
        } else if printsPatch {
            let source = try? Files.read(SourcePatch.path, limit: 1 << 20)
            Output.line(
                SourcePatch(
                    comparison.facts, of: product, from: path,
                    source: source.map { String(decoding: $0, as: UTF8.self) }
                ).text)
        } else {
            Output.line(comparison.text)
        }
        return comparison.differences.isEmpty ? .ok : .findings
    }
}
