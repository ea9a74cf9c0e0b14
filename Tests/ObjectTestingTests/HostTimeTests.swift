import ObjectTesting
import TestSupport
import Testing

/// The time of a test holds for what the device, its servers and its line do, too.
struct HostTimeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// The line that takes for ever stands second.
        var body: String
    }

    private static let observed =
        "device.load 'object_generic_sensor.lua' local server = device.server(123) "
        + "device.host:create('/3300/0', { [5701] = 'Cel' }) "
        + "server:attributes('/3300/0/5700', { pmin = 1, pmax = 1 }) server:observe('/3300/0/5700')\n"

    static let cases = [
        Case(
            testDescription: "an observation each second for thirty years", body: observed + "device.clock.advance(1e9)"
        ),
        Case(
            testDescription: "the same again and again, what was told being read",
            body: observed + "while true do device.clock.advance(1000) server:notifications() end"),
        Case(
            testDescription: "errors of it being caught",
            body: observed + "while true do pcall(device.clock.advance, 50000) device.clear() end"),
        Case(
            testDescription: "a hundred observations",
            body: observed + "for id = 1, 100 do local s = device.server(id) s:observe('/3300/0') "
                + "s:attributes('/3300/0', { pmin = 1, pmax = 1 }) end device.clock.advance(4e9)"),
        Case(
            testDescription: "a server that observes for ever",
            body: observed + "while true do server:observe('/3300/0') end"),
        Case(
            testDescription: "AT commands for ever",
            body: observed + "while true do device.at 'AT+ULWM2MLIST=\"/\"' end"),
        Case(
            testDescription: "a module that is asked after thirty years",
            body: observed + "device.at 'AT' for _ = 1, 1000 do device.clock.advance(1e6) device.at 'AT+CCLK?' end "
                + "while true do end"),
        Case(
            testDescription: "requests of the device for ever",
            body: observed + "while true do device.host:write('/3300/0/5700', 1) device.host:read('/3300') end"),
        Case(
            testDescription: "loading for ever",
            body: observed + "while true do pcall(device.load, 'object_device.lua') end"),
        Case(
            testDescription: "tables that are compared for ever",
            body: observed + "local a, b = {}, {} for _ = 1, 60 do a, b = { a, a }, { b, b } end "
                + "while true do assert.same(a, b) end"),
    ]
    @Test(arguments: cases) func endsInTime(_ test: Case) throws {
        let run = try RecordingReporter.run(
            "it('x', function() \(test.body) end)\nit('y', function() device.load 'object_generic_sensor.lua' end)"
        ) { $0.timeout = 0.4 }
        let failure = try #require(run["x"]?.failure)
        #expect(failure.kind == .timeout, "\(failure.lines)")
        #expect(failure.message.hasPrefix("the test did not end within"))
        #expect(Self.isPlaced(failure), "\(failure.lines)")
        #expect((run["x"]?.seconds ?? 100) < 60)
        #expect(run["y"]?.failure == nil && run["y"] != nil)
    }

    /// In the line of the test, or in that of an Object which was just asked.
    private static func isPlaced(_ failure: TestFailure) -> Bool {
        guard let place = failure.place else { return false }
        return place.file.hasSuffix("x_test.lua")
            ? place.line == 2
            : place.line > 0 && place.file.hasSuffix(".lua")
                && !place.file.contains("xlwm2m/")
    }

    @Test func holdsForAfterEach() throws {
        let run = try RecordingReporter.run(
            "after_each(function()\n \(Self.observed.dropLast()) device.clock.advance(1e9) end)\nit('x', function() end)"
        ) { $0.timeout = 0.4 }
        #expect(run["x"]?.failure?.kind == .timeout && run["x"]?.failure?.place?.line == 2)
    }

    @Test func keepsNoMoreNotificationsThanATestCanRead() throws {
        let run = try RecordingReporter.run("it('x', function() \(Self.observed) device.clock.advance(150000) end)") {
            $0.timeout = 300
        }
        #expect(
            run["x"]?.failure?.message.contains("server 123 was told more than 100000 values within one call") == true)
    }

    /// The clock has an end, and never goes back.
    @Test func letsTimeEndWithoutGoingBack() throws {
        let run = try RecordingReporter.run(
            """
            it("x", function()
              device.load "object_generic_sensor.lua"
              local before = device.clock.now()
              for _ = 1, 10 do
                device.clock.advance(4e9)
                assert.is_true(device.clock.now() >= before)
                before = device.clock.now()
              end
              device.server(123):observe("/3300")
              device.clock.advance(1e300)
              assert.is_true(device.clock.now() >= before)
              assert.is_string(device.at("AT")[1])
            end)
            """
        ) { $0.timeout = 60 }
        #expect(run["x"]?.failure == nil, "\(run["x"]?.failure?.lines ?? [])")
    }
}
