import Foundation
import TestSupport

/// The stand-alone Lua interpreters of this system.
enum LuaVersions {
    /// Those that are installed, `lua5.1` to `lua5.4`.
    static let installed: [String] = ["lua5.1", "lua5.2", "lua5.3", "lua5.4"].filter { name in
        ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// Runs the contract over files; what differs, one line each.
    static func contract(_ lua: String, _ files: [String]) throws -> String {
        let script = Corpus.checkout.appendingPathComponent("Tests/ObjectGeneratorTests/contract.lua").path
        let run = try Program.run("/usr/bin/env", [lua, script] + files)
        return run.standardOutput + run.standardError
    }
}
