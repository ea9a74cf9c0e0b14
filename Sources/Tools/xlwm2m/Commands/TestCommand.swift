import CommandLine
import FileSystem
import Lua
import ObjectHost
import ObjectTesting
import Products
import Terminal
import Wording

/// `xlwm2m test`: runs tests of Objects, without a terminal if need be.
struct TestCommand: Command {
    @OptionList(
        "--filter", "TEXT", .text,
        help: "only tests with TEXT in their name, where * stands for any text;\nseveral: those with any of them")
    var filters: [String]

    @OptionList(
        "--tag", "TAG", .text,
        help: "only tests with the word #TAG in their name or that of a block;\nseveral: those with any of them")
    var tags: [String]

    @OptionList("--exclude-tag", "TAG", .text, help: "no test with the word #TAG in its name or that of a block")
    var excludedTags: [String]

    @Flag("--failed", help: "only tests that failed when they were last run in this folder") var onlyFailed: Bool

    @Flag("--verbose", short: "-v", help: "a line for each test in the plain report") var isVerbose: Bool

    @Flag("--list", help: "say which tests there are and run none") var lists: Bool

    @OptionList(
        "--contract", "XML", .text,
        help: "test the Object of a definition by its operations, types and ranges;\nits file is looked for in "
            + "each PATH, next to XML and in the current folder")
    var contracts: [String]

    @Flag("--allow-empty", help: "exit 0 if there is no test, and for named files without one")
    var allowsEmpty: Bool

    @OptionList(
        "--product", "NAME,...", .productNames,
        help: "run on each of these products, all: on every one [SARA-R510S-01B];\nof the built-in Objects there are "
            + "those that it has, with the Resources that it has")
    var products: [String]

    @Option(
        "--profile", "N", .profile,
        help: "of the built-in Objects take what there is under the operator profile N")
    var profile: MNOProfile?

    @Option(
        "--seed", "NUMBER", .seed, help: "shuffle the order by NUMBER; random picks one; 0 keeps the order [0]")
    var seed: UInt64?

    @Option("--repeat", "NUMBER", .integer(in: 1...1_000_000), help: "run all tests that often [1]") var rounds: Int?

    @Option(
        "--shard", "I/N", .shard,
        help: "the part I of N of the tests, as one of N machines;\nxlwm2m report merge makes one report of theirs"
    )
    var shard: Shard?

    @Option(
        "--durations", "REPORT", .text,
        help:
            "share the tests out by the time that each took, which a report of\n--reporter junit knows; goes with --shard"
    )
    var durations: String?

    @Option(
        "--record", "DIR", .text,
        help:
            "write for each test that fails a file into DIR that does its requests again,\nwith seed, product and clock"
    )
    var recordFolder: String?

    @Option("--replay", "FILE", .text, help: "run a file that --record wrote, with the Objects as they are now")
    var replayed: String?

    @Flag("--fail-fast", help: "end with the first failure") var failsFast: Bool

    @Option(
        "--jobs", short: "-j", "NUMBER", .integer(in: 1...1024),
        help: "files at a time [the number of processors]")
    var jobs: Int?

    @Option("--timeout", "SECONDS", .number(in: 0.001...86_400), help: "for one test [10]") var timeout: Double?

    @Option("--memory", "BYTES", .bytes, help: "of Lua for one device, 512K, 8M [8M]") var memory: Int?

    @Option(
        "--instructions", "NUMBER", .integer(in: 1000...Int.max), help: "for one request to an Object [10000000]")
    var instructions: Int?

    @Flag("--undo-refused", help: SharedHelp.undoRefused) var undoesRefusals: Bool

    @Flag("--watch", help: "run again what a saved file affects, until ^C") var watches: Bool

    @OptionList(
        "--reporter", "KIND[:FILE]", .destination(),
        help: "plain, tap, junit, json or html, to FILE instead of standard output;\nmay be given several times [plain]"
    )
    var reporters: [ReportDestination<ReporterKind>]

