import Lua
import LwM2M
import ObjectHost
import Testing

/// The functions that the client registers, per product.
struct BindingTests {
    private func run(_ text: String, _ bindings: ScriptBindings) throws -> (results: [LuaValue], events: [HostEvent]) {
        let device = try HostedDevice(bindings: bindings)
        let lua = device.host.lua
        return (try lua.call(try lua.load(Array(text.utf8), named: "x.lua")), device.events)
    }

    @Test func sendsURCsInTheProductsForm() throws {
        let r5 = ScriptBindings(product: "SARA-R510S-00B", urcForm: .text, hasPulse: false)
        var other = r5
        other.urcForm = .either
        #expect(try run("lua_send_urc(3, 'hello')", HostedDevice.r4).events == [.urc("hel")])
        #expect(try run("lua_send_urc('hello')", r5).events == [.urc("hello")])
        #expect(try run("lua_send_urc('a') lua_send_urc(9, 'b')", other).events == [.urc("a"), .urc("b")])
        let bytes = LuaString([0, 9, 0xC3, 0xFF])
        #expect(try run(#"lua_send_urc('\0\t\xc3\xff')"#, r5).events == [.urc(bytes)])
        #expect(try run(#"lua_send_urc(4, '\0\t\xc3\xffx')"#, HostedDevice.r4).events == [.urc(bytes)])
        let wrong = #expect(throws: LuaError.self) { try run("lua_send_urc(3, 'abc')", r5) }
        #expect(
            wrong?.message
                == "x.lua:1: lua_send_urc takes (text) on SARA-R510S-00B, and was called with (number, string)")
        let missing = #expect(throws: LuaError.self) { try run("lua_send_urc('abc')", HostedDevice.r4) }
        #expect(
            missing?.message
                == "x.lua:1: lua_send_urc takes (length, text) on SARA-R410M-02B, and was called with (string)")
        #expect(throws: LuaError.self) { try run("lua_send_urc()", other) }
        let half = #expect(throws: LuaError.self) { try run("lua_send_urc(3.5, 'abc')", HostedDevice.r4) }
        #expect(half?.message == "x.lua:1: lua_send_urc takes a whole number as the length, and not 3.5")
    }

    @Test func hasThePulseWhereTheProductHas() throws {
        let r5 = ScriptBindings(product: "SARA-R510S-00B", urcForm: .text, hasPulse: false)
        #expect(try run("lua_send_pulse(16)", HostedDevice.r4).events == [.pulse(pin: 16)])
        #expect(try run("return lua_send_pulse", r5).results == [.nil])
    }

    @Test func tellsOfTheModule() throws {
        var bindings = HostedDevice.r4
        (bindings.imei, bindings.msisdn, bindings.carrierID) = ("123456789012345", "+491", 28)
        let (results, _) = try run(
            "return lua_modem_get_imei(), lua_modem_get_msisdn(), lua_modem_get_carrier_id() == lwm2m_carrier_id.LWM2M_CARRIER_SOFTBANK",
            bindings)
        #expect(results == [.text("123456789012345"), .text("+491"), .boolean(true)])
    }

    @Test func rebootsAndResets() throws {
        #expect(
            try run("lua_system_reboot() lua_system_factory_reset()", HostedDevice.r4).events == [
                .reboot, .factoryReset,
            ])
    }

    @Test func snapshotsBringTheWholeDeviceBack() throws {
        let device = try HostedDevice()
        let host = device.host
        try host.create(Path(3300, 0), with: [], from: .host)
        try host.snapshot()
        for _ in 1...3 {
            try host.create(Path(3300, 1), with: [], from: .host)
            host.accessControl.servers = [1, 2, 3]
            host.bindings.imei = "1"
            host.remove(3300)
            try host.restore()
            #expect(host.objectIDs == [3300] && host.instances(of: 3300) == [0])
            #expect(host.accessControl.servers.isEmpty && host.bindings == HostedDevice.r4)
        }
    }

    @Test func goesBackToASnapshotBelow() throws {
        let device = try HostedDevice()
        let host = device.host
        try host.create(Path(3300, 0), with: [], from: .host)
        try host.snapshot()
        try host.create(Path(3300, 1), with: [], from: .host)
        host.bindings.imei = "1"
        try host.snapshotAbove()
        host.remove(3300)
        try host.restore()
        #expect(host.instances(of: 3300).sorted() == [0, 1] && host.bindings.imei == "1")
        try host.dropSnapshot()
        #expect(host.instances(of: 3300) == [0] && host.bindings == HostedDevice.r4)
        #expect(throws: ObjectHostError.self) { try host.dropSnapshot() }
        try host.restore()
        #expect(host.instances(of: 3300) == [0])
    }
}
