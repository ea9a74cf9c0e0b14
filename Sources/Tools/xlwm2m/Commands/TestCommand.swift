import FileSystem
import ObjectTesting
import Wording

/// `xlwm2m test`: runs tests of Objects, without a terminal if need be.
enum TestCommand {
    static var command: Command {
        Command(
            name: "test",
            summary: "run the tests of Objects",
            arguments: "[PATH...]",
            options: selectionOptions + runOptions + reportOptions,
            discussion: """
                Finds *_test.lua, test_*.lua and *_spec.lua in each PATH and the folders below it, . without one. Each
                test has a fresh device, in a fresh Lua that also holds the Objects; docs/testing.md shows how to write
                one.
                """,
            exits: ExitMeanings(
                ok: "all tests passed", findings: "a test failed, or fewer lines ran than --min asks for",
                couldNotRun:
                    "a file does not load, there is no test, PATH names a file without one, or a signal ended the run"),
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
            ],
            run: run)
    }

    private static let selectionOptions = [
        CommandOption(
            "--filter", value: "TEXT",
            help: "only tests with TEXT in their name, where * stands for any text;\nseveral: those with any of them"),
        CommandOption("--list", help: "say which tests there are and run none"),
        CommandOption(
            "--contract", value: "XML",
            help: "test the Object of a definition by its operations, types and ranges;\nits file is looked for in "
                + "each PATH, beside XML and in the current folder"),
        CommandOption("--allow-empty", help: "exit 0 where there is no test, and for named files without one"),
    ]

    private static let runOptions = [
        CommandOption(
            "--product", value: "NAME,...",
            help:
                "run on each of these products, all: on every one [SARA-R510S-01B];\nof the built-in Objects there are "
                + "those that it has, with the Resources that it has"),
        CommandOption(
            "--profile", value: "N", help: "of the built-in Objects take what there is under the operator profile N"),
        CommandOption(
            "--seed", value: "NUMBER", help: "shuffle the order by NUMBER; random picks one; 0 keeps the order [0]"),
        CommandOption("--repeat", value: "NUMBER", help: "run all tests so often [1]"),
        CommandOption("--fail-fast", help: "end with the first failure"),
        CommandOption("--jobs", short: "-j", value: "NUMBER", help: "files at one time [the number of processors]"),
        CommandOption("--timeout", value: "SECONDS", help: "for one test [10]"),
        CommandOption("--memory", value: "BYTES", help: "of Lua for one device, 512K, 8M [8M]"),
        CommandOption("--instructions", value: "NUMBER", help: "for one request to an Object [10000000]"),
        CommandOption("--watch", help: "run again what a saved file affects, until ^C"),
    ]

    private static let reportOptions = [
        CommandOption(
            "--reporter", value: "KIND[:FILE]",
            help: "plain, tap, junit or json, to FILE instead of standard output;\nmay be given several times [plain]"),
        CommandOption(
            "--coverage", value: "KIND[:FILE]",
            help: "report the lines of Objects that ran: text, lcov or cobertura;\nmay be given several times"),
        CommandOption("--min", value: "PERCENT", help: "exit 1 where fewer lines ran; goes with --coverage"),
    ]

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        var settings = try TestSettings(arguments)
        let files = try settings.files()
        guard !files.isEmpty || settings.watches else { return try settings.nothingToRun() }
        Interruption.watch()
        settings.options.shouldEnd = { Interruption.isDue || Output.isBroken }
        if settings.lists { return try list(files, settings) }
        if settings.watches {
            var watch = TestWatch(settings)
            return try watch.run(files)
        }
        let reports = try TestReports(settings)
        let outcome = TestRunner(options: settings.options, reporters: reports.reporters).run(files)
        reports.write(outcome.coverage)
        try reports.close()
        name(outcome.emptyFiles, settings)
        return try verdict(outcome, settings)
    }

    private static func list(_ files: [TestFile], _ settings: TestSettings) throws -> ExitCode {
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
        name(empty, settings)
        if !settings.allowsEmpty, empty.contains(where: \.isNamed) { return .couldNotRun }
        return code == .ok && count == 0 && !settings.allowsEmpty ? .couldNotRun : code
    }

    /// Names the files without a test, unless they are welcome, and says what a test is.
    static func name(_ empty: [TestFile], _ settings: TestSettings) {
        guard !empty.isEmpty, !settings.allowsEmpty else { return }
        for file in empty { Output.errorLine("xlwm2m test: \(Printable.escaped(file.path)) has no test") }
        Output.errorLine(
            "xlwm2m test: a test is it(...), a global function test_* or a method test* of a global table Test*; "
                + "what is local or returned is none")
    }

    /// A run that was cut short weighs most, then problems, failures, and a lack of coverage.
    private static func verdict(_ outcome: TestRunner.Outcome, _ settings: TestSettings) throws -> ExitCode {
        // A reader that left has had enough and hears nothing more.
        if outcome.summary.isCutShort, Output.isBroken { return .couldNotRun }
        if outcome.summary.isCutShort {
            throw CommandFailure.couldNotRun("ended by a signal: \(outcome.summary.total) tests were run, not all")
        }
        if outcome.summary.problems > 0 { return .couldNotRun }
        if !settings.allowsEmpty, outcome.emptyFiles.contains(where: \.isNamed) { return .couldNotRun }
        if outcome.summary.failed > 0 { return .findings }
        if outcome.summary.total == 0 { return try settings.nothingToRun() }
        if let least = settings.leastCoverage, outcome.coverage.percent < least {
            let (covered, total) = outcome.coverage.figures()
            throw CommandFailure.findings(
                "\(CoverageReport.percent(covered, of: total)) percent of the lines ran, --min asks for "
                    + settings.leastCoverageText)
        }
        return .ok
    }
}
