import FileSystem
import Lua
public import LwM2M
import ObjectHost
import Products
import Storage

/// Files outside of the module that are loaded, and loaded again, while the client runs.
extension Module {
    /// Loads one more file, or an older one again; a restart loads it again too.
    public func load(file path: String) -> LoadReport {
        if let why = product.whyNoLua {
            return LoadReport(
                fileName: Paths.name(of: path), result: .failed(reason: "\(path): \(why)", keepsOld: false))
        }
        if let known = sources.firstIndex(where: { $0.path == path || ($0.path != nil && $0.fileName == path) }) {
            return reload(at: known)
        }
        sources.append(ObjectSource(.file(path), Paths.name(of: path)))
        let report = loadSource(at: sources.count - 1)
        if let id = sources[sources.count - 1].object {
            giveBack(id)
            addedFiles.append(path)
        } else {
            sources.removeLast()
        }
        return report
    }

    /// Reads the folder and all files again.
    public func reload() -> [LoadReport] {
        var reports = removeLost()
        for index in sources.indices { reports.append(reload(at: index)) }
        return reports + loadNew()
    }

    /// Serves the text that a file has now; where it cannot be loaded the old one stays.
    ///
    /// The instances stay where the Object has the Resources that it had.
    ///
    /// - Parameter always: whether a text that is the same is loaded again.
    public func reload(at index: Int, always: Bool = true) -> LoadReport {
        let source = sources[index]
        guard let old = source.object, let object = host.objects[old] else { return loadLate(at: index) }
        sources[index].stamp = diskPath(of: source).flatMap(Files.status)
        let text: [UInt8]
        do { text = try self.text(of: source) } catch { return failure(error, source) }
        guard always || text != source.text else {
            return LoadReport(fileName: source.fileName, result: .unchanged(old))
        }
        look()
        keeping.note(DataModelChange(.executed, Path(old), by: .host))
        look()
        do {
            try host.snapshot()
            host.remove(old, keepsEntries: true)
            let id = try host.load(
                text, fileName: source.fileName, offering: source.offered, unshown: source.unshown
            ).id
            sources[index].text = text
            sources[index].object = id
            let why = host.objects[id].flatMap { Shape.difference(object.definition, $0.definition) }
            if why == nil { try keeping.current.restore(id, in: host) } else { keeping.current.drop(old) }
            if id != old { host.removeEntries(of: old) }
            host.refreshAccessControl()
            keeping.note(DataModelChange(.executed, Path(id), by: .host))
            return LoadReport(fileName: source.fileName, result: .reloaded(id, instancesDropped: why))
        } catch {
            try? host.restore()
            sources[index].text = source.text
            sources[index].object = old
            return failure(error, source)
        }
    }

    private func loadLate(at index: Int) -> LoadReport {
        let report = loadSource(at: index)
        if let id = sources[index].object { giveBack(id) }
        return report
    }

    /// Takes the Objects away whose files are gone.
    public func removeLost() -> [LoadReport] {
        var reports: [LoadReport] = []
        for index in sources.indices.reversed() {
            guard let path = sources[index].path, Files.status(path) == nil else { continue }
            let source = sources.remove(at: index)
            addedFiles.removeAll { $0 == path }
            if let id = source.object { host.remove(id) }
            reports.append(LoadReport(fileName: source.fileName, result: .removed))
        }
        return reports.reversed()
    }

    /// Loads the files that are new in the folder.
    public func loadNew() -> [LoadReport] {
        guard product.supportsLua, let folder = configuration.folder, let found = try? ObjectSource.folder(folder)
        else { return [] }
        var reports: [LoadReport] = []
        for source in found where !sources.contains(where: { $0.path == source.path }) {
            sources.append(source)
            reports.append(loadLate(at: sources.count - 1))
        }
        return reports
    }

    /// Where a file lies on this machine; nil for one inside the program.
    public func diskPath(of source: ObjectSource) -> String? {
        switch source.place {
        case .builtIn: nil
        case .flash: (flash?.path).map { Paths.join(Paths.join($0, FlashTag.objects.name), source.fileName) }
        case .file(let path): path
        }
    }

    /// The files of Objects in the flash as they lie on this machine, served or not.
    public var filesInFlash: [String] {
        guard product.supportsLua, let listing = try? flash?.list(.objects) else { return [] }
        return listing.files.map { ObjectSource(.flash, $0.name) }.filter { ObjectSource.isLoaded($0.fileName) }
            .compactMap(diskPath)
    }

    /// Serves what the flash holds now as if the client had just started: new files, those that take the place of a
    /// built-in Object, and built-in Objects whose file is gone.
    public func takeFlash() -> [LoadReport] {
        var reports: [LoadReport] = []
        let wanted = sourcesNow()
        for index in sources.indices.reversed() where sources[index].place == .flash {
            let source = sources[index]
            guard !wanted.contains(where: { $0.fileName == source.fileName }) else { continue }
            sources.remove(at: index)
            if let id = source.object { host.remove(id) }
            reports.append(LoadReport(fileName: source.fileName, result: .removed))
        }
        for source in wanted where source.path == nil {
            if let index = sources.firstIndex(where: { $0.fileName == source.fileName }) {
                guard sources[index].place != source.place else { continue }
                (sources[index].place, sources[index].offered) = (source.place, source.offered)
                reports.append(reload(at: index))
            } else {
                sources.append(source)
                reports.append(loadLate(at: sources.count - 1))
            }
        }
        return reports
    }

    private func failure(_ error: any Error, _ source: ObjectSource) -> LoadReport {
        LoadReport(
            fileName: source.fileName,
            result: .failed(reason: Self.reason(of: error), keepsOld: true))
    }
}

/// Objects that come and go while the client runs.
extension Module {
    /// `+ULWM2MADD`: loads an Object from a file of the flash; it has no instances.
    ///
    /// - throws: 5.03 where the client does not run; 4.05 where the product takes no Objects; 4.04 where there is no such
    ///   file; 4.00 where it cannot be loaded, which will stop the next start too, as long as the file is there.
    @discardableResult
    public func addObject(file name: String) throws(LwM2MError) -> ObjectID {
        guard isRunning else { throw LwM2MError(.serviceUnavailable, whyNotRunning) }
        if let why = product.whyNoLua { throw LwM2MError(.methodNotAllowed, why) }
        let text: [UInt8]
        do throws(FlashError) { text = try read(name, .objects) } catch {
            throw LwM2MError(.notFound, error.description)
        }
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

    /// `+ULWM2MREMOVE`: takes an Object and its instances out of the memory; its file stays.
    ///
    /// - throws: 5.03 where the client does not run, 4.04 for an Object that is not there.
    public func removeObject(_ id: ObjectID) throws(LwM2MError) {
        guard isRunning else { throw LwM2MError(.serviceUnavailable, whyNotRunning) }
        guard host.remove(id) else { throw LwM2MError(.notFound, "Object \(id) is not loaded") }
        for index in sources.indices where sources[index].object == id { sources[index].object = nil }
    }
}
