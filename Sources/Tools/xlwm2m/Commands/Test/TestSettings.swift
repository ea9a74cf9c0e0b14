import FileSystem
import ObjectHost
import ObjectTesting
import Products
import Wording

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The options of `xlwm2m test`, checked.
struct TestSettings {
    /// A report and where it goes; nil is standard output.
    struct Destination<Kind> {
        var kind: Kind
        var file: String?
    }

    var options: TestOptions
    var paths: [String]
    var contracts: [String]
    var reporters: [Destination<ReporterKind>]
    var coverage: [Destination<CoverageReport>]
    var leastCoverage: Double?
    /// As it was given, for messages.
    var leastCoverageText: String
    var lists: Bool
    var watches: Bool
    var allowsEmpty: Bool

    /// - throws: a usage failure.
    init(_ arguments: Arguments) throws {
        paths = arguments.positional
        contracts = arguments.all("--contract")
        lists = arguments.has("--list")
        watches = arguments.has("--watch")
        allowsEmpty = arguments.has("--allow-empty")
        reporters = try Self.destinations(arguments.all("--reporter"), option: "--reporter", kinds: ReporterKind.self)
        if reporters.isEmpty { reporters = [Destination(kind: .plain)] }
        if reporters.count(where: { $0.file == nil }) > 1 {
            throw CommandFailure.usage(
                "two reporters write to standard output; give one of them a file: --reporter junit:FILE")
        }
        coverage = try Self.destinations(arguments.all("--coverage"), option: "--coverage", kinds: CoverageReport.self)
        leastCoverageText = arguments.value("--min") ?? ""
        leastCoverage = try Self.number(arguments, "--min", in: 0...100)
        if leastCoverage != nil, coverage.isEmpty {
            throw CommandFailure.usage(
                "option '--min' goes with --coverage: --coverage text --min \(leastCoverageText)")
        }
        options = TestOptions(
            products: try Self.products(arguments.all("--product")),
            productNamed: { name in Product.named(name).flatMap { $0.supportsLua ? $0.bindings : nil } })
        if !arguments.all("--product").isEmpty || arguments.has("--profile") {
            options.tables = ProductTables(profile: try arguments.value("--profile").map(ProfileChoice.profile)?.number)
        }
        try setRunOptions(arguments)
    }

    private mutating func setRunOptions(_ arguments: Arguments) throws {
        options.objectFolders = paths.filter { Files.status($0)?.kind == .directory }
        options.filters = arguments.all("--filter")
        options.seed = try Self.seed(arguments.value("--seed"))
        options.rounds = try arguments.integer("--repeat", in: 1...1_000_000) ?? 1
        options.failsFast = arguments.has("--fail-fast")
        options.workers = try arguments.integer("--jobs", in: 1...1024) ?? TestRunner.processorCount
        options.timeout = try Self.number(arguments, "--timeout", in: 0.001...86_400) ?? options.timeout
        options.memory = try Self.bytes(arguments.value("--memory")) ?? options.memory
        options.instructions = try arguments.integer("--instructions", in: 1000...Int.max) ?? options.instructions
        options.countsLines = !coverage.isEmpty
    }

    /// The test files of all paths, and the definitions.
    ///
    /// - throws: for a path that cannot be read.
    func files() throws -> [TestFile] {
        var files: [TestFile] = []
        do throws(FileSystemError) {
            // With a definition the paths say where its Object is; their own tests run without it.
            if contracts.isEmpty { files = try TestDiscovery.files(in: paths.isEmpty ? ["."] : paths) }
        } catch {
            throw CommandFailure.couldNotRun("\(error.description): give a file or folder that is there")
        }
        for contract in contracts { files += try ContractFiles.files(for: contract, paths: paths) }
        return files
    }

    /// The end of a run without tests.
    func nothingToRun() throws -> ExitCode {
        if allowsEmpty { return .ok }
        let places = paths.isEmpty ? "the current folder" : paths.joined(separator: ", ")
        let words = options.filters.joined(separator: "' or '")
        let filters = words.isEmpty ? "" : " with '\(words)' in its name"
        throw CommandFailure.couldNotRun(
            "there is no test\(filters) in \(places): tests are files *_test.lua, test_*.lua and *_spec.lua; "
                + "--allow-empty takes none for success")
    }

    // MARK: - Values

    private static func destinations<Kind: RawRepresentable & CaseIterable>(
        _ texts: [String], option: String, kinds: Kind.Type
    ) throws -> [Destination<Kind>] where Kind.RawValue == String {
        try texts.map { text in
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
            return Destination(kind: kind, file: parts.count == 1 || parts[1] == "-" ? nil : parts[1])
        }
    }

    private static func products(_ texts: [String]) throws -> [ScriptBindings] {
        let names = texts.flatMap { $0.split(separator: ",").map(String.init) }
        if names.contains("all") { return Product.all.filter(\.supportsLua).map(\.bindings) }
        guard !names.isEmpty else { return [try ProductChoice.product(named: nil).bindings] }
        var products: [ScriptBindings] = []
        for name in names {
            let bindings = try ProductChoice.product(named: name).bindings
            if !products.contains(bindings) { products.append(bindings) }
        }
        return products
    }

    private static func seed(_ text: String?) throws -> UInt64 {
        guard let text else { return 0 }
        // A short one is easier to type again.
        if text == "random" { return UInt64.random(in: 1...999_999) }
        guard let seed = UInt64(text) else {
            throw CommandFailure.usage("option '--seed' takes a whole number from 0, or random, not '\(text)'")
        }
        return seed
    }

    private static func number(_ arguments: Arguments, _ name: String, in range: ClosedRange<Double>) throws -> Double?
    {
        guard let text = arguments.value(name) else { return nil }
        guard let number = Double(text), range.contains(number) else {
            throw CommandFailure.usage(
                "option '\(name)' takes a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }

    private static func bytes(_ text: String?) throws -> Int? {
        guard let text else { return nil }
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Int(unit == nil ? text : String(text.dropLast())), number > 0,
            case let bytes = number.multipliedReportingOverflow(by: unit ?? 1), !bytes.overflow,
            (1 << 16...1 << 36).contains(bytes.partialValue)
        else {
            throw CommandFailure.usage("option '--memory' takes bytes from 64K to 64G, not '\(text)'")
        }
        return bytes.partialValue
    }
}
