import FileSystem
import LwM2M
import ObjectHost

extension ConsoleDevice {
    /// Loads one more file, or an older one again.
    public func load(file path: String) -> [LoadReport] {
        let known = sources.firstIndex { $0.path == path || ($0.path != nil && $0.fileName == path) }
        if let known { return [refresh(at: known, always: true)] }
        sources.append(ObjectSource(path: path, fileName: Paths.name(of: path), isSingle: true))
        let report = loadSource(at: sources.count - 1)
        if report.isFailure { sources.removeLast() }
        return [report]
    }

    /// Reads the folder and all files again.
    public func reload() -> [LoadReport] {
        var reports = removeLost()
        for index in sources.indices { reports.append(refresh(at: index, always: true)) }
        return reports + loadNew()
    }

    /// Loads a file that is not served yet.
    func loadSource(at index: Int) -> LoadReport {
        let fileName = sources[index].fileName
        sources[index].stamp = sources[index].path.flatMap(Files.status)
        do {
            let text = try sources[index].read()
            let id = try host.load(text, fileName: fileName, offering: sources[index].offered).id
            sources[index].text = text
            sources[index].object = id
            giveBack(id)
            settle()
            return LoadReport(fileName: fileName, result: .loaded(id))
        } catch {
            settle()
            return failure(error, fileName, keepsOld: false)
        }
    }

    /// Serves the text that a file has now; where it cannot be loaded the old one stays.
    ///
    /// - Parameter always: whether a text that is the same is loaded again.
    func refresh(at index: Int, always: Bool) -> LoadReport {
        let source = sources[index]
        guard let old = source.object, let object = host.objects[old] else { return loadSource(at: index) }
        sources[index].stamp = source.path.flatMap(Files.status)
        let text: [UInt8]
        do throws(FileSystemError) {
            text = try source.read()
        } catch {
            return failure(error, source.fileName, keepsOld: true)
        }
        guard always || text != source.text else {
            return LoadReport(fileName: source.fileName, result: .unchanged(old))
        }
        save(old)
        let rights = host.accessControl
        do {
            try host.snapshot()
            host.remove(old)
            let id = try host.load(text, fileName: source.fileName, offering: source.offered).id
            sources[index].text = text
            sources[index].object = id
            let why = host.objects[id].flatMap { Shape.difference(object.definition, $0.definition) }
            if why == nil {
                host.accessControl = rights
                try saved.restore(id, in: host)
            } else {
                forget(old)
            }
            save(id)
            settle()
            return LoadReport(fileName: source.fileName, result: .reloaded(id, instancesDropped: why))
        } catch {
            if !host.isDead { try? host.restore() }
            sources[index].text = source.text
            sources[index].object = old
            settle()
            return failure(error, source.fileName, keepsOld: true)
        }
    }

    /// Takes the Objects away whose files are gone.
    func removeLost() -> [LoadReport] {
        var reports: [LoadReport] = []
        for index in sources.indices.reversed() {
            guard let path = sources[index].path, Files.status(path) == nil else { continue }
            let source = sources.remove(at: index)
            if let id = source.object {
                host.remove(id)
                forget(id)
            }
            reports.append(LoadReport(fileName: source.fileName, result: .removed))
        }
        return reports.reversed()
    }

    /// Loads the files that are new in the folder.
    func loadNew() -> [LoadReport] {
        guard let folder = settings.folder, let found = try? ObjectSource.folder(folder) else { return [] }
        var reports: [LoadReport] = []
        for source in found where !sources.contains(where: { $0.path == source.path }) {
            sources.append(source)
            reports.append(loadSource(at: sources.count - 1))
        }
        return reports
    }

    private func failure(_ error: any Error, _ fileName: String, keepsOld: Bool) -> LoadReport {
        let reason = (error as? ObjectHostError)?.report ?? "\(error)"
        return LoadReport(fileName: fileName, result: .failed(reason: reason, keepsOld: keepsOld))
    }
}
