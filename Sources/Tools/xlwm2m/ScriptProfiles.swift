import Lua
import Wording

/// The profiles of the successive states of a module's scripts.
final class ScriptProfiles {
    private var ended = LuaProfile()
    private var running: LuaState?

    /// Begins with a new state; the previous one has ended.
    func begin(_ lua: LuaState) throws(LuaError) {
        if let running { ended.merge(running.profile) }
        running = lua
        try lua.startProfile()
    }

    /// The whole profile so far.
    var all: LuaProfile {
        var all = ended
        if let running { all.merge(running.profile) }
        return all
    }
}

extension LuaProfile {
    /// A table of the functions, the most expensive first.
    var table: String {
        let functions = functions
        guard !functions.isEmpty else { return "no function of a script ran\n" }
        var table = TextTable(
            ["CALLS", "INSTRUCTIONS", "WITH CALLEES", "MS", "WITH CALLEES", "FUNCTION"],
            alignedRight: [0, 1, 2, 3, 4], keepsEmptyColumns: true)
        for (function, own, total) in functions {
            table.add([
                "\(own.calls)", "\(own.instructions)", "\(total.instructions)", Self.milliseconds(own.nanoseconds),
                Self.milliseconds(total.nanoseconds), Printable.escaped(function.text),
            ])
        }
        return table.text + "\n"
    }

    /// With three decimals, `12.345`.
    private static func milliseconds(_ nanoseconds: Int) -> String { Digits.decimal(nanoseconds / 1000, places: 3) }
}
