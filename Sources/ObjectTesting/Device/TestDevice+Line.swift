import Emulator
import Lua
import ObjectHost

/// `device.at`.
extension TestDevice {
    func registerLine() throws(LuaError) {
        try host.lua.register("at", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let command = try arguments.text(1)
            let (lines, reason) = try withObjectLimits { () throws(LuaError) in
                defer { wire?.settle() }
                return try answer(to: command)
            }
            return [.list(lines.map { .text($0) }), reason.map { .text($0) } ?? .nil]
        }
    }

    private func answer(to command: String) throws(LuaError) -> (lines: [String], reason: String?) {
        let isOver = { [host] in host.lua.isOver }
        if let line { return line.send(command, isOver: isOver) }
        let made: TestLine
        do throws(ModuleError) { made = try TestLine(of: host, clock: clock) } catch {
            throw LuaError(.memory, "\(error)")
        }
        line = made
        return made.send(command, isOver: isOver)
    }
}
