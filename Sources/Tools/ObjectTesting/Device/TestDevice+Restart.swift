import Lua
import LwM2M
import ObjectHost

/// `device.save`, `device.restart` and `device.lose_power`: what survives when the module starts again.
extension TestDevice {
    func registerRestart() throws(LuaError) {
        try host.lua.register("save", in: Self.functionTable) { [unowned self] (_) throws(LuaError) in
            try withObjectLimits { () throws(LuaError) in
                for id in host.objectIDs { try saved.save(id, of: host) }
            }
            return []
        }
        try host.lua.register("restart", in: Self.functionTable) { [unowned self] (_) throws(LuaError) in
            try restart()
            return []
        }
    }

    /// Reloads all Objects and gives them the saved instances.
    ///
    /// - throws: the error in a file, or why it could not be loaded again.
    private func restart() throws(LuaError) {
        forgetConnections()
        let names = host.objectIDs.compactMap { host.objects[$0]?.fileName }
        for name in names { try forgetGlobals(of: name) }
        for id in host.objectIDs { host.remove(id, keepsEntries: true) }
        for name in names {
            guard let path = objectPaths[name], let file = finder.used(name, path) else { continue }
            try load(file, offer(name, file.bytes))
        }
        try withObjectLimits { () throws(LuaError) in
            for id in host.objectIDs { try saved.restore(id, in: host) }
        }
    }

    /// Removes the globals that a script sets.
    private func forgetGlobals(of name: String) throws(LuaError) {
        guard let path = objectPaths[name], let file = finder.used(name, path),
            let code = try? host.lua.compile(file.bytes, named: name), let chunk = try? CompiledChunk(code)
        else { return }
        let written = Set(chunk.uses.globals.filter { $0.kind == .write && $0.path.count == 1 }.map(\.name))
        for global in written { try host.lua.setGlobal(global, .nil) }
    }
}
