import CommandLine
import JSON
import Lua
import ObjectCheck
import ObjectHost
import Products
import Terminal

/// `xlwm2m check`: tells whether files would work on a module.
struct CheckCommand: Command {
    @OptionList(
        "--product", "NAME,...", .productNames,
        help: "check for each of these modules, all: for every one that runs Lua [\(Product.default.name)]")
    var products: [String]

    @Option("--format", "FORMAT", .word, help: "text, json, github or sarif [text]")
    var format: Format?

    @Option(
        "--memory", "BYTES", .integer(in: 1...(1 << 40)), help: "what the scripts may hold [8388608]")
    var memory: Int?

    @Option(
        "--instructions", "COUNT", .integer(in: 1...Int.max),
        help: "what one call of a script may run [10000000]")
    var instructions: Int?

    @Operands("PATH...") var paths: [String]

    enum Format: String, CaseIterable {
        case text, json, github, sarif
    }

    static let name = "check"
    static let sharedSettings: Set<SharedSetting> = [.product, .folders]

    static var description: CommandDescription {
        CommandDescription(
            summary: "tell whether Objects and definitions would work on a module",
            discussion: """
                A PATH is an Object (.lua), a definition (.xml) or a folder; of a folder its own files are taken, not those
                of the folders in it. Lua files of one folder are also loaded together, as the client does when it starts.
                docs/check.md explains every rule.
                """,
            exits: ExitMeanings(
                ok: "there is nothing to fix", findings: "there are errors or warnings",
                couldNotRun: "a PATH cannot be read, or the limits leave no room for any script"),
            examples: [
                CommandExample(
                    line: "xlwm2m check --product SARA-R410M-02B objects",
                    explanation: "would the client of that module start with these Objects?"),
                CommandExample(
                    line: "xlwm2m check --product all objects",
                    explanation: "on which modules would they work?"),
                CommandExample(
                    line: "xlwm2m check --format github generator/definitions/3300.xml",
                    explanation: "a definition against the schema, as annotations for a pull request"),
            ])
    }

    func run() throws -> ExitCode {
        guard !paths.isEmpty else { throw CommandFailure.usage("name a file or a folder to check") }
        var limits = LuaLimits()
        if let memory { limits.memory = memory }
        if let instructions { limits.instructions = instructions }
        let files = try files()
        let reports = try Product.list(products).map { product in
            let checker = ObjectChecker(product: product, limits: limits)
            do throws(ObjectHostError) { try checker.tryLimits() } catch { throw ModuleStart.failure(error) }
            return checker.check(files)
        }
        guard reports.count > 1 else {
            show(reports[0], text: reports[0].text, json: reports[0].json)
            return reports[0].isClean ? .ok : .findings
        }
        let report = ProductsReport(reports)
        show(report.merged, text: report.text, json: report.json)
        return report.isClean ? .ok : .findings
    }

    private func show(_ report: CheckReport, text: String, json: JSONValue) {
        switch format ?? .text {
        case .json: Output.line(json.prettyText)
        case .github: Output.write(report.workflowCommands)
        case .sarif: Output.line(report.sarif(version: Program.xlwm2m.version).prettyText)
        case .text: Output.write(text)
        }
    }

    private func files() throws -> [CheckedFile] {
        do { return try CheckedFile.all(at: paths) } catch let error as CheckPathError where error.reason == .otherKind
        {
            throw CommandFailure.usage("\(error)")
        }
    }
}
