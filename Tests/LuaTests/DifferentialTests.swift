import Foundation
import Lua
import PlainLua
import Testing

/// Our own functions of the standard library against those of the system's Lua: the same results and the same errors,
/// for thousands of random arguments.
struct DifferentialTests {
    /// Each text makes some dozens of calls for one seed.
    @Test(arguments: ["patterns", "texts", "packing", "tables", "dates", "base"])
    func answersAsLuaDoes(_ name: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Differential")
        let common = try Data(contentsOf: folder.appendingPathComponent("common.lua"))
        let text = common + (try Data(contentsOf: folder.appendingPathComponent("\(name).lua")))
        let plain = try #require(
            text.withUnsafeBytes { plain_lua_open($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count) })
        defer { plain_lua_close(plain) }
        let lua = try LuaState(limits: LuaLimits(memory: 64 << 20, instructions: 0, seconds: 60))
        lua.world.unixTime = { 1_700_000_000 }
        let ours = try lua.load([UInt8](text), named: "x.lua")
        let count = ProcessInfo.processInfo.environment["XLWM2M_DIFFERENTIAL"].flatMap { Int64($0) } ?? 300
        for seed in 1...count {
            var length = 0
            let expected = plain_lua_call(plain, seed, &length).map {
                String(decoding: UnsafeRawBufferPointer(start: $0, count: length), as: UTF8.self)
            }
            let answer = try lua.call(ours, [.integer(seed)]).first?.text
            guard answer != expected else { continue }
            let lines = (answer ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            let wanted = (expected ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            let different = zip(lines, wanted).first { $0 != $1 }
            Issue.record(
                "seed \(seed): \(different?.0 ?? "fewer lines") instead of \(different?.1 ?? "these")")
        }
    }
}
