import Foundation
import TestSupport
import Testing
import XLwM2M

/// Scripts of a device: bindings of their owner's, events, time, restarts.
struct DeviceScriptTests {
    /// The generic sensor with code in the place for reads, and some that runs when the file is loaded.
    static func device(
        read code: String = "", file: String = "", flash: String? = nil, bindings: [String: Binding] = [:],
        in folder: TemporaryFolder
    ) throws -> Device {
        var text = try String(contentsOfFile: DeviceTests.sensorFile, encoding: .utf8)
        let execute = try #require(text.range(of: "function object_generic_sensor.execute("))
        let end = try #require(text.range(of: "\n", range: execute.upperBound..<text.endIndex))
        text.insert(contentsOf: code + "\n", at: end.upperBound)
        text = text.replacingOccurrences(of: "local PULSE_PIN = 16", with: "local PULSE_PIN = 16\n" + file)
        try folder.write(text, to: "object_generic_sensor.lua")
        return try Device(objects: folder.url.path, flash: flash, bindings: bindings)
    }

    @Test func findBindingsFromTheStartOn() throws {
        let folder = try TemporaryFolder()
        var asked: [[Value]] = []
        let device = try Self.device(
            read: "lua_note(read_pin(7), offset)", file: "offset = calibration()",
            bindings: ["calibration": { _ in [0.5] }], in: folder)
        try device.register("read_pin") { arguments in
            asked.append(arguments)
            return [true]
        }
        try device.register("lua_note") { arguments in
            asked.append(arguments)
            return []
        }
        try device.create("/3300")
        try device.execute("/3300/0/5605")
        #expect(asked == [[7], [true, 0.5]])
        device.restart()
        try device.create("/3300/1")
        try device.execute("/3300/1/5605")
        #expect(asked.count == 4)
    }

    @Test func areToldWhatABindingThrows() throws {
        struct Broken: Error, CustomStringConvertible { let description = "no such pin" }
        let folder = try TemporaryFolder()
        let device = try Self.device(read: "read_pin(99)", in: folder)
        try device.register("read_pin") { _ in throw Broken() }
        try device.create("/3300")
        var faults: [Event] = []
        device.onEvent = { event in if case .fault = event { faults.append(event) } }
        let error = #expect(throws: DeviceError.self) { try device.execute("/3300/0/5605") }
        #expect(error?.code == "5.00")
        #expect(error?.message.contains("object_generic_sensor.lua:") == true)
        #expect(error?.message.hasSuffix("read_pin: no such pin") == true, "\(error?.message ?? "")")
        #expect(faults.count == 1)
    }

    @Test(arguments: ["", "end", "read pin", "7th", "a.b"]) func takeNoOtherName(_ name: String) throws {
        let device = try DeviceTests.sensor()
        let error = #expect(throws: DeviceError.self) { try device.register(name) { _ in [] } }
        #expect(error?.message == "'\(name)' is not the name of a Lua function")
    }

    @Test func carryTablesBothWays() throws {
        let folder = try TemporaryFolder()
        let device = try Self.device(read: "keep(swap({ 1, 2, { a = 'b' }, x = false }))", in: folder)
        var kept: [Value] = []
        try device.register("swap") { $0 + [nil, 7] }
        try device.register("keep") { arguments in
            kept = arguments
            return []
        }
        try device.create("/3300")
        try device.execute("/3300/0/5605")
        #expect(kept == [[1: 1, 2: 2, 3: ["a": "b"], "x": false], nil, 7])
    }

    @Test func mayMakeRequests() throws {
        let folder = try TemporaryFolder()
        let device = try Self.device(read: "keep(other())", in: folder)
        var kept: [Value] = []
        try device.register("other") { [unowned device] _ in [try device.read("/3300/1/5700")] }
        try device.register("keep") { arguments in
            kept = arguments
            return []
        }
        try device.create("/3300")
        try device.create("/3300/1", [5700: 3.5])
        try device.execute("/3300/0/5605")
        #expect(kept == [3.5])
    }

    @Test func seeTheTimeThatPasses() throws {
        let folder = try TemporaryFolder()
        let device = try Self.device(read: "print('now', os.time())", in: folder)
        var printed: [String] = []
        device.onEvent = { event in
            if case .print(let text, let file, _) = event, text.hasPrefix("now") { printed.append(file + " " + text) }
        }
        try device.create("/3300")
        let start = device.time
        try device.execute("/3300/0/5605")
        device.advance(seconds: 90)
        try device.execute("/3300/0/5605")
        #expect(printed == ["object_generic_sensor.lua now\t\(start)", "object_generic_sensor.lua now\t\(start + 90)"])
        device.time = 1_800_000_000
        #expect(device.time == 1_800_000_000)
        device.advance(seconds: -5)
        device.advance(seconds: .nan)
        #expect(device.time == 1_800_000_000)
    }

    @Test func mayRestartTheModule() throws {
        let folder = try TemporaryFolder()
        let device = try Self.device(read: "lua_system_reboot()", in: folder)
        var restarts: [Event] = []
        device.onEvent = { event in if case .restart = event { restarts.append(event) } }
        try device.create("/3300", [5700: 4.5])
        try device.execute("/3300/0/5605")
        #expect(restarts == [.restart("lua_system_reboot")])
        #expect(try device.read("/3300/0/5700") == 4.5)
    }

    @Test func keepTheirInstancesInAFlash() throws {
        let folder = try TemporaryFolder()
        let flash = folder.path("flash")
        do {
            let first = try Self.device(flash: flash, in: folder)
            try first.create("/3300", [5700: 4.5])
            let other = #expect(throws: DeviceError.self) { _ = try Self.device(flash: flash, in: folder) }
            #expect(other?.message.contains("is used by another run") == true)
            first.close()
        }
        #expect(try Self.device(flash: flash, in: folder).read("/3300/0/5700") == 4.5)
    }

    @Test func goWithTheirDevice() throws {
        weak var gone: Device?
        do {
            let device = try DeviceTests.sensor()
            device.onEvent = { [unowned device] _ in _ = device.time }
            _ = device.attachATPort().send("AT")
            _ = try device.openATPort("pty")
            try device.run(seconds: 0.01)
            gone = device
        }
        #expect(gone == nil)
    }

    @Test func shareNothingBetweenDevices() async throws {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for number in 0..<4 {
                group.addTask {
                    let device = try DeviceTests.sensor()
                    try device.create("/3300", [5700: .integer(Int64(number))])
                    return try device.read("/3300/0/5700")
                }
            }
            var seen: Set<Value> = []
            for try await value in group { seen.insert(value) }
            #expect(seen == [0.0, 1.0, 2.0, 3.0])
        }
    }
}
