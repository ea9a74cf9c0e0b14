import CLuaBaseline
import EmbeddedFiles
import LwM2M
import ObjectHost

/// What the host costs on top of the script, and how soon a device is ready.
enum HostBenchmarks {
    static let all = [
        Benchmark(name: "host-alone/read", run: read),
        Benchmark(name: "host-alone/write", run: write),
        Benchmark(name: "host-alone/start", run: start),
    ]

    private static let times = 20_000
    private static let sensor = PlainLua.sensor
    private static let bindings = ScriptBindings(product: "SARA-R510S-01B", urcForm: .either, hasPulse: false)

    private static func read() throws -> Measurement {
        let host = try device()
        let baseline = try PlainLua()
        let path = Path(3300, 0, 5700)
        let (value, bare) = try Timing.samples(rounds: 101) {
            for _ in 0..<times { _ = try host.read(path, from: .server(123)) }
        } baseline: {
            try baseline.read(5700, times: times)
        }
        return perCall("host-alone/read", value, bare)
    }

    private static func write() throws -> Measurement {
        let host = try device()
        let baseline = try PlainLua()
        let path = Path(3300, 0, 5601)
        let (value, bare) = try Timing.samples(rounds: 101) {
            for _ in 0..<times {
                try host.write([Resource(id: 5601, value: .float(21.5))], to: path, mode: .partialUpdate, from: .host)
            }
        } baseline: {
            try baseline.write(5601, 21.5, times: times)
        }
        return perCall("host-alone/write", value, bare)
    }

    private static func start() throws -> Measurement {
        let source = try PlainLua.text(sensor)
        let (value, bare) = try Timing.samples(rounds: 201) {
            let host = try ObjectHost(bindings: bindings, clock: VirtualClock())
            try host.load(source, fileName: "object_generic_sensor.lua")
        } baseline: {
            _ = try PlainLua()
        }
        return Measurement(
            name: "host-alone/start", value: value.map { $0 * 1e6 }, unit: "us", baseline: bare.map { $0 * 1e6 })
    }

    private static func device() throws -> ObjectHost {
        let host = try ObjectHost(bindings: bindings, clock: VirtualClock())
        try host.load(try PlainLua.text(sensor), fileName: "object_generic_sensor.lua")
        try host.create(Path(3300, 0), with: [], from: .host)
        return host
    }

    private static func perCall(_ name: String, _ value: Sample, _ baseline: Sample) -> Measurement {
        Measurement(
            name: name, value: value.map { $0 / Double(times) * 1e9 }, unit: "ns",
            baseline: baseline.map { $0 / Double(times) * 1e9 })
    }
}

/// The generic sensor in its own plain Lua, with instance 0: what there is without a host.
final class PlainLua {
    private let lua: OpaquePointer

    static let sensor = "objects/object_generic_sensor.lua"
    /// What every Object requires.
    static let modules = [
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

    /// A file embedded in the program.
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
