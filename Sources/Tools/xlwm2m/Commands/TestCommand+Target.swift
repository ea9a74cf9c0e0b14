import CommandLine
import Network
import ObjectHost
import ObjectTesting
import Products
import RealModule
import TargetTesting
import Terminal

extension TestCommand {
    /// Runs the tests on the emulated device and then on the module that `--target` names.
    func run(_ files: [TestFile], on place: ModulePlace, _ settings: TestSettings) throws -> ExitCode {
        try place.withModule { session in
            let imei = try session.imei()
            guard try PushJournal.unfinished(of: imei) == nil, try TestAccount.unfinished(of: imei) == nil else {
                throw CommandFailure.couldNotRun(
                    "an earlier push or test on this module did not end: xlwm2m module push --recover comes first")
            }
            let product = try product(of: session)
            var settings = settings
            settings.options.workers = 1
            settings.options.timeout = timeout ?? Self.secondsOnModule
            try adopt(product, session, imei, in: &settings.options)
            let reports = try TestReports(settings)
            // A test that has begun is ended; then the module gets back what it had.
            session.line.port.isInterrupted = { false }
            let kept = KeptResults()
            let first = TestRunner(options: settings.options, reporters: [kept]).run(files)
            if first.summary.isCutShort { return try verdict(first) }

            let module = try ModuleTarget(session, product: product)
            let progress = TransferProgress()
            session.line.onProgress = { progress.show($0) }
            module.onStep = { step in
                progress.clear()
                Output.errorLine(step)
            }
            var outcome: TestRunner.Outcome?
            let end = Result {
                do {
                    if let place = target.server {
                        try module.serve(host: place.host, port: place.port, shortServerID: target.shortServerID ?? 123)
                    }
                    settings.options.target = TestTarget(module, after: kept.results, uses: first.uses)
                    outcome = TestRunner(options: settings.options, reporters: reports.reporters).run(files)
                } catch let error where !(error is PortError) {
                    try module.end()
                    throw error
                }
                if let failure = module.failure { throw failure }
                try module.end()
            }
            try reports.close()
            if let outcome { name(outcome.emptyFiles) }
            if case .failure(let error) = end {
                let next =
                    module.isChanged
                    ? "; the module still has something of the tests: xlwm2m module push --port "
                        + "\(session.line.port.address) --recover puts back what it had" : ""
                throw CommandFailure.couldNotRun("\(error)\(next)")
            }
            guard let outcome else { return .couldNotRun }
            return try verdict(outcome)
        }
    }

    /// The time for one test: a module answers later than an emulated device, and loads its Objects for each.
    private static let secondsOnModule = 300.0

    /// What the module is, or what it is said to be.
    private func product(of session: ModuleSession) throws -> Product {
        if let name = products.first { return try Product.chosenWithLua(name) }
        guard let product = try RecognizedProduct(session)?.product else {
            throw CommandFailure.couldNotRun("unknown module: name a similar product with --product")
        }
        if let why = product.whyNoLua { throw CommandFailure.couldNotRun(why) }
        return product
    }

    /// Makes the emulated device one like the module.
    private func adopt(
        _ product: Product, _ session: ModuleSession, _ imei: String, in options: inout TestOptions
    ) throws {
        let profile = try session.profile()
        var bindings = product.bindings
        bindings.imei = imei
        if let profile { bindings.carrierID = profile }
        options.products = [bindings]
        options.tables = ProductTables(profile: self.profile?.number ?? profile)
    }

    /// - throws: a usage failure for options that do not go with `--target`.
    func checkTargetOptions() throws {
        guard target.target != nil else {
            if let option = target.onlyForTarget.first(where: \.isGiven) {
                throw CommandFailure.usage("option '\(option.name)' goes with --target")
            }
            return
        }
        let others: [(Bool, String)] = [
            (watches, "--watch"), (lists, "--list"), (!mutated.isEmpty, "--mutate"), (!coverage.isEmpty, "--coverage"),
            (recordFolder != nil, "--record"), (replayed != nil, "--replay"), (rounds != nil, "--repeat"),
            (shard != nil, "--shard"), (scripts.isProfiled, "--profile-lua"), (scripts.trace != nil, "--trace"),
            (jobs != nil, "--jobs"),
        ]
        if let other = others.first(where: \.0) {
            throw CommandFailure.usage("option '--target' does not go with \(other.1): run the tests without it first")
        }
        guard products.count < 2, products.first?.contains(",") != true, products != ["all"] else {
            throw CommandFailure.usage("a module is one product: give --product one name, or leave it out")
        }
    }
}
