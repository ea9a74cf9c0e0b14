import FileSystem
import Lua
import LwM2M
import ObjectHost
import Storage

/// Checks the Lua files that are stored on a module together.
struct LuaSetCheck {
    let checker: ObjectChecker
    let files: [CheckedFile]

    /// Whether a file of a folder is known not to be an Object: a test, or a module that the client provides.
    ///
    /// The folder of the tag XLWM2M contains no tests: the module loads every file.
    static func isPassedOver(_ file: CheckedFile) -> Bool {
        guard !file.set.isEmpty else { return false }
        let name = Paths.name(of: file.path)
        if KnownNames.modules.contains(Paths.stem(of: name)) { return true }
        return !isInFlash(file) && ObjectText.isNameOfTest(name) && !ObjectText(file.content).isObject
    }

    /// Whether a file is in the folder whose files the module loads whatever their names.
    private static func isInFlash(_ file: CheckedFile) -> Bool { Paths.name(of: file.set) == FlashTag.objects.name }

    func findings() -> [Finding] {
        var findings: [Finding] = []
        var analyses: [LuaFileCheck] = []
        for file in files where !Self.isPassedOver(file) {
            guard file.set.isEmpty || Self.isInFlash(file) || Paths.name(of: file.path).hasPrefix("object_") else {
                findings.append(noObject(file))
                continue
            }
            analyses.append(LuaFileCheck(checker: checker, file: file))
        }
        let written = analyses.reduce(into: Set<String>()) { $0.formUnion($1.globalsWritten) }
        let loaded = analyses.reduce(into: Set<String>()) { $0.formUnion($1.globalsOfFile) }
        var readers: [String: Int] = [:]
        for name in analyses.flatMap(\.globalsRead) { readers[name, default: 0] += 1 }
        for analysis in analyses {
            let own = analysis.globalsRead
            let others = analysis.globalsWritten.filter { readers[$0, default: 0] > (own.contains($0) ? 1 : 0) }
            findings += analysis.findings(globalsOfOthers: written, globalsOfFiles: loaded, readByOthers: others)
        }
        return findings + clashes(analyses) + together(analyses, findings)
    }

    private func noObject(_ file: CheckedFile) -> Finding {
        let name = Paths.name(of: file.path)
        return Finding(
            .notAnObject, file: file.path,
            "\(name) is not loaded as an Object: name it object_*.lua, or keep it off the module, which loads every "
                + "file with the tag XLWM2M")
    }

    private func clashes(_ analyses: [LuaFileCheck]) -> [Finding] {
        var first: [Int64: LuaFileCheck] = [:]
        var findings: [Finding] = []
        for analysis in analyses {
            guard let id = analysis.registeredID else { continue }
            guard let other = first[id] else {
                first[id] = analysis
                continue
            }
            findings.append(
                Finding(
                    .idClash, file: analysis.file.path, line: analysis.registrationLine,
                    "Object \(id) is in \(Paths.name(of: other.file.path)) too: keep one of the two files"))
        }
        return findings
    }

    /// Loads all files into one device, as the client does at its start, and reports what shows only there.
    private func together(_ analyses: [LuaFileCheck], _ found: [Finding]) -> [Finding] {
        let stopped = Set(found.lazy.filter(\.stopsTheStart).map(\.file))
        let faulty = Set(found.lazy.filter { $0.severity == .error }.map(\.file))
        let clean = analyses.filter { !stopped.contains($0.file.path) }
        guard let host = try? ObjectProbe.host(for: checker) else { return [] }
        var findings: [Finding] = []
        for analysis in clean {
            do {
                try host.load(analysis.file.content, fileName: analysis.name)
            } catch {
                // A second file for the same id already has a finding, as does an error in the file itself.
                if error.code == .duplicate { continue }
                if faulty.contains(analysis.file.path), error.code == .incomplete || error.code == .noObject {
                    continue
                }
                if let cause = error.cause {
                    findings.append(analysis.finding(for: cause, among: " after the other files"))
                } else {
                    findings.append(Finding(.loadError, file: analysis.file.path, error.message))
                }
            }
        }
        return findings
    }
}
