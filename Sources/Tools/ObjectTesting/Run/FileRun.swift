import FileSystem
import Lua
import ObjectHost
import Randomness

/// Runs all tests of one file, one after the other.
struct FileRun {
    let job: TestJob
    let options: TestOptions
    /// Asked before each test.
    let isCancelled: () -> Bool
    let deliver: (TestEvent) -> Void

    func run() {
        var use = FileUse(paths: [job.file.path])
        if case .contract(let source) = job.file.content { use.paths.insert(source.objectPath) }
        // A file that does not load also depends on the files it uses.
        let finder = ObjectFinder(for: job, options: options)
        defer {
            use.paths.formUnion(finder.paths)
            deliver(.ended(use))
        }
        guard !Self.isElsewhere(job, finder, options), isPrepared(), let session = open(finder) else { return }
        use.isEmpty = session.tests.isEmpty
        let tests = Self.chosen(session.tests, job: job, options: options)
        let lastTests = SharedBlocks.lastTests(tests)
        for test in tests {
            guard !isCancelled(), options.target?.module.isOver != true else {
                use.isCutShort = true
                break
            }
            let result = session.run(test, ending: test.sharedBlocks.filter { lastTests[$0] == test.number })
            let differences = session.device.target?.takeDifferences() ?? []
            deliver(.result(options.target?.compared(result, differences: differences) ?? result))
        }
        Self.note(session, in: &use)
    }

    /// Brings the module, if there is one, the Objects of the file.
    private func isPrepared() -> Bool {
        guard let target = options.target else { return true }
        do throws(TargetError) {
            try target.module.prepare(target.objects(of: job.file.path))
            return true
        } catch {
            deliver(.problem(TestProblem(file: job.file.path, product: job.product, message: error.description)))
            return false
        }
    }

    /// Whether the file tests a built-in Object that the product does not have.
    static func isElsewhere(_ job: TestJob, _ finder: ObjectFinder, _ options: TestOptions) -> Bool {
        guard let tables = options.tables, let object = ProductTables.tested(by: Paths.name(of: job.file.path)),
            let file = try? finder.object(object), case .none = tables.offer(object, file.bytes, on: job.product)
        else { return false }
        return true
    }

    /// The tests that pass the filters, in the order given by the seed.
    static func chosen(_ tests: [CollectedTest], job: TestJob, options: TestOptions) -> [CollectedTest] {
        let filters = options.filters.map { NameFilter($0) }
        var chosen = (job.file.part?.own(tests) ?? tests).filter {
            NameFilter.accept(filters, blocks: $0.blocks, name: $0.name)
        }
        if !options.choice.isAll { chosen = options.choice.chosen(chosen, of: job.file.path) }
        guard options.seed != 0 else { return chosen }
        var random = SeededSequence(seed: SeededSequence.seed(options.seed, for: "\(job.file.path) \(job.round)"))
        return SharedBlocks.together(random.shuffled(chosen))
    }

    private func open(_ finder: ObjectFinder) -> TestSession? {
        do throws(TestProblem) { return try TestSession(job, finder: finder, options: options) } catch {
            deliver(.problem(error))
            return nil
        }
    }

    private static func note(_ session: TestSession, in use: inout FileUse) {
        use.objects = session.device.loadedFiles
        if session.device.options.countsLines { use.coverage.merge(session.device.coverage) }
        if session.device.options.profilesScripts { use.profile.merge(session.device.host.lua.profile) }
    }
}
