import Lua
import LwM2M
import ObjectHost
import Testing

/// Each attack at each place ends within its limits of memory, time and output, and the host serves another Object then.
@Suite(.serialized) struct AttackTests {
    /// 2 MiB, 300,000 instructions, a quarter of a second a call.
    private static let limits = LuaLimits(memory: 2 << 20, instructions: 300_000, seconds: 0.25)
    /// The calls of a case by the host, and what the machine may be late by: one operation of Lua's core.
    private static let mostSeconds = 8 * 0.25 + 5

    @Test(arguments: Attack.Place.allCases, Attack.all) func isWithstood(_ place: Attack.Place, _ attack: Attack) throws
    {
        let host = try ObjectHost(bindings: HostedDevice.r4, clock: VirtualClock(), limits: Self.limits)
        var (events, bytes) = (0, 0)
        host.onEvent = { event in
            events += 1
            if case .urc(let text) = event { bytes += text.bytes.count }
            if case .log(let line) = event { bytes += line.utf8.count }
        }
        // The other Object, from before.
        let other = HostedDevice.fixture.replacing("object_generic_sensor", with: "object_other")
            .replacing("3300", with: "33000")
        try host.load(Array(other.utf8), fileName: "object_other.lua")
        try host.create(Path(33000, 0), with: [], from: .host)
        let start = ContinuousClock.now
        carryOut(attack, at: place, on: host)
        let spent = ContinuousClock.now - start
        #expect(spent < .seconds(Self.mostSeconds), "\(spent)")
        // The words of an error have a little room of their own.
        #expect(host.lua.memoryUse <= Self.limits.memory + 4096)
        // A quarter of the memory for each call that the attack gets.
        #expect(bytes <= 8 * Self.limits.memory / 4 && events <= 8 * 10_000, "\(events) events of \(bytes) bytes")
        try expectService(of: host, after: attack)
    }

    private func carryOut(_ attack: Attack, at place: Attack.Place, on host: ObjectHost) {
        var script = HostedDevice.fixture
        let head =
            switch place {
            case .load: "return object_generic_sensor"
            case .read: "function object_generic_sensor.read(inst, res, dm)\n"
            case .write: "function object_generic_sensor.write(inst, res, iface, replace, val, userdata)\n"
            case .execute: "function object_generic_sensor.execute(inst, res, buffer, length, userdata)\n"
            }
        let code = "do \(attack.body) end\n"
        script.replace(head, with: place == .load ? code + head : head + code)
        _ = try? host.load(Array(script.utf8), fileName: "object_generic_sensor.lua")
        _ = try? host.create(Path(3300, 0), with: [], from: .host)
        _ = try? host.read(Path(3300, 0), from: .server(123))
        try? host.write(
            [Resource(id: 5750, value: .string("x"))], to: Path(3300, 0), mode: .partialUpdate, from: .server(123))
        try? host.execute(Path(3300, 0, 5605), arguments: "", from: .server(123))
        try? host.delete(Path(3300, 0), from: .host)
    }

    /// The other Object answers; or with an error, where the attack took what all Objects share: the globals of scripts,
    /// their memory. Then its own answer is bounded too, and nothing else.
    private func expectService(of host: ObjectHost, after attack: Attack) throws {
        let start = ContinuousClock.now
        do throws(LwM2MError) {
            let node = try host.read(Path(33000, 0, 5700), from: .host)
            #expect(node == .resource(Resource(id: 5700, value: .float(0))))
        } catch {
            #expect(error.code == .internalServerError, "\(error)")
            #expect(Self.takesAll.contains { attack.body.contains($0) }, "\(attack.testDescription): \(error)")
        }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    /// What takes something from all Objects, as on the module, where they share it.
    private static let takesAll = ["_G", "getmetatable('')", "hoard"]

    @Test func isAWholeTable() {
        #expect(Attack.all.count * Attack.Place.allCases.count >= 246)
        #expect(Set(Attack.all.map(\.testDescription)).count == Attack.all.count)
    }
}
