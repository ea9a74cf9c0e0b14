import Testing

/// Arguments of the device that would have no effect are errors that say what to do, at the line of the test.
struct DeviceArgumentTests {
    struct Call: Sendable, CustomTestStringConvertible {
        var testDescription: String { code }
        var code, message: String
        init(_ code: String, _ message: String) { (self.code, self.message) = (code, message) }
    }

    static let calls = [
        Call(
            "server:observe('/3300/0/5700', { pmin = 1 })",
            "observe does not take the table at the end: attributes are written with attributes(path, { pmin = 10 })"),
        Call("server:read('/3300/0', 1)", "read does not take the number at the end"),
        Call("server:discover('/3300/0', true)", "discover does not take the boolean at the end"),
        Call("server:delete('/3300/0', {})", "delete does not take the table at the end"),
        Call("server:cancel('/3300/0', {})", "cancel does not take the table at the end"),
        Call("server:create('/3300/1', {}, {})", "create does not take the table at the end"),
        Call("server:execute('/3300/0/5605', '', {})", "execute does not take the table at the end"),
        Call("server:write('/3300/0/5750', 'x', {}, {})", "write does not take the table at the end"),
        Call(
            "server:attributes('/3300/0/5700', { pmn = 1 })",
            "there is no attribute 'pmn': there are gt, lt, pmax, pmin, st"),
        Call(
            "device.server(123, { lifetime = 60 })",
            "device.server does not take the table at the end: a server has no options"),
        Call("device.access('/3300/0', { owner = 123 }, 1)", "device.access does not take the number at the end"),
    ]

    @Test(arguments: calls) func refuses(_ c: Call) throws {
        let run = try RecordingReporter.run(
            "device.load 'object_generic_sensor.lua'\nlocal server = device.server(123)\nit('x', function()\n"
                + "server:create('/3300/0')\n\(c.code)\nend)")
        #expect(run["x"]?.failure?.message == c.message, "\(run.problems) \(run["x"]?.failure?.lines ?? [])")
        #expect(run["x"]?.failure?.place?.line == 5)
    }

    /// A function may hand on what it was not given.
    @Test func takesNilAtTheEnd() throws {
        let run = try RecordingReporter.run(
            "it('x', function() assert.equal(132, (select(2, device.host:read('/3300/0', nil)))) end)")
        #expect(run["x"]?.outcome == .passed)
    }
}