    @OptionList(
        "--coverage", "KIND[:FILE]", .destination(),
        help: "report the lines of Objects that ran: text, lcov, cobertura or html:DIR;\nmay be given several times")
    var coverage: [ReportDestination<CoverageReport>]

    @OptionList(
        "--mutate", "OBJECT", .text,
        help:
            "plant faults in the file OBJECT, one at a time, and list those that no test\nin PATH, or in the folder of "
            + "OBJECT, notices; with --contract its tests run too")
    var mutated: [String]

    let scripts = ScriptViewOptions()

    let target = TargetOptions()

    @Option(
        "--min", "PERCENT", .number(in: 0...100),
        help: "exit 1 if fewer lines ran, or fewer faults were noticed;\ngoes with --coverage or --mutate")
    var least: Double?

    @Flag("--json", help: "report --mutate as JSON") var isJSON: Bool

    @Operands("[PATH...|FILE:LINE...]") var paths: [String]

    static let name = "test"
    static let sharedSettings: Set<SharedSetting> = [.product, .profile, .folders]

    static var description: CommandDescription {
        CommandDescription(
            summary: "run the tests of Objects",
            discussion: """
                Finds *_test.lua, test_*.lua and *_spec.lua in each PATH and the folders below it, . without one.
                FILE:LINE runs the test that stands in that line, or next before it. Each
                test has a fresh device, in a fresh Lua that also holds the Objects; docs/testing.md shows how to write
                one.
                """,
            exits: ExitMeanings(
                ok: "all tests passed",
                findings: "a test failed, also on the module alone, or --min asks for more than was reached",
                couldNotRun:
                    "a file does not load or has no test, a signal ended the run, or the module of --target does not answer"
            ),
            examples: [
                CommandExample(line: "xlwm2m test objects", explanation: "run the tests of the built-in Objects"),
                CommandExample(
                    line: "xlwm2m test --product SARA-R510S-01B,SARA-R422M8S-00B --reporter tap objects",
                    explanation: "run them on two products, with a report for machines"),
                CommandExample(
                    line: "xlwm2m test --coverage text --min 80 objects",
                    explanation: "say which lines of the Objects ran, and fail below 80 percent"),
                CommandExample(
                    line: "xlwm2m test --contract generator/definitions/3300.xml objects",
                    explanation: "test an Object against its definition, without a test file"),
                CommandExample(
                    line: "xlwm2m test --mutate objects/object_portfolio.lua --min 90 "
                        + "objects/tests/object_portfolio_test.lua",
                    explanation: "measure how many faults its tests notice, and fail below 90 percent"),
            ])
    }

    func run() throws -> ExitCode {
        var settings = try settings()
        guard mutated.isEmpty else { return try runMutants(settings) }
        let files: [TestFile]
        do { files = try settings.files() } catch let error as FileSystemError {
            throw CommandFailure.couldNotRun("\(error): give a file or folder that is there")
        }
        // Reports of no test are wanted too.
        let isReported = allowsEmpty && target.place == nil && !(reporters.isEmpty && coverage.isEmpty)
        guard !files.isEmpty || watches || isReported || isOneOfMany(settings) else {
            return try nothingToRun(hasFiles: false)
        }
        Interruption.watch()
        settings.options.shouldEnd = { Interruption.isDue || Output.isBroken }
        if lists { return try list(files, settings) }
        if watches {
            var watch = TestWatch(settings, onEmptyFiles: name)
            return try watch.run(files) ? .ok : .findings
        }
        if onlyFailed, settings.options.choice.only?.isEmpty == true {
            Output.errorLine("xlwm2m test: nothing failed when tests were last run in this folder")
            return .ok
        }
        if let place = target.place { return try run(files, on: place, settings) }
        let reports = try TestReports(settings)
        let outcome = TestRunner(options: settings.options, reporters: reports.reporters).run(files)
        reports.write(outcome.coverage)
        try reports.close()
        name(outcome.emptyFiles)
        if scripts.isProfiled { try scripts.report(outcome.profile) }
        return try verdict(outcome)
    }

