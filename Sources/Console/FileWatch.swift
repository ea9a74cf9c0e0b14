public import Emulator
import FileSystem

/// Serves the files of a module that lie outside of it as they are saved.
///
/// A file counts as saved when it looks the same in two polls, so that none is read half written.
public final class FileWatch {
    private let module: Module
    /// What changed files looked like in the last poll.
    private var candidates: [String: FileStatus] = [:]
    /// For how many polls a file has been gone.
    private var missing: [String: Int] = [:]

    /// How often to poll, milliseconds.
    public static let interval: Int32 = 100
    // Editors that write a new file and rename it leave none for a moment.
    private static let patience = 8

    public init(_ module: Module) { self.module = module }

    /// Looks at all files; answers what became of those that were saved.
    public func poll() -> [LoadReport] {
        guard module.isRunning else { return [] }
        var reports: [LoadReport] = []
        var isLost = false
        for index in module.sources.indices {
            guard let path = module.sources[index].path else { continue }
            guard let status = Files.status(path) else {
                missing[path, default: 0] += 1
                isLost = isLost || missing[path] == Self.patience
                continue
            }
            missing[path] = nil
            guard status != module.sources[index].stamp else {
                candidates[path] = nil
                continue
            }
            guard candidates[path] == status else {
                candidates[path] = status
                continue
            }
            candidates[path] = nil
            let report = module.reload(at: index, always: false)
            if case .unchanged = report.result { continue }
            reports.append(report)
        }
        if isLost { reports += module.removeLost() }
        return reports + appeared()
    }

    private func appeared() -> [LoadReport] {
        guard let folder = module.folder, let names = try? Files.list(folder) else { return [] }
        let known = Set(module.sources.compactMap(\.path))
        var isStable = false
        for name in names where ObjectSource.isObject(name) {
            let path = Paths.join(folder, name)
            guard !known.contains(path), let status = Files.status(path) else { continue }
            if candidates[path] == status { isStable = true } else { candidates[path] = status }
        }
        return isStable ? module.loadNew() : []
    }
}
