import LwM2M
import ObjectHost
import Testing

/// What a script leaves behind when it refuses after the effect, in the vendor's form, with and without undoing.
struct UndoTests {
    private static let server = Requester.server(123)

    /// The fixture with code of an engineer behind the store and behind the new instance.
    private static let script = HostedDevice.changed(
        "  if res == RES_O_APPLICATION_TYPE then\n",
        to: """
              if res == RES_O_SENSOR_TYPES or res == RES_O_FLAG then
                local instance = object_table.instance[inst]
                instance.writes = (instance.writes or 0) + 1
                instance.resource[res].Seen = true
                lua_send_urc(1, "x")
                return coap.COAP_400_BAD_REQUEST
              end
              if res == RES_O_APPLICATION_TYPE then

            """
    ).replacingOccurrences(
        of: "  return coap.COAP_201_CREATED\n",
        with:
            "  if inst == 7 then\n    lua_send_urc(1, \"y\")\n    return coap.COAP_401_UNAUTHORIZED\n  end\n  return coap.COAP_201_CREATED\n"
    )

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var content: ResourceContent
        var resource: ResourceID
        /// What is read after the refusal, without undoing.
        var left: ResourceContent
        /// What was there before.
        var before: ResourceContent
    }

    static let cases: [Case] = [
        Case(
            testDescription: "a flag", content: .single(.boolean(true)), resource: 5850, left: .single(.boolean(true)),
            before: .single(.boolean(false))),
        Case(
            testDescription: "several values",
            content: .multiple([ResourceInstance(id: 4, value: .integer(1))]), resource: 5751,
            left: .multiple([ResourceInstance(id: 4, value: .integer(1))]), before: .multiple([])),
    ]

    @Test(arguments: cases, [Requester.host, server]) func undoesARefusedWriteWhenTold(
        _ test: Case, _ requester: Requester
    ) throws {
        for undoes in [false, true] {
            let device = try HostedDevice(script: Self.script)
            device.host.undoesRefusals = undoes
            let path = Path(3300, 0, test.resource)
            try device.host.create(Path(3300, 0), with: [], from: .host)
            let code = device.code {
                try device.host.write(
                    [Resource(id: test.resource, content: test.content)], to: path, mode: .replace, from: requester)
            }
            #expect(code == "4.00")
            #expect(try device.read(path) == (undoes ? test.before : test.left))
            #expect(device.events.contains(.urc("x")) == !undoes)
            var saved = SavedState()
            try saved.save(3300, of: device.host)
            let instance = try #require(saved.fields(of: 3300)?.first?.value)
            #expect((instance["writes"] == nil) == undoes)
            guard case .table(let resources)? = instance["resource"] else {
                Issue.record("there are no Resources")
                return
            }
            #expect(resources.contains { $0.value["Seen"] != nil } == !undoes)
        }
    }

    @Test(arguments: [Requester.host, server]) func undoesARefusedCreateWhenTold(_ requester: Requester) throws {
        for undoes in [false, true] {
            let device = try HostedDevice(script: Self.script)
            device.host.undoesRefusals = undoes
            let create = {
                try device.host.create(Path(3300, 7), with: [], from: requester); return
            }
            #expect(device.code(create) == "4.01")
            #expect(device.host.instances(of: 3300) == (undoes ? [] : [7]))
            // What was there before is no trace of the refusal.
            #expect(device.code(create) == (undoes ? "4.01" : "4.00"))
            #expect(device.host.instances(of: 3300) == (undoes ? [] : [7]))
        }
    }

    /// A Create whose values are refused leaves no instance, even if the script would not delete it.
    @Test func aRefusedCreateLeavesNoInstanceThatTheScriptWouldKeep() throws {
        let script = Self.script.replacingOccurrences(
            of: "  object_table.instance[inst] = nil\n",
            with: "  if true then return coap.COAP_405_METHOD_NOT_ALLOWED end\n")
        let device = try HostedDevice(script: script)
        let code = device.code {
            _ = try device.host.create(
                Path(3300, 1), with: [Resource(id: 5850, value: .boolean(true))], from: .host)
        }
        #expect(code == "4.00" && device.host.instances(of: 3300) == [])
    }

    /// Several instances are made, or none, and a refusal sends nothing; even if the script would not delete one.
    @Test func makesAllInstancesOrNone() throws {
        let script = HostedDevice.changed(
            "  return coap.COAP_201_CREATED\n",
            to: "  lua_send_urc(1, \"c\")\n  if inst > 3 then return coap.COAP_400_BAD_REQUEST end\n"
                + "  return coap.COAP_201_CREATED\n"
        ).replacingOccurrences(
            of: "  object_table.instance[inst] = nil\n",
            with: "  if true then return coap.COAP_405_METHOD_NOT_ALLOWED end\n")
        let device = try HostedDevice(script: script)
        device.host.undoesRefusals = true
        func create(_ ids: [ObjectInstanceID]) -> String {
            device.code { _ = try device.host.create(ids.map { NewInstance(Path(3300, $0), []) }, from: Self.server) }
        }
        #expect(create([0, 1, 9]) == "4.00")
        #expect(device.host.instances(of: 3300) == [] && !device.events.contains(.urc("c")))
        #expect(create([0, 1]) == "ok")
        #expect(Set(device.host.instances(of: 3300)) == [0, 1] && device.events.count { $0 == .urc("c") } == 2)
    }

    /// A Write of several values puts back what the script keeps with the instance, too, in any case.
    @Test func aRefusedWriteOfSeveralValuesLeavesNothing() throws {
        let device = try HostedDevice(script: Self.script)
        try device.host.create(Path(3300, 0), with: [], from: .host)
        let values = [Resource(id: 5701, value: .string("Cel")), Resource(id: 5850, value: .boolean(true))]
        let code = device.code { try device.host.write(values, to: Path(3300, 0), mode: .partialUpdate, from: .host) }
        #expect(code == "4.00")
        #expect(try device.read(Path(3300, 0, 5701)) == .single(.string("")))
        var saved = SavedState()
        try saved.save(3300, of: device.host)
        #expect(saved.fields(of: 3300)?.first?.value["writes"] == nil)
    }

    /// What a script keeps with an instance is saved with it, also where one instance alone is saved.
    @Test func savesWhatTheScriptKeepsWithAnInstance() throws {
        let device = try HostedDevice(script: Self.script)
        var saved = SavedState()
        try device.host.create(Path(3300, 0), with: [], from: .host)
        try saved.save(3300, of: device.host)
        _ = device.code {
            try device.host.write(
                [Resource(id: 5850, value: .boolean(true))], to: Path(3300, 0, 5850), mode: .replace, from: .host)
        }
        try saved.save(3300, instance: 0, of: device.host)
        #expect(saved.fields(of: 3300)?.first?.value["writes"] == .integer(1))
        let again = try HostedDevice(script: Self.script)
        try saved.restore(3300, in: again.host)
        var copy = SavedState()
        try copy.save(3300, of: again.host)
        #expect(copy.fields(of: 3300)?.first?.value["writes"] == .integer(1))
        #expect(try again.read(Path(3300, 0, 5850)) == .single(.boolean(true)))
    }
}
