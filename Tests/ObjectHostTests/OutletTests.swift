import Lua
import LwM2M
import ObjectHost
import Testing

/// What an Object answers and gives out has bounds, and so has its recursion: 5.00, a log line with the limit and the
/// place, and a device that goes on.
struct OutletTests {
    struct Excess: Sendable, CustomTestStringConvertible {
        let testDescription, body, why: String
        /// The line that is named; 93 is that of `read` itself.
        let line: Int
        init(_ name: String, _ body: String, line: Int = 94, _ why: String) {
            (testDescription, self.body, self.line, self.why) = (name, body, line, why)
        }
    }

    private static let tooLarge = "a value that leaves Lua may have 4194304 bytes at most"
    private static let tooMany = "one call may give out 10000 lines and URCs at most"
    private static let tooMuch = "one call may give out 2097152 bytes of lines and URCs at most"

    private static func references(_ count: Int) -> String {
        "local s, t = ('x'):rep(3000000), {} for i = 0, \(count - 1) do t[i] = s end "
    }

    static let excesses = [
        Excess(
            "500 references", references(500) + "return 69, 'String', t",
            line: 93, tooLarge),
        Excess(
            "5,000 references",
            references(5000) + "return 69, 'String', t", line: 93,
            tooLarge),
        Excess(
            "references as a type", references(500) + "return 69, t, 1",
            line: 93, tooLarge),
        Excess(
            "references handed to lua_send_urc",
            references(500) + "lua_send_urc(1, t)", tooLarge),
        Excess("large URCs", "local s = ('x'):rep(2000000) while true do lua_send_urc(#s, s) end", tooMuch),
        Excess("many URCs", "while true do lua_send_urc(1, 'x') end", tooMany),
        Excess("large prints", "local s = ('x'):rep(2000000) while true do print(s) end", tooMuch),
        Excess("many pulses", "while true do lua_send_pulse(16) end", tooMany),
        Excess("many reboots", "while true do lua_system_reboot() end", tooMany),
        Excess("many resets", "while true do lua_system_factory_reset() end", tooMany),
        Excess("recursion", "local function f() return 1 + f() end f()", "stack overflow"),
        Excess(
            "recursion by string.gsub", "local function f() return (('x'):gsub('x', f)) end f()",
            "stack overflow (C stack overflow)"),
        Excess("pattern", "return ('a'):rep(5000):find('.-.-.-.-b')", "the budget of 10000000 instructions is used up"),
    ]

    @Test(arguments: excesses) func isRefused(_ excess: Excess) throws {
        let script = HostedDevice.changed(
            "function object_generic_sensor.read(inst, res, dm)\n",
            to: "function object_generic_sensor.read(inst, res, dm)\n  do \(excess.body) end\n")
        let device = try HostedDevice(script: script)
        try device.host.create(Path(3300, 0), with: [], from: .host)
        let before = device.events.count
        #expect(device.code { _ = try device.host.read(Path(3300, 0, 5700), from: .server(123)) } == "5.00")
        #expect(
            device.log == [
                "object_generic_sensor.lua:\(excess.line): /3300/0/5700 read by server 123: \(excess.why)"
            ])
        var bytes = 0
        for event in device.events.dropFirst(before) {
            if case .urc(let text) = event { bytes += text.bytes.count }
            if case .print(let text, _, _) = event { bytes += text.utf8.count }
        }
        #expect(device.events.count <= before + 10_001 && bytes <= 2 << 20)
        #expect(try device.host.discover(Path(3300, 0, 5700), from: .host).count == 1)
    }

    @Test func cutsWhatIsLogged() throws {
        let script = HostedDevice.changed(
            "function object_generic_sensor.read(inst, res, dm)\n",
            to: "function object_generic_sensor.read(inst, res, dm)\n  do return 69, ('x'):rep(100000), 1 end\n")
        let device = try HostedDevice(script: script)
        try device.host.create(Path(3300, 0), with: [], from: .host)
        #expect(device.code { _ = try device.host.read(Path(3300, 0, 5700), from: .host) } == "5.00")
        #expect(device.log.count == 1 && device.log[0].utf8.count < 2100)
    }
}
