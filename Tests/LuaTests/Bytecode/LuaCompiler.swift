import Foundation
import TestSupport

/// Lua's own programs, as a second opinion.
enum LuaCompiler {
    /// Compiles a text to bytecode with its debug information.
    static func compile(_ source: String) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let file = try folder.write(source, to: "object_x.lua")
        let run = try Program.run(program("luac5.3"), ["-o", folder.path("out.luac"), file])
        guard run.exitCode == 0 else { throw CocoaError(.fileReadCorruptFile) }
        return Array(try Data(contentsOf: folder.url.appendingPathComponent("out.luac")))
    }

    /// Where `lua5.3` or `luac5.3` is.
    static func program(_ name: String) -> String {
        let places = ["/usr/bin/", "/opt/homebrew/opt/lua@5.3/bin/", "/usr/local/opt/lua@5.3/bin/"]
        return places.map { $0 + name }.first(where: FileManager.default.isExecutableFile) ?? "/usr/bin/" + name
    }
}
