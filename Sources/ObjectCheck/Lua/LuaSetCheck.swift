internal import FileSystem
internal import Lua
internal import LwM2M
internal import ObjectHost

/// Checks the Lua files that go onto a module together.
struct LuaSetCheck {
    let checker: ObjectChecker
    let files: [CheckedFile]

    /// The names that are no Objects in a folder of Objects: tests, and the modules that the client brings.
    static func isPassedOver(_ name: String) -> Bool {
        name.hasSuffix("_test.lua") || name.hasSuffix("_spec.lua") || name.hasPrefix("test_")
            || KnownNames.modules.contains(Paths.stem(of: name))
    }

    func findings() -> [Finding] {
        var findings: [Finding] = []
        var analyses: [LuaFileCheck] = []
        for file in files {
            if !file.set.isEmpty, !Paths.name(of: file.path).hasPrefix("object_") {
                if !Self.isPassedOver(Paths.name(of: file.path)) { findings.append(noObject(file)) }
                continue
            }
            analyses.append(LuaFileCheck(checker: checker, file: file))
        }
        let written = analyses.reduce(into: Set<String>()) { $0.formUnion($1.globalsWritten) }
        for analysis in analyses {
            let found = analysis.findings(globalsOfOthers: written)
            findings += found
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

    /// Loads all files into one device, as the start of the client does; tells what only shows there.
    private func together(_ analyses: [LuaFileCheck], _ found: [Finding]) -> [Finding] {
        let clean = analyses.filter { analysis in
            !found.contains { $0.file == analysis.file.path && $0.stopsTheStart }
        }
        guard let host = try? ObjectProbe.host(for: checker) else { return [] }
        var findings: [Finding] = []
        for analysis in clean {
            do {
                try host.load(analysis.file.content, fileName: analysis.name)
            } catch {
                // A second file for one id has its finding already.
                if error.code == .duplicate { continue }
                if let cause = error.cause {
                    findings.append(analysis.finding(for: cause, among: " after the other files"))
                } else {
                    findings.append(Finding(.loadError, file: analysis.file.path, error.message))
                }
                if host.isDead { break }
            }
        }
        return findings
    }
}
