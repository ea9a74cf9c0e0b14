import EmbeddedFiles
import Emulator
import FileSystem
import Lua
import LwM2M
import LwM2MClient
import ObjectHost
import Products
import ValueSources

/// The device under test: a host with its own clock, and what its Objects have done so far.
final class TestDevice {
    let host: ObjectHost
    /// The data model for requests of the test, which a trace records.
    let model: any DataModel
    let trace: CallTrace?
    let clock = VirtualClock()
    let finder: ObjectFinder
    let options: TestOptions
    /// What the Objects have done since the start of the test, with the time.
    private(set) var events: [(time: Int64, event: HostEvent)] = []
    /// Everything printed since the start of the test.
    private(set) var output: [String] = []
    /// The paths of the Objects' files by the names shown in messages.
    private(set) var objectPaths: [String: String] = [:]
    /// The test's own files by the names shown in messages; their prints are not those of an Object.
    var testPaths: [String: String] = [:]
    /// The command line of the device, once a test has used it.
    var line: TestLine?
    /// The folder of the test's file.
    var folder = "."
    /// Writes values as the clock advances; nil if there are none.
    var feed: ValueFeed?
    /// The client of the device and its servers, once a test has made one communicate.
    var wire: TestWire?
    /// The module beside the device; nil without one.
    let target: TargetDevice?
    /// Whether a new client observes again what was observed at the snapshot.
    private var observationsAreKept = true
    /// What a new client observes from the start.
    var keptObservations: [(server: ShortServerID, path: Path)] {
        observationsAreKept ? kept.last?.observations ?? [] : []
    }
    /// The instances of the Objects as last saved.
    var saved = SavedState()
    /// The snapshot of the file, then those of the blocks around the running test.
    private var kept: [Kept] = []

    /// What a snapshot holds in addition to what the host saves itself.
    private struct Kept {
        var events: [(time: Int64, event: HostEvent)]
        var output: [String]
        var elapsed: Int64
        var saved: SavedState
        var feed: ValueFeed?
        /// What the module was asked.
        var steps: [TargetDevice.Step]
        /// What servers observed.
        var observations: [(server: ShortServerID, path: Path)]
        /// The Lua memory that a test may use, in bytes.
        var memory: Int
    }

    /// The time allowed for loading a test file, even if its tests have less.
    private static let secondsToLoad = 10.0

    /// - throws: an error if the limits are too small for a device.
    init(bindings: ScriptBindings, finder: ObjectFinder, options: TestOptions) throws(ObjectHostError) {
        self.finder = finder
        self.options = options
        target = options.target.map { TargetDevice($0.module) }
        // The tests' own code has no instruction limit, and memory of its own: the limits apply to the device.
        let limits = LuaLimits(
            memory: options.memory + (256 << 20), instructions: 0, isExact: true,
            seconds: max(options.timeout, Self.secondsToLoad),
            answer: options.memory / 2, emission: options.memory / 4, seed: options.seed)
        host = try ObjectHost(bindings: bindings, clock: clock, limits: limits)
        host.undoesRefusals = options.undoesRefusals
        trace = options.onTrace.map { tell in
            let trace = CallTrace()
            trace.onCall = { tell(.call($0)) }
            return trace
        }
        model = trace.map { [host] in TracedModel(host, $0) } ?? host
        try trace?.attach(host)
        host.onEvent = { [unowned self] event in note(event) }
        host.onChange = { [unowned self] change in wire?.client.changed(change) }
        host.moduleSource = { [unowned self] name in module(name) }
    }

    /// Saves the current state for `restore`, and sets the memory that a test may use from here on.
    func snapshot() throws(ObjectHostError) {
        host.lua.limits.seconds = options.timeout
        host.prepareInstances()
        let now = endConnections()
        try host.snapshot()
        kept = [now]
    }

    /// Does the same on top of the last snapshot, to which `dropSnapshot` returns.
    func snapshotAbove() throws(ObjectHostError) {
        host.prepareInstances()
        let now = endConnections()
        try host.snapshotAbove()
        kept.append(now)
    }

