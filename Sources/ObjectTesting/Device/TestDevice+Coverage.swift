import FileSystem
import Lua
import ObjectHost

extension TestDevice {
    /// The lines of the loaded Objects: those that can run, and how often they did.
    var coverage: LineCoverage {
        var coverage = LineCoverage()
        for (name, path) in objectPaths {
            guard let file = finder.used(name, path), let lines = executableLines(file.bytes, name)
            else { continue }
            coverage.add(path, executable: lines, counts: host.lua.lineCounts(of: name))
        }
        return coverage
    }

    /// Nil for a file that does not compile. The device's own memory may be used up, so a fresh state compiles.
    private func executableLines(_ source: [UInt8], _ name: String) -> Set<Int>? {
        guard let lua = try? LuaState(), let code = try? lua.compile(source, named: name) else { return nil }
        return try? CompiledChunk(code).executableLines
    }
}
