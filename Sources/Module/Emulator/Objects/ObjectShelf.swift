import FileSystem
import Lua
import LwM2M
package import ObjectHost
import Products
import Storage

/// The Objects of a module: the files they come from, and the host that serves them.
///
/// Each source that has an Object is served by `host`, and `host` serves nothing else. The host lives from one start of
/// the client to the next; an empty one stands in for it while the client is not running.
package final class ObjectShelf {
    /// Serves the Objects; replaced at each start of the client.
    package private(set) var host: ObjectHost { didSet { front = Self.front(of: host, configuration) } }
    /// The same for external requests, which a trace records.
    private(set) var front: any DataModel
    /// The files in the order in which they were loaded.
    package internal(set) var sources: [ObjectSource] = []
    /// Paths of files that were added while the module was running; a restart loads them again.
    private var addedPaths: [String] = []
    /// The operator profile last reported to the scripts; -1 if none has been.
    private(set) var profile = -1
    private(set) var bindings: ScriptBindings
    /// The image that the host began from, until the next start of the client.
    var image: LoadedImage?
    let configuration: ModuleConfiguration
    let clock: ModuleClock
    let database: ModuleDatabase

    /// Receives what the scripts do.
    var onScriptEvent: (HostEvent) -> Void = { _ in } { didSet { connectHost() } }
    /// Receives what changed in the Objects.
    var onChange: (DataModelChange) -> Void = { _ in } { didSet { connectHost() } }
    /// Receives the results of loading files when the client starts, and descriptions of faults.
    var onEvent: (ModuleEvent) -> Void = { _ in }

    /// A shelf for the Objects of a host, which has none yet.
    init(_ host: ObjectHost, _ configuration: ModuleConfiguration, clock: ModuleClock, database: ModuleDatabase) {
        self.configuration = configuration
        self.clock = clock
        self.database = database
        bindings = configuration.product.bindings
        self.host = host
        front = Self.front(of: host, configuration)
        connectHost()
    }

    private static func front(of host: ObjectHost, _ configuration: ModuleConfiguration) -> any DataModel {
        configuration.trace.map { TracedModel(host, $0) } ?? host
    }

    // MARK: - Host

    /// A host without Objects.
    ///
    /// - throws: if the limits are too small for any script.
    static func makeHost(
        _ configuration: ModuleConfiguration, _ clock: ModuleClock
    ) throws(ObjectHostError) -> ObjectHost {
        guard configuration.canShareScripts,
            let image = configuration.shared?.empty(make: {
                let observed = ObservedClock(clock)
                return (try? makePlainHost(configuration, observed)).flatMap { HostImage(of: $0, clock: observed) }
            })
        else { return try makePlainHost(configuration, clock) }
        return try ObjectHost(from: image, clock: clock, seed: configuration.limits.seed)
    }

    /// The same, made from nothing.
    static func makePlainHost(
        _ configuration: ModuleConfiguration, _ clock: any HostClock
    ) throws(ObjectHostError) -> ObjectHost {
        let host = try ObjectHost(
            bindings: configuration.product.bindings, clock: clock, limits: configuration.limits,
            shared: configuration.shared?.objects)
        do throws(LuaError) { try configuration.prepareScripts?(host.lua) } catch {
            throw ObjectHostError(.setup, file: "the scripts' host", "\(error)", cause: error)
        }
        host.undoesRefusals = configuration.undoesRefusals
        try configuration.trace?.attach(host)
        return host
    }

    private func connectHost() {
        host.bindings = bindings
        host.onEvent = onScriptEvent
        host.onChange = onChange
    }

    /// Updates what the scripts see of the module.
    ///
    /// - Parameter profile: the number of the operator profile.
    func bind(_ bindings: ScriptBindings, profile: Int) {
        self.bindings = bindings
        self.profile = profile
        host.bindings = bindings
    }

    /// Serves the Objects of another host from now on, as they are: for a test that created and loaded them itself. The
    /// host keeps its bindings, and existing receivers of its events still receive them first. A reset ends it.
    package func serve(_ other: ObjectHost) {
        database.copyChangedInstances(of: host)
        let (onEvent, onChange) = (other.onEvent, other.onChange)
        host.onEvent = nil
        host.onChange = nil
        host = other
        host.onEvent = { [weak self] event in
            onEvent?(event)
            self?.onScriptEvent(event)
        }
        host.onChange = { [weak self] change in
            onChange?(change)
            self?.onChange(change)
        }
    }

    // MARK: - Start and end

    /// Serves the Objects of a host that began from an image.
    func serve(_ host: ObjectHost, of image: LoadedImage) {
        self.host = host
        self.image = image
        sources = image.sources
        connectHost()
    }

    /// Loads all Objects, with their instances if there is a database.
    ///
    /// - Returns: what could not be loaded, if the client does not start without it.
    func loadAll() -> LoadReport? {
        sources = choice.sources(added: addedPaths)
        if beginFromImage() { return nil }
        do throws(ObjectHostError) { host = try Self.makeHost(configuration, clock) } catch {
            let reason = "\(ModuleError.host(error))"
            return LoadReport(fileName: "the scripts' host", result: .failed(reason: reason, keepsOld: false))
        }
        connectHost()
        for index in sources.indices {
            sources[index].object = nil
            let report = loadWithInstances(at: index)
            guard report.isFailure else { continue }
            if sources[index].isRequired { return report }
            onEvent(.load(report))
        }
        database.copies.forgetChanges()
        host.refreshAccessControl()
        return nil
    }

    /// Removes all Objects.
    func unloadAll() {
        for index in sources.indices { sources[index].object = nil }
        database.copies.forgetChanges()
        guard let empty = try? Self.makeHost(configuration, clock) else { return }
        host = empty
        connectHost()
    }

    private var choice: ObjectChoice {
        ObjectChoice(configuration: configuration, profile: profile, database: database) { [unowned self] text in
            onEvent(.log(text))
        }
    }

    /// Loads a file that is not served yet, and restores the stored instances of its Object.
    private func loadWithInstances(at index: Int) -> LoadReport {
        let source = sources[index]
        sources[index].stamp = diskPath(of: source).flatMap(Files.status)
        do {
            var text = try source.text(in: configuration.flash)
            if let shared = configuration.shared { text = shared.objects.text(text, of: source.fileName) }
            let id = try host.load(
                text, fileName: source.fileName, offering: source.offered, unshown: source.unshown
            ).id
            sources[index].text = text
            sources[index].object = id
            reportNameOfBuiltIn(source, id)
            database.restoreInstances(of: id, in: host)
            return LoadReport(fileName: source.fileName, result: .loaded(id))
        } catch {
            return LoadReport(
                fileName: source.fileName, result: .failed(reason: Self.reason(of: error), keepsOld: false))
        }
    }

    /// Reports a file that replaces the built-in Object of the same name although it defines a different Object.
    private func reportNameOfBuiltIn(_ source: ObjectSource, _ id: ObjectID) {
        guard let known = Self.otherBuiltIn(named: source, id) else { return }
        onEvent(
            .log(
                "\(source.fileName): the name is that of the built-in Object \(known.id), and the file is Object \(id), so "
                    + "that Object \(known.id) is not served: give the file, its table and its registration another name"
            ))
    }

    /// The built-in Object whose name a file has although it defines another one.
    static func otherBuiltIn(named source: ObjectSource, _ id: ObjectID) -> BuiltInObject? {
        guard source.place != .builtIn else { return nil }
        return BuiltInObject.all.first { $0.fileName == source.fileName && $0.id != id }
    }

    private static func reason(of error: any Error) -> String { (error as? ObjectHostError)?.report ?? "\(error)" }

    // MARK: - One more, one less

    /// Loads one more file, or reloads an existing one; a restart loads it again too.
    package func load(file path: String) -> LoadReport {
        if let why = configuration.product.whyNoLua {
            return LoadReport(
                fileName: Paths.name(of: path), result: .failed(reason: "\(path): \(why)", keepsOld: false))
        }
        if let known = sources.firstIndex(where: { $0.path == path || ($0.path != nil && $0.fileName == path) }) {
            return reload(at: known)
        }
        let report = append(ObjectSource(.file(path), Paths.name(of: path)))
        if report.isFailure { sources.removeLast() } else { addedPaths.append(path) }
        return report
    }

    /// `+ULWM2MADD`: serves an Object of the flash that has no instances.
    ///
    /// - throws: 4.00 if it cannot be loaded.
    func add(_ name: String, _ text: [UInt8]) throws(LwM2MError) -> ObjectID {
        do throws(ObjectHostError) {
            let id = try host.load(text, fileName: name).id
            var source = ObjectSource(.flash, name)
            source.object = id
            source.text = text
            sources.removeAll { $0.fileName == name && $0.place == .flash }
            sources.append(source)
            return id
        } catch {
            throw LwM2MError(.badRequest, error.report)
        }
    }

    /// `+ULWM2MREMOVE`: removes an Object and its instances from memory; its file stays.
    ///
    /// - throws: 4.04 for an Object that does not exist.
    func remove(_ id: ObjectID) throws(LwM2MError) {
        guard host.remove(id) else { throw LwM2MError(.notFound, "Object \(id) is not loaded") }
        for index in sources.indices where sources[index].object == id { sources[index].object = nil }
    }

    private func append(_ source: ObjectSource) -> LoadReport {
        sources.append(source)
        return loadWithInstances(at: sources.count - 1)
    }

    // MARK: - Again

    /// Reads the folder and all files again.
    package func reload() -> [LoadReport] {
        var reports = removeLost()
        for index in sources.indices { reports.append(reload(at: index)) }
        return reports + loadNew()
    }

    /// Serves the current text of a file; if it cannot be loaded, the old one stays.
    ///
    /// The instances stay if the Object still has the same Resources.
    ///
    /// - Parameter always: whether an unchanged text is loaded again.
    package func reload(at index: Int, always: Bool = true) -> LoadReport {
        let source = sources[index]
        guard let old = source.object, let object = host.objects[old] else { return loadWithInstances(at: index) }
        sources[index].stamp = diskPath(of: source).flatMap(Files.status)
        let text: [UInt8]
        do { text = try source.text(in: configuration.flash) } catch { return failure(error, source) }
        guard always || text != source.text else {
            return LoadReport(fileName: source.fileName, result: .unchanged(old))
        }
        database.copies.recordChange(DataModelChange(.executed, Path(old), by: .host))
        database.copyChangedInstances(of: host)
        do {
            try host.snapshot()
            host.remove(old, keepsEntries: true)
            let id = try host.load(
                text, fileName: source.fileName, offering: source.offered, unshown: source.unshown
            ).id
            sources[index].text = text
            sources[index].object = id
            let why = host.objects[id].flatMap { ObjectShape.difference(object.definition, $0.definition) }
            if why == nil {
                try database.copies.restoreInstances(of: id, in: host)
            } else {
                database.copies.dropInstances(of: old)
            }
            if id != old { host.removeEntries(of: old) }
            host.refreshAccessControl()
            database.copies.recordChange(DataModelChange(.executed, Path(id), by: .host))
            return LoadReport(fileName: source.fileName, result: .reloaded(id, instancesDropped: why))
        } catch {
            try? host.restore()
            sources[index].text = source.text
            sources[index].object = old
            return failure(error, source)
        }
    }

    private func failure(_ error: any Error, _ source: ObjectSource) -> LoadReport {
        LoadReport(fileName: source.fileName, result: .failed(reason: Self.reason(of: error), keepsOld: true))
    }

    /// Removes the Objects whose files are gone.
    package func removeLost() -> [LoadReport] {
        var reports: [LoadReport] = []
        for index in sources.indices.reversed() {
            guard let path = sources[index].path, (try? Files.exists(path)) == false else { continue }
            addedPaths.removeAll { $0 == path }
            reports.append(removeSource(at: index))
        }
        return reports.reversed()
    }

    private func removeSource(at index: Int) -> LoadReport {
        database.copyChangedInstances(of: host)
        let source = sources.remove(at: index)
        if let id = source.object { host.remove(id) }
        return LoadReport(fileName: source.fileName, result: .removed)
    }

    /// Loads new files in the folder.
    package func loadNew() -> [LoadReport] {
        guard configuration.product.supportsLua, let folder = configuration.folder,
            let found = try? ObjectSource.inFolder(folder)
        else { return [] }
        var reports: [LoadReport] = []
        for source in found where !sources.contains(where: { $0.path == source.path }) {
            reports.append(append(source))
        }
        return reports
    }

    /// Serves what the flash holds now as if the client had just started: new files, those that replace a built-in
    /// Object, and built-in Objects whose replacement file is gone.
    package func loadFlash() -> [LoadReport] {
        var reports: [LoadReport] = []
        let wanted = choice.sources(added: addedPaths)
        for index in sources.indices.reversed() where sources[index].place == .flash {
            let name = sources[index].fileName
            if !wanted.contains(where: { $0.fileName == name }) { reports.append(removeSource(at: index)) }
        }
        for source in wanted where source.path == nil {
            if let index = sources.firstIndex(where: { $0.fileName == source.fileName }) {
                guard sources[index].place != source.place else { continue }
                (sources[index].place, sources[index].offered) = (source.place, source.offered)
                reports.append(reload(at: index))
            } else {
                reports.append(append(source))
            }
        }
        return reports
    }

    // MARK: - Files

    /// The path of a file on this machine; nil if it is inside the program.
    package func diskPath(of source: ObjectSource) -> String? { source.diskPath(in: configuration.flash) }

    /// The paths on this machine of the Object files in the flash, served or not.
    package var filesInFlash: [String] {
        guard configuration.product.supportsLua, let listing = try? configuration.flash?.list(.objects) else {
            return []
        }
        return listing.files.map { ObjectSource(.flash, $0.name) }.filter { ObjectSource.isLoaded($0.fileName) }
            .compactMap(diskPath)
    }
}

extension ObjectHostError {
    /// The error with the calls that led to it, if any of them belong to the script.
    fileprivate var report: String {
        let calls = cause?.traceback ?? ""
        return calls.split(separator: "\n").contains { $0.hasPrefix("\t\(file):") }
            ? description + "\n" + calls : description
    }
}