    /// Drops the last `snapshotAbove`, and restores the device to the snapshot below.
    func dropSnapshot() throws(ObjectHostError) {
        try host.dropSnapshot()
        kept.removeLast()
        if let memory = kept.last?.memory { host.lua.limits.memory = memory }
        try restore()
    }

    /// Ends the command line and the client, which a snapshot lacks, and returns what it holds besides the host.
    private func endConnections() -> Kept {
        let observations = wire?.observed ?? keptObservations
        line?.end(of: host)
        (line, wire) = (nil, nil)
        host.lua.limits.memory = host.lua.memoryUse + options.memory
        return Kept(
            events: events, output: output, elapsed: clock.elapsed, saved: saved, feed: feed,
            steps: target?.steps ?? [], observations: observations, memory: host.lua.limits.memory)
    }

    /// Restores the device to the snapshot.
    func restore() throws(ObjectHostError) {
        line?.end(of: host)
        line = nil
        wire = nil
        trace?.forget()
        try host.restore()
        guard let kept = kept.last else { return }
        (events, output, saved, feed) = (kept.events, kept.output, kept.saved, kept.feed)
        clock.reset(to: kept.elapsed)
        observationsAreKept = true
    }

    /// Brings the module, if there is one, to where the device is after `restore`.
    ///
    /// - Returns: how a test ends that cannot begin there; nil if it can.
    func restoreTarget() -> TestResult.Outcome? {
        guard let target else { return nil }
        target.restore(to: kept.last?.steps ?? [])
        return target.problem.map { problem in
            problem.code == .unable
                ? .pending(problem.description) : .failed(TestFailure(.error, problem.description))
        }
    }

    /// Ends the command line, the client and all observations of the servers.
    func forgetConnections() {
        line?.end(of: host)
        line = nil
        wire = nil
        observationsAreKept = false
    }

    /// Runs a request of the test with the limits of an Object's call.
    func withObjectLimits<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        host.lua.limits.instructions = options.instructions
        defer { host.lua.limits.instructions = 0 }
        return try body()
    }

    /// Loads an Object by its file name.
    ///
    /// - throws: the error in the file, or that it does not exist.
    func load(_ name: String) throws(LuaError) -> LoadedObject {
        let file: ObjectFinder.File
        do throws(ObjectFinder.Refusal) { file = try finder.object(name) } catch {
            throw LuaError(.runtime, error.description)
        }
        guard case .none(let id) = offer(name, file.bytes) else { return try load(file, offer(name, file.bytes)) }
        throw LuaError(.runtime, "\(host.bindings.product) has no Object \(id), so that \(name) cannot be loaded there")
    }

    /// Whether the product has a Resource of the Object in a file; true if the file is not found.
    func offers(_ resource: ResourceID, of name: String) -> Bool {
        guard let file = try? finder.object(name) else { return true }
        return switch offer(name, file.bytes) {
        case .all: true
        case .only(let resources): resources.contains(resource)
        case .none: false
        }
    }

    func offer(_ name: String, _ text: [UInt8]) -> ProductTables.Offer {
        // Even with a fault planted in it, a built-in Object is still that of the product.
        let own = options.planted.map { $0.text == text ? $0.original : text } ?? text
        return options.tables?.offer(name, own, on: host.bindings.product) ?? .all
    }

    /// Loads the Object at a path.
    ///
    /// - throws: the error in the file, or that it does not exist.
    func load(path: String) throws(LuaError) -> LoadedObject {
        guard let file = finder.exact(path) else { throw LuaError(.runtime, "\(path) cannot be read") }
        return try load(file)
    }

    @discardableResult
    func load(
        _ file: (path: String, bytes: [UInt8]), _ offer: ProductTables.Offer = .all
    ) throws(LuaError) -> LoadedObject {
        var offered: Set<ResourceID>?
        if case .only(let resources) = offer { offered = resources }
        let fileName = Paths.name(of: file.path)
        objectPaths[fileName] = file.path
        do throws(ObjectHostError) {
            return try withObjectLimits { () throws(ObjectHostError) in
                try host.load(file.bytes, fileName: fileName, offering: offered)
            }
        } catch {
            throw LuaError(error.cause?.code ?? .runtime, error.description)
        }
    }

    /// The files of the Objects that were loaded, as they were used.
    var loadedFiles: [ObjectFile] {
        objectPaths.sorted { $0.key < $1.key }.compactMap { name, path in
            finder.used(name, path).map { ObjectFile(path: $0.path, bytes: $0.bytes) }
        }
    }

    /// Forgets all events so far.
    func clearEvents() { events = [] }

    private func note(_ event: HostEvent) {
        switch event {
        case .print(let text, let file, let line):
            output.append(text)
            if testPaths[file] == nil { events.append((clock.unixTime, event)) }
            _ = line
        case .log(let text):
            output.append(text)
            events.append((clock.unixTime, event))
        default:
            events.append((clock.unixTime, event))
        }
    }

    private func module(_ name: String) -> (text: [UInt8], file: String)? {
        if let text = FrameworkFiles.source(of: name) { return text }
        guard let file = finder.module(name) else { return FrameworkFiles.substitute(for: name) }
        let shown = ChunkName.shown(for: file.path)
        testPaths[shown] = file.path
        return (file.bytes, shown)
    }
}

