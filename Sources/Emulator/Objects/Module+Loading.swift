import FileSystem
import Lua
import LwM2M
import Modem
public import ObjectHost

/// The Objects come and go with the client.
extension Module {
    static func makeHost(
        _ configuration: ModuleConfiguration, _ clock: ModuleClock
    ) throws(ModuleError) -> ObjectHost {
        do throws(ObjectHostError) {
            return try ObjectHost(
                bindings: configuration.product.bindings, clock: clock, limits: configuration.limits)
        } catch {
            throw .host(error)
        }
    }

    func connectHost() {
        host.bindings = bindings
        host.onEvent = { [unowned self] event in hear(event) }
        host.onChange = { [unowned self] change in hear(change) }
    }

    /// Serves the Objects of another host from now on, as they are: for a test that made and loaded them itself. The
    /// host keeps its bindings, and whoever heard its events hears them first. A reset ends it.
    public func serve(_ other: ObjectHost) {
        let (onEvent, onChange) = (other.onEvent, other.onChange)
        host.onEvent = nil
        host.onChange = nil
        host = other
        host.onEvent = { [weak self] event in
            onEvent?(event)
            self?.hear(event)
        }
        host.onChange = { [weak self] change in
            onChange?(change)
            self?.hear(change)
        }
    }

    private func hear(_ event: HostEvent) {
        switch event {
        case .urc(let text): emit(.notify(text))
        case .pulse(let pin): emit(.pulse(pin: pin))
        case .print(let text, let file, let line): emit(.print(text: text, file: file, line: line))
        case .log(let text): emit(.log(text))
        case .reboot: pendingRestart = .script
        case .factoryReset:
            cycle.restoreFactoryProfile()
            keepCycle()
            emit(.factoryReset)
        }
    }

    private func hear(_ change: DataModelChange) {
        keeping.note(change)
        // While the Objects are being made ready nobody has seen them yet.
        guard isRunning else { return }
        noteUpdate(change)
        emit(.changed(change))
        dataModel.onChange?(change)
    }

    // MARK: - Start and end

    /// Loads all Objects, with their instances where there is a database.
    func loadObjects() {
        sources = sourcesNow()
        var skipped: Set<Int> = []
        while true {
            heldEvents = []
            let end = tryLoading(skipping: &skipped)
            let events = heldEvents ?? []
            heldEvents = nil
            for event in events { emit(event) }
            switch end {
            case .loaded: return
            case .again: continue
            case .failed(let file, let report):
                emit(.load(report))
                return apply(cycle.loadFailed(file: file))
            }
        }
    }

    private enum LoadingEnd {
        case loaded
        /// A script hung, and its host with it.
        case again
        case failed(file: String, LoadReport)
    }

    private func tryLoading(skipping skipped: inout Set<Int>) -> LoadingEnd {
        do throws(ModuleError) { host = try Self.makeHost(configuration, clock) } catch {
            return .failed(
                file: "the scripts' host",
                LoadReport(fileName: "the scripts' host", result: .failed(reason: "\(error)", keepsOld: false)))
        }
        connectHost()
        for index in sources.indices {
            sources[index].object = nil
            guard !skipped.contains(index) else { continue }
            let report = loadSource(at: index)
            if let id = sources[index].object { giveBack(id) }
            guard report.isFailure || host.isDead else { continue }
            if sources[index].isRequired { return .failed(file: sources[index].fileName, report) }
            skipped.insert(index)
            heldEvents?.append(.load(report))
            if host.isDead { return .again }
        }
        keeping.forgetChanges()
        host.refreshAccessControl()
        return .loaded
    }

    /// Loads a file that is not served yet.
    func loadSource(at index: Int) -> LoadReport {
        let source = sources[index]
        sources[index].stamp = diskPath(of: source).flatMap(Files.status)
        do {
            let text = try self.text(of: source)
            let id = try host.load(
                text, fileName: source.fileName, offering: source.offered, unshown: source.unshown
            ).id
            sources[index].text = text
            sources[index].object = id
            return LoadReport(fileName: source.fileName, result: .loaded(id))
        } catch {
            return LoadReport(
                fileName: source.fileName, result: .failed(reason: Self.reason(of: error), keepsOld: false))
        }
    }

    static func reason(of error: any Error) -> String { (error as? ObjectHostError)?.report ?? "\(error)" }

    func text(of source: ObjectSource) throws -> [UInt8] {
        switch source.place {
        case .builtIn: ObjectSource.builtIn(source.fileName) ?? []
        case .flash: try flash?.read(source.fileName, .objects) ?? []
        case .file(let path): try Files.read(path, limit: ObjectSource.limit)
        }
    }

    /// Gives an Object that was just loaded its instances.
    func giveBack(_ id: ObjectID) {
        do {
            try keeping.current.restore(id, in: host)
        } catch {
            keeping.current.drop(id)
            keeping.unsaved.insert(.object(id))
            emit(.log("the instances of /\(id) could not be given back: \(error)"))
        }
    }

    func unloadObjects() {
        endUpdate()
        for index in sources.indices { sources[index].object = nil }
        keeping.forgetChanges()
        guard let empty = try? Self.makeHost(configuration, clock) else { return }
        host = empty
        connectHost()
    }
}

extension ObjectHostError {
    /// The error with the calls that led to it, where there are any of the script's.
    var report: String {
        let calls = cause?.traceback ?? ""
        return calls.split(separator: "\n").contains { $0.hasPrefix("\t\(file):") }
            ? description + "\n" + calls : description
    }
}