    /// Whether there are tests, though possibly none for this one of several machines.
    private func isOneOfMany(_ settings: TestSettings) -> Bool {
        var whole = settings
        whole.shard = nil
        return shard != nil && (try? whole.files())?.isEmpty == false
    }

    private func list(_ files: [TestFile], _ settings: TestSettings) throws -> ExitCode {
        var count = 0
        var code = ExitCode.ok
        var empty: [TestFile] = []
        TestRunner(options: settings.options, reporters: []).list(
            files,
            problem: { problem in
                Output.errorLine(Printable.escaped("xlwm2m test: \(problem.file): \(problem.message)"))
                code = .couldNotRun
            },
            empty: { empty.append($0) },
            each: { test in
                Output.line(Printable.escaped("\(test.place): \(test.fullName)"))
                count += 1
            })
        if Interruption.isDue { throw CommandFailure.couldNotRun("ended by a signal: not all tests are listed") }
        name(empty)
        if !allowsEmpty, empty.contains(where: \.isNamed) { return .couldNotRun }
        return code == .ok && count == 0 ? try nothingToRun() : code
    }

    /// Lists the files without a test, unless they are allowed, and says what a test is.
    func name(_ empty: [TestFile]) {
        guard !empty.isEmpty, !allowsEmpty else { return }
        for file in empty { Output.errorLine("xlwm2m test: \(Printable.escaped(file.path)) has no test") }
        Output.errorLine(
            "xlwm2m test: a test is it(...), a global function test_* or a method test* of a global table Test*; "
                + "what is local or returned is none")
    }

    /// A truncated run takes precedence, then problems, failures, and a lack of coverage.
    func verdict(_ outcome: TestRunner.Outcome) throws -> ExitCode {
        // A reader that closed the pipe has read enough, and nothing more is reported.
        if outcome.summary.isCutShort, Output.isBroken { return .couldNotRun }
        if outcome.summary.isCutShort {
            throw CommandFailure.couldNotRun("ended by a signal: \(outcome.summary.total) tests were run, not all")
        }
        if outcome.summary.problems > 0 { return .couldNotRun }
        if !allowsEmpty, outcome.emptyFiles.contains(where: \.isNamed) { return .couldNotRun }
        if outcome.summary.failed > 0 { return .findings }
        if outcome.summary.total == 0 {
            guard let shard else { return try nothingToRun() }
            Output.errorLine(
                "xlwm2m test: nothing to run on machine \(shard.number) of \(shard.count): the others have all tests")
            return .ok
        }
        if let least, outcome.coverage.percent < least {
            let (covered, total) = outcome.coverage.figures()
            throw CommandFailure.findings(
                "\(CoverageReport.percent(covered, of: total)) percent of the lines ran, --min asks for "
                    + ($least.given.last ?? ""))
        }
        return .ok
    }

    /// The end of a run without tests.
    ///
    /// - Parameter hasFiles: whether there are test files, so that the options left none of their tests.
    private func nothingToRun(hasFiles: Bool = true) throws -> ExitCode {
        if allowsEmpty { return .ok }
        let places = paths.isEmpty ? "the current folder" : paths.joined(separator: ", ")
        if onlyFailed, hasFiles {
            Output.errorLine("xlwm2m test: nothing in \(places) failed when tests were last run in this folder")
            return .ok
        }
        func choice(_ words: [String], _ text: (String) -> String) -> String? {
            words.isEmpty ? nil : text(words.joined(separator: "' or '"))
        }
        let choices = [
            choice(filters) { " with '\($0)' in its name" }, choice(tags) { " with the tag '\($0)'" },
            choice(excludedTags) { " without the tag '\($0)'" },
        ].compactMap { $0 }
        let isChosen = hasFiles && !choices.isEmpty
        throw CommandFailure.couldNotRun(
            "there is no test\(choices.joined(separator: " and")) in \(places): "
                + (isChosen
                    ? "--list without these options lists all"
                    : "tests are files *_test.lua, test_*.lua and *_spec.lua")
                + "; --allow-empty takes none for success")
    }
}
