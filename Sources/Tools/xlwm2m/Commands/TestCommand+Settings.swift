import CommandLine
import FileSystem
import JSON
import ObjectHost
import ObjectTesting
import Products
import Terminal
import Wording

extension TestCommand {
    /// The settings given by the options.
    ///
    /// - throws: a usage failure for options that cannot be combined.
    func settings() throws -> TestSettings {
        if reporters.count(where: { $0.file == nil }) > 1 {
            throw CommandFailure.usage(
                "two reporters write to standard output; give one of them a file: --reporter junit:FILE")
        }
        try OutputPlaces(
            reporters.map { ($reporters, $0.file) }
                + coverage.map { ($coverage, $0.path) } + [scripts.profilePlace]
        ).checkApart()
        if least != nil, coverage.isEmpty, mutated.isEmpty {
            throw CommandFailure.usage(
                "option '--min' goes with --coverage or --mutate: --coverage text --min \($least.given.last ?? "")")
        }
        if isJSON, mutated.isEmpty {
            throw CommandFailure.usage("option '--json' goes with --mutate; tests are reported with --reporter json")
        }
        if !mutated.isEmpty, watches || lists || !coverage.isEmpty || !reporters.isEmpty {
            throw CommandFailure.usage("option '--mutate' goes with neither --watch, --list, --coverage nor --reporter")
        }
        try checkTargetOptions()
        var settings = TestSettings(options: try options(), paths: paths)
        chooseLines(&settings)
        if !lists, mutated.isEmpty { settings.failed = FailedTests() }
        if onlyFailed { settings.options.choice.only = Set((settings.failed ?? FailedTests())?.names ?? []) }
        settings.options.choice.tags = tags.map(Self.word)
        settings.options.choice.excludedTags = excludedTags.map(Self.word)
        settings.isVerbose = isVerbose
        settings.shard = shard
        if let recordFolder {
            do throws(FileSystemError) { try Files.makeDirectory(recordFolder) } catch {
                throw CommandFailure.couldNotRun("\(error): give --record a folder that can be made")
            }
            settings.options.recordsRequests = true
            settings.replays = ReplayFiles(folder: recordFolder)
        }
        if let replayed { try replay(replayed, &settings) }
        if let durations {
            guard shard != nil else { throw CommandFailure.usage("option '--durations' goes with --shard") }
            // The very first run has no report yet.
            if Files.status(durations) != nil { settings.durations = TestDurations(try JUnitDocument(path: durations)) }
        }
        settings.contracts = contracts
        if !reporters.isEmpty { settings.reporters = reporters }
        settings.coverage = coverage
        settings.allowsEmpty = allowsEmpty
        return settings
    }

    /// Runs what a file specifies, on the product and in the order in which it failed.
    private func replay(_ path: String, _ settings: inout TestSettings) throws {
        guard paths.isEmpty, contracts.isEmpty, mutated.isEmpty, products.isEmpty else {
            throw CommandFailure.usage("option '--replay' takes the place of PATH, --contract, --mutate and --product")
        }
        let replay = try Replay(path: path)
        settings.paths = [path]
        settings.options.products = [try Product.chosenWithLua(replay.product).bindings]
        settings.options.seed = replay.seed
        settings.options.objectFolders += replay.objectFolders
        settings.failed = nil
    }

    /// A tag without the mark that it carries in names.
    private static func word(_ tag: String) -> String { tag.hasPrefix("#") ? String(tag.dropFirst()) : tag }

    /// Takes `FILE:LINE` as the file and its line, unless a file has that name.
    private func chooseLines(_ settings: inout TestSettings) {
        settings.paths = settings.paths.map { path in
            guard Files.status(path) == nil, let colon = path.lastIndex(of: ":"),
                let line = Int(path[path.index(after: colon)...]), line > 0,
                case let file = String(path[..<colon]), Files.status(file)?.kind == .file
            else { return path }
            settings.options.choice.lines[file, default: []].append(line)
            return file
        }
    }

