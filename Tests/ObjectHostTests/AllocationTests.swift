import Foundation
import Lua
import LwM2M
import ObjectHost
import Testing

/// A Lua state that has no memory for what it is asked: each time a little more is there, so that one allocation after the
/// other is the first that fails. What was asked for is refused or done whole, and done when there is memory again.
struct AllocationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: @Sendable (ObjectHost) throws -> Void
        /// Undoes it, so that it can be done again.
        var undo: @Sendable (ObjectHost) throws -> Void = { _ in }
        /// Whether it keeps something, so that without memory it cannot be done; what others need, a collection frees.
        var takesMemory = false
    }

    private static let other = Array(
        HostedDevice.fixture.replacingOccurrences(of: "object_generic_sensor", with: "object_other")
            .replacingOccurrences(of: "3300", with: "3301").utf8)

    static let cases = [
        Case(
            testDescription: "load", body: { _ = try $0.load(other, fileName: "object_other.lua") },
            undo: { $0.remove(3301) }, takesMemory: true),
        Case(testDescription: "read", body: { _ = try $0.read(Path(3300, 0, 5750), from: .host) }),
        Case(testDescription: "read an Object", body: { _ = try $0.read(Path(3300), from: .host) }),
        Case(
            testDescription: "write, and a URC",
            body: {
                try $0.write(
                    [Resource(id: 5750, value: .string(String(repeating: "Oven", count: 40)))], to: Path(3300, 0),
                    mode: .partialUpdate, from: .host)
            }, takesMemory: true),
        Case(
            testDescription: "execute",
            body: { try $0.execute(Path(3300, 0, 5605), arguments: "0='x'", from: .host) }),
        Case(
            testDescription: "create, and a URC",
            body: {
                _ = try $0.create(Path(3300, 1), with: [Resource(id: 5750, value: .string("Oven"))], from: .host)
            }, undo: { if $0.instances(of: 3300).contains(1) { try $0.delete(Path(3300, 1), from: .host) } },
            takesMemory: true),
    ]

    @Test(arguments: cases) func isRefusedOrDone(_ c: Case) throws {
        let device = try HostedDevice()
        let host = device.host
        _ = try host.create(Path(3300, 0), with: [Resource(id: 5750, value: .string("Oven"))], from: .host)
        let whole = host.lua.limits.memory
        var (failures, successes, extra) = (0, 0, -60_000)
        while successes < 8, extra < 400_000 {
            host.lua.limits.memory = max(1, host.lua.memoryUse + extra)
            do {
                try c.body(host)
                successes += 1
            } catch {
                #expect(
                    (error as? LwM2MError)?.code == .internalServerError || error is ObjectHostError,
                    "\(extra): \(error)")
                failures += 1
                successes = 0
            }
            host.lua.limits.memory = whole
            // Whether it was done or not: the Object answers, and the next one is served.
            #expect(host.instances(of: 3300).contains(0))
            #expect(throws: Never.self, "\(extra)") { _ = try host.read(Path(3300, 0), from: .host) }
            if successes == 0 || successes == 8 {
                #expect(throws: Never.self, "\(extra)") {
                    try c.undo(host)
                    try c.body(host)
                }
            }
            try c.undo(host)
            extra += 160
        }
        #expect(successes == 8 && (failures > 3 || !c.takesMemory), "\(failures) failures")
    }
}
