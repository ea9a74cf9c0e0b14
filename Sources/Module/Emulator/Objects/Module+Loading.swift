import FileSystem
import Lua
import LwM2M
public import ObjectHost
import Products
import Storage

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
        heldEvents = []
        let failed = tryLoading()
        let events = heldEvents ?? []
        heldEvents = nil
        for event in events { emit(event) }
        guard let failed else { return }
        emit(.load(failed))
        apply(cycle.loadFailed(file: failed.fileName))
    }

    /// Loads what can be loaded; answers what failed where the module does not start without it.
    private func tryLoading() -> LoadReport? {
        do throws(ModuleError) { host = try Self.makeHost(configuration, clock) } catch {
            return LoadReport(fileName: "the scripts' host", result: .failed(reason: "\(error)", keepsOld: false))
        }
        connectHost()
        for index in sources.indices {
            sources[index].object = nil
            let report = loadSource(at: index)
            if let id = sources[index].object { giveBack(id) }
            guard report.isFailure else { continue }
            if sources[index].isRequired { return report }
            heldEvents?.append(.load(report))
        }
        keeping.forgetChanges()
        host.refreshAccessControl()
        return nil
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
            noteNameOfBuiltIn(source, id)
            return LoadReport(fileName: source.fileName, result: .loaded(id))
        } catch {
            return LoadReport(
                fileName: source.fileName, result: .failed(reason: Self.reason(of: error), keepsOld: false))
        }
    }

    /// Says that a file keeps a built-in Object of its name away although it is another Object.
    private func noteNameOfBuiltIn(_ source: ObjectSource, _ id: ObjectID) {
        guard source.place != .builtIn, let known = BuiltInObject.all.first(where: { $0.fileName == source.fileName }),
            known.id != id
        else { return }
        emit(
            .log(
                "\(source.fileName): the name is that of the built-in Object \(known.id), and the file is Object \(id), so "
                    + "that Object \(known.id) is not served: give the file, its table and its registration another name"
            ))
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