    private func options() throws -> TestOptions {
        var options = TestOptions(
            products: try bindings(),
            productNamed: { name in Product.named(name).flatMap { $0.supportsLua ? $0.bindings : nil } })
        if !products.isEmpty || profile != nil { options.tables = ProductTables(profile: profile?.number) }
        options.objectFolders = paths.filter { Files.status($0)?.kind == .directory }
        options.filters = filters
        options.seed = seed ?? 0
        options.rounds = rounds ?? 1
        options.failsFast = failsFast
        options.workers = jobs ?? TestRunner.processorCount
        options.timeout = timeout ?? options.timeout
        options.memory = memory ?? options.memory
        options.instructions = instructions ?? options.instructions
        options.countsLines = !coverage.isEmpty
        options.undoesRefusals = undoesRefusals
        try scripts.check()
        options.profilesScripts = scripts.isProfiled
        options.onTrace = traceLine
        // One after another, so that the lines of a test stay together.
        if options.onTrace != nil { options.workers = 1 }
        return options
    }

    /// Prints traces on standard error, as JSON if the report is JSON; nil if nothing is traced.
    private var traceLine: (@Sendable (TestTrace) -> Void)? {
        guard scripts.trace == .lua else { return nil }
        let isJSON = reporters.contains { $0.kind == .json }
        return { trace in
            switch trace {
            case .test(let place, let name):
                let members: JSONValue = .members(["trace": "test", "place": .string(place), "name": .string(name)])
                Output.errorLine(isJSON ? members.text : Printable.escaped("\(place): \(name)"))
            case .call(let call): Output.errorLine(isJSON ? call.json.text : "  " + call.line)
            }
        }
    }

    /// What is available to Lua on each of the products, without duplicates.
    private func bindings() throws -> [ScriptBindings] {
        try Product.list(products).map { product in
            if let why = product.whyNoLua { throw CommandFailure.usage(why) }
            return product.bindings
        }
    }
}

extension ValueReader<Shard> {
    /// One of several machines.
    static var shard: ValueReader { ValueReader(takes: "I/N, the part I of N, as 1/3") { text in Shard(text) } }
}

extension ValueReader<UInt64> {
    /// The seed for shuffling the order of the tests.
    static var seed: ValueReader {
        ValueReader(takes: "a whole number from 0, or random") { text in
            // A short seed is easier to type again.
            text == "random" ? UInt64.random(in: 1...999_999) : UInt64(text)
        }
    }
}

extension ValueReader<Int> {
    /// Bytes, also with a multiplier: `512K`, `8M`.
    static var bytes: ValueReader {
        ValueReader(takes: "bytes from 64K to 64G") { text in
            let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
            let unit = text.last.flatMap { units[$0] }
            guard let number = Int(unit == nil ? text : String(text.dropLast())), number > 0,
                case let bytes = number.multipliedReportingOverflow(by: unit ?? 1), !bytes.overflow,
                (1 << 16...1 << 36).contains(bytes.partialValue)
            else { return nil }
            return bytes.partialValue
        }
    }
}

extension ValueReader {
    /// A kind of report, and the file to which it is written: `junit:FILE`.
    static func destination<Kind: RawRepresentable & CaseIterable & Sendable>() -> ValueReader
    where Value == ReportDestination<Kind>, Kind.RawValue == String {
        ValueReader(candidates: Kind.allCases.map(\.rawValue)) { text, option in
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let kind = Kind(rawValue: parts[0]) else {
                let words = Kind.allCases.map(\.rawValue)
                throw CommandFailure.usage(
                    "option '\(option)' takes \(words.joined(separator: ", ")), not '\(parts[0])'"
                        + Spelling.suggestion(for: parts[0], among: words))
            }
            guard parts.count == 1 || !parts[1].isEmpty else {
                throw CommandFailure.usage("option '\(option)' lacks the file: \(option) \(parts[0]):FILE")
            }
            return ReportDestination(kind: kind, file: parts.count == 1 || parts[1] == "-" ? nil : parts[1])
        }
    }
}
