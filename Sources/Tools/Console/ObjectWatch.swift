package import Emulator
import FileSystem

/// Serves the files of a module, inside or outside its flash, when they are saved.
package final class ObjectWatch {
    private let module: Module
    private var watch = FileWatch()

    /// How often to poll, in milliseconds.
    package static let interval = FileWatch.interval

    package init(_ module: Module) { self.module = module }

    /// Checks all files; returns the results for those that were saved.
    package func poll() -> [LoadReport] {
        guard module.isRunning else { return [] }
        let served = Dictionary(
            module.objects.sources.compactMap { source in module.objects.diskPath(of: source).map { ($0, source.stamp) }
            },
            uniquingKeysWith: { $1 })
        let inFlash = Set(module.objects.filesInFlash)
        let others = inFlash.union(namesInFolder).filter { !served.keys.contains($0) }
        watch.watch(served.merging(others.map { ($0, nil) }, uniquingKeysWith: { status, _ in status }))
        let (saved, gone) = watch.takeChanges()
        var reports: [LoadReport] = []
        for index in module.objects.sources.indices {
            guard let path = module.objects.diskPath(of: module.objects.sources[index]), saved.contains(path) else {
                continue
            }
            let report = module.objects.reload(at: index, always: false)
            if case .unchanged = report.result { continue }
            reports.append(report)
        }
        if !gone.isEmpty { reports += module.objects.removeLost() + module.objects.loadFlash() }
        let new = saved.intersection(others)
        if !new.isDisjoint(with: inFlash) { reports += module.objects.loadFlash() }
        if !new.isSubset(of: inFlash) { reports += module.objects.loadNew() }
        return reports
    }

    /// The Object files in the folder being served.
    private var namesInFolder: [String] {
        guard let folder = module.folder, let names = try? ObjectSource.names(in: folder) else { return [] }
        return names.map { Paths.join(folder, $0) }
    }
}
