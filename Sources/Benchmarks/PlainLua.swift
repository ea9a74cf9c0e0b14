import CLuaBaseline
import EmbeddedFiles

/// The generic sensor in a plain Lua of its own, with instance 0: what there is without a host.
final class PlainLua {
    private let lua: OpaquePointer

    static let sensor = "objects/object_generic_sensor.lua"
    private static let modules = [
        "objects/lwm2m_object_table.lua", "objects/lwm2m_defs.lua", "objects/utils.lua",
    ]

    init() throws {
        let texts = try (Self.modules + [Self.sensor]).map { path in
            try Self.text(path).map { CChar(bitPattern: $0) } + [0]
        }
        let buffers = texts.map { text in
            let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.count)
            _ = buffer.initialize(from: text)
            return buffer
        }
        defer { for buffer in buffers { buffer.deallocate() } }
        let pointers = buffers.map { UnsafePointer($0.baseAddress) }
        guard let lua = lua_baseline_open(pointers, Int32(pointers.count)) else {
            throw BenchmarkError(description: "the Object does not run in a plain Lua")
        }
        self.lua = lua
    }

    /// A file that the program carries.
    static func text(_ path: String) throws -> [UInt8] {
        guard let text = EmbeddedFiles.bytes(of: path) else {
            throw BenchmarkError(description: "the program does not carry \(path)")
        }
        return text
    }

    deinit { lua_baseline_close(lua) }

    func read(_ resource: Int32, times: Int) throws {
        guard lua_baseline_read(lua, resource, Int32(times)) else {
            throw BenchmarkError(description: "a plain read failed")
        }
    }

    func write(_ resource: Int32, _ value: Double, times: Int) throws {
        guard lua_baseline_write(lua, resource, value, Int32(times)) else {
            throw BenchmarkError(description: "a plain write failed")
        }
    }
}
