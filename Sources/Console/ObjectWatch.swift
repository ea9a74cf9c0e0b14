public import Emulator
import FileSystem

/// Serves the files of a module, in its flash or outside of it, as they are saved.
public final class ObjectWatch {
    private let module: Module
    private var watch = FileWatch()

    /// How often to poll, in milliseconds.
    public static let interval = FileWatch.interval

    public init(_ module: Module) { self.module = module }

    /// Looks at all files; answers what became of those that were saved.
    public func poll() -> [LoadReport] {
        guard module.isRunning else { return [] }
        let served = Dictionary(
            module.sources.compactMap { source in module.diskPath(of: source).map { ($0, source.stamp) } },
            uniquingKeysWith: { $1 })
        let inFlash = Set(module.filesInFlash)
        let others = inFlash.union(namesInFolder).filter { !served.keys.contains($0) }
        watch.watch(served.merging(others.map { ($0, nil) }, uniquingKeysWith: { status, _ in status }))
        let (saved, gone) = watch.look()
        var reports: [LoadReport] = []
        for index in module.sources.indices {
            guard let path = module.diskPath(of: module.sources[index]), saved.contains(path) else { continue }
            let report = module.reload(at: index, always: false)
            if case .unchanged = report.result { continue }
            reports.append(report)
        }
        if !gone.isEmpty { reports += module.removeLost() + module.takeFlash() }
        let new = saved.intersection(others)
        if !new.isDisjoint(with: inFlash) { reports += module.takeFlash() }
        if !new.isSubset(of: inFlash) { reports += module.loadNew() }
        return reports
    }

    /// The files of Objects in the folder that is served.
    private var namesInFolder: [String] {
        guard let folder = module.folder, let names = try? ObjectSource.names(in: folder) else { return [] }
        return names.map { Paths.join(folder, $0) }
    }
}