extension TestDevice {
    /// The lines of the loaded Objects: the executable ones, and how often they ran.
    var coverage: LineCoverage {
        var coverage = LineCoverage()
        for (name, path) in objectPaths {
            guard let file = finder.used(name, path), let lines = executableLines(file.bytes, name)
            else { continue }
            coverage.add(path, executable: lines, counts: host.lua.lineCounts(of: name))
        }
        return coverage
    }

    /// Nil if the file does not compile. The device's own memory may be used up, so a fresh state compiles it.
    private func executableLines(_ source: [UInt8], _ name: String) -> Set<Int>? {
        guard let lua = try? LuaState(), let code = try? lua.compile(source, named: name) else { return nil }
        return try? CompiledChunk(code).executableLines
    }
}

/// `device.at`.
extension TestDevice {
    func registerLine() throws(LuaError) {
        try host.lua.register("at", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let command = try arguments.text(1)
            let (lines, reason) = try withObjectLimits { () throws(LuaError) in
                defer { wire?.settle() }
                return try answer(to: command)
            }
            return [.list(lines.map { .text($0) }), reason.map { .text($0) } ?? .nil]
        }
    }

    private func answer(to command: String) throws(LuaError) -> (lines: [String], reason: String?) {
        let isOver = { [host] in host.lua.isOver }
        if let line { return line.send(command, isOver: isOver) }
        let made: TestLine
        do throws(ModuleError) { made = try TestLine(of: host, clock: clock, trace: trace) } catch {
            throw LuaError(.memory, "\(error)")
        }
        line = made
        return made.send(command, isOver: isOver)
    }
}

/// What the product tables say about the built-in Objects, for tests run on products by name.
///
/// They apply to the files embedded in the program; a file with another text is the user's own and has what it defines.
///
/// - Source: UBX-18068860 R09 §2.1, tables 1 to 4.
package struct ProductTables: Hashable, Sendable {
    /// The number of the operator profile; nil for what a product has under any profile.
    package var profile: Int?

    package init(profile: Int? = nil) { self.profile = profile }

    /// What a product has of an Object.
    enum Offer: Hashable {
        /// Everything that the file defines.
        case all
        case only(Set<ResourceID>)
        /// The product does not have the Object with this id.
        case none(ObjectID)
    }

    /// What the product with this name has of the Object in a file.
    func offer(_ fileName: String, _ text: [UInt8], on productName: String) -> Offer {
        guard let product = Product.named(productName),
            let known = BuiltInObject.all.first(where: { $0.fileName == fileName }),
            text == EmbeddedFiles.bytes(of: "objects/" + fileName)
        else { return .all }
        let objects = profile.map { product.objects(under: $0) } ?? product.objects
        guard let object = objects.first(where: { $0.id == known.id }) else { return .none(known.id) }
        return .only(Set(object.resources.map(\.id)))
    }

    /// The built-in Object that a test file tests, `object_device.lua` for `object_device_test.lua`; nil if none.
    static func tested(by testFile: String) -> String? {
        BuiltInObject.all.first { $0.name + "_test.lua" == testFile }?.fileName
    }
}
