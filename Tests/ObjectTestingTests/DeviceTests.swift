import ObjectTesting
import Testing

/// What `device` offers to a test, each case one test body on the Generic Sensor with instance 0.
struct DeviceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var body: String
        init(_ testDescription: String, _ body: String) { (self.testDescription, self.body) = (testDescription, body) }
    }

    static let cases = [
        Case(
            "reads at each level",
            """
            local value, code = server:read("/3300/0/5700")
            assert.equal(0, value)
            assert.equal(coap.COAP_205_CONTENT, code)
            assert.equal("Temperature", device.host:read("/3300/0")[5750])
            assert.equal("Temperature", device.host:read("/3300")[0][5750])
            """),
        Case(
            "notifies a server as its attributes say",
            """
            assert.equal(coap.COAP_204_CHANGED, (server:attributes("/3300/0/5700", { pmin = 10, gt = 25 })))
            local value, code = server:observe("/3300/0/5700")
            assert.equal(0, value)
            assert.equal(coap.COAP_205_CONTENT, code)
            device.host:write("/3300/0/5700", 20)
            device.clock.advance(60)
            assert.same({}, server:notifications())
            device.host:write("/3300/0/5700", 26)
            assert.same(
              { { path = "/3300/0/5700", value = 26.0, code = coap.COAP_205_CONTENT } }, server:notifications())
            device.host:write("/3300/0/5700", 24)
            device.clock.advance(9)
            assert.equal(1, #server:notifications())
            device.clock.advance(1)
            assert.equal(2, #server:notifications())
            assert.equal(coap.COAP_204_CHANGED, (server:attributes("/3300/0/5700", { gt = false })))
            assert.is_true(server:cancel("/3300/0/5700"))
            assert.is_false(server:cancel("/3300/0/5700"))
            device.host:write("/3300/0/5700", 30)
            device.clock.advance(60)
            assert.equal(2, #server:notifications())
            """),
        Case(
            "refuses options that it does not know",
            """
            local function message(options)
              return select(2, pcall(device.host.write, device.host, "/3300/0/5750", "x", options))
            end
            assert.matches("write has no option 'replce': it takes replace", message { replce = true })
            assert.matches("write has no option '1': it takes replace", message { true })
            assert.matches("the option 'replace' of write is a boolean, not a number", message { replace = 1 })
            assert.equal(coap.COAP_204_CHANGED, (device.host:write("/3300/0/5750", "x", { replace = false })))
            assert.equal(coap.COAP_204_CHANGED, (device.host:write("/3300/0/5750", "x", {})))
            """),
        Case(
            "refuses attributes that contradict each other",
            """
            local code, reason = server:attributes("/3300/0/5700", { pmin = 10, pmax = 5 })
            assert.equal(coap.COAP_400_BAD_REQUEST, code)
            assert.equal("pmax 5 is below pmin 10", reason)
            assert.has_error(function() server:attributes("/3300/0/5700") end)
            assert.has_error(function() device.host:attributes("/3300/0/5700", { pmin = 1 }) end)
            """),
        Case(
            "tells a server that an instance is gone",
            """
            server:observe("/3300/0")
            assert.equal(coap.COAP_202_DELETED, (device.host:delete("/3300/0")))
            assert.same({ { path = "/3300/0", code = coap.COAP_404_NOT_FOUND } }, server:notifications())
            """),
        Case(
            "takes any amount of time",
            """
            local before = device.clock.now()
            for _, seconds in ipairs { -1, -1e300, 0/0, -1/0, math.mininteger } do
              assert.has_error(function() device.clock.advance(seconds) end)
              assert.equal(before, device.clock.now())
            end
            for _, seconds in ipairs { 1e-300, 0.1, 1/3, 1e300, 1/0, math.maxinteger, 1e300 } do
              device.clock.advance(seconds)
              assert.is_true(device.clock.now() >= before)
              before = device.clock.now()
            end
            """),
        Case(
            "notifies once a period, for thirty days",
            """
            server:attributes("/3300", { pmax = 3600 })
            server:observe("/3300/0/5700")
            device.clock.advance(30 * 86400)
            assert.equal(720, #server:notifications())
            """),
        Case(
            "reads and writes one Resource Instance",
            """
            device.load "object_portfolio.lua"
            device.host:create("/16/0")
            device.host:write("/16/0/0", { [0] = "a", [1] = "b" })
            assert.equal("b", (server:read("/16/0/0/1")))
            assert.equal(coap.COAP_404_NOT_FOUND, select(2, server:read("/16/0/0/7")))
            assert.equal(coap.COAP_204_CHANGED, (server:write("/16/0/0/1", "c")))
            assert.same({ [0] = "a", [1] = "c" }, (server:read("/16/0/0")))
            """),
        Case(
            "answers AT commands",
            #"""
            assert.same({ '+ULWM2MLIST: "/3300/0"', "OK" }, (device.at 'AT+ULWM2MLIST="/3300"'))
            device.clear()
            assert.same({ "OK" }, (device.at [[AT+ULWM2MWRITE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"x\"}]}"]]))
            assert.same({ "Application type changed in sensor 0" }, device.urcs())
            assert.equal("x", (server:read("/3300/0/5750")))
            local lines, reason = device.at 'AT+ULWM2MREAD="/3300/9"'
            assert.same({ "ERROR" }, lines)
            assert.matches("^AT%+ULWM2MREAD: 4.04", reason)
            assert.has_error(function() device.at() end)
            """#),
        Case(
            "serves the same module to AT commands after a reset by one",
            #"""
            device.host:write("/3300/0/5701", "before")
            assert.same({ "OK" }, (device.at "AT+CFUN=16"))
            assert.equal(1, #device.reboots())
            assert.same({ '+ULWM2MLIST: "/3300/0"', "OK" }, (device.at 'AT+ULWM2MLIST="/3300"'))
            assert.equal("before", (server:read("/3300/0/5701")))
            assert.equal(coap.COAP_204_CHANGED, (server:write("/3300/0/5750", "after")))
            assert.same({ '+ULWM2MREAD: {"bn":"/3300/0/5750/","e":[{"n":"5750","sv":"after"}]}', "OK" },
              (device.at 'AT+ULWM2MREAD="/3300/0/5750"'))
            device.at "AT+CFUN=15"
            assert.equal(2, #device.reboots())
            """#),
        Case(
            "stays one module after a reset by a script",
            #"""
            device.at "AT"
            device.load "object_device.lua"
            device.host:create("/3/0")
            device.host:execute("/3/0/4")
            assert.equal(1, #device.reboots())
            assert.same({ '+ULWM2MLIST: "/3300/0"', "OK" }, (device.at 'AT+ULWM2MLIST="/3300"'))
            assert.equal(1, #device.reboots())
            """#),
        Case(
            "shows the clock of the test to AT commands",
            """
            local before = device.at("AT+CCLK?")[1]
            device.clock.advance(3600)
            assert.equal('+CCLK: "25/01/01,00', before:sub(1, 19))
            assert.equal('+CCLK: "25/01/01,01', device.at("AT+CCLK?")[1]:sub(1, 19))
            """),
        Case(
            "answers nil, code and reason for a refusal",
            """
            local value, code, reason = server:read("/3300/9/5700")
            assert.is_nil(value)
            assert.equal(coap.COAP_404_NOT_FOUND, code)
            assert.is_string(reason)
            assert.equal(coap.COAP_404_NOT_FOUND, select(2, server:read("nonsense")))
            """),
        Case(
            "writes one resource and several",
            """
            assert.equal(coap.COAP_204_CHANGED, (server:write("/3300/0/5750", "Humidity")))
            assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (server:write("/3300/0/5700", 1.5)))
            assert.equal(coap.COAP_204_CHANGED, (device.host:write("/3300/0", { [5700] = 2.5, [5701] = "Cel" })))
            assert.equal(2.5, (server:read("/3300/0/5700")))
            assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:write("/3300/0/5700", "warm")))
            assert.has_error(function() server:write("/3300/0/5750") end)
            """),
        Case(
            "creates, discovers and deletes",
            """
            local code, path = server:create("/3300", { [5750] = "x" })
            assert.equal(coap.COAP_201_CREATED, code)
            assert.equal("/3300/1", path)
            local paths, found = server:discover("/3300/1")
            assert.equal(coap.COAP_205_CONTENT, found)
            assert.contains(paths, "/3300/1/5750")
            assert.equal(coap.COAP_202_DELETED, (server:delete("/3300/1")))
            assert.equal(coap.COAP_404_NOT_FOUND, (server:delete("/3300/1")))
            """),
        Case(
            "executes",
            """
            assert.equal(coap.COAP_204_CHANGED, (server:execute("/3300/0/5605")))
            assert.equal(coap.COAP_204_CHANGED, (server:execute("/3300/0/5605", "0='on'")))
            assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (device.server(123):write("/3300/0/5605", "x")))
            """),
        Case(
            "asks for rights once there are two servers",
            """
            local other = device.server(456)
            assert.equal(coap.COAP_401_UNAUTHORIZED, select(2, other:read("/3300/0/5700")))
            device.access("/3300/0", { owner = 123, [456] = 1 })
            assert.equal(coap.COAP_205_CONTENT, select(2, other:read("/3300/0/5700")))
            assert.equal(coap.COAP_401_UNAUTHORIZED, (other:write("/3300/0/5750", "x")))
            assert.equal(coap.COAP_204_CHANGED, (server:write("/3300/0/5750", "x")))
            assert.equal(coap.COAP_401_UNAUTHORIZED, (other:create("/3300/1", { [5750] = "x" })))
            device.access("/3300", { owner = 123, [456] = 16 })
            assert.equal(coap.COAP_201_CREATED, (other:create("/3300/1", { [5750] = "x" })))
            """),
        Case(
            "keeps events until they are cleared",
            """
            device.clear()
            server:write("/3300/0/5750", "a")
            device.host:write("/3300/0/5700", 3)
            lua_system_reboot()
            lua_system_factory_reset()
            assert.same({ "Application type changed in sensor 0" }, device.urcs())
            assert.same({ 16 }, device.pulses())
            assert.same({ os.time() }, device.reboots())
            assert.equal(1, #device.factory_resets())
            device.clear()
            assert.same({}, device.urcs())
            """),
        Case(
            "keeps prints of Objects apart from those of the test",
            """
            print "from the test"
            device.host:execute("/3300/0/5605", "now")
            assert.equal(1, #device.prints())
            assert.matches("RESET", device.prints()[1])
            """),
        Case(
            "notifies of each change",
            """
            assert.equal(0, (server:observe("/3300/0/5700")))
            device.host:write("/3300/0/5700", 1.5)
            device.host:write("/3300/0/5700", 1.5)
            device.host:write("/3300/0/5750", "other")
            object_generic_sensor.write(0, 5700, 0, false, 2.5)
            local told = { { path = "/3300/0/5700", value = 1.5, code = coap.COAP_205_CONTENT },
              { path = "/3300/0/5700", value = 2.5, code = coap.COAP_205_CONTENT } }
            assert.same(told, server:notifications())
            assert.is_true(server:cancel("/3300/0/5700"))
            assert.is_false(server:cancel("/3300/0/5700"))
            device.host:write("/3300/0/5700", 9)
            assert.same(told, server:notifications())
            assert.equal(coap.COAP_404_NOT_FOUND, select(2, server:observe("/3300/5")))
            """),
        Case(
            "has a clock that the test moves",
            """
            local start = os.time()
            assert.equal("2025-01-01", os.date("%Y-%m-%d"))
            device.clock.advance(86400.5)
            assert.equal(start + 86400, os.time())
            assert.equal(start + 86400, device.clock.now())
            assert.near(86400.5, os.clock(), 1e-6)
            assert.equal("2025-01-02", os.date("%Y-%m-%d"))
            assert.has_error(function() device.clock.advance(-1) end)
            """),
        Case(
            "is the module that the test says",
            """
            assert.equal("SARA-R422M8S-00B", device.product)
            device.product = "SARA-R510S-01B"
            assert.is_nil(lua_send_pulse)
            device.imei, device.msisdn, device.carrier_id = "356938035643809", "+39123456789", 28
            assert.equal("356938035643809", lua_modem_get_imei())
            assert.equal("+39123456789", lua_modem_get_msisdn())
            assert.equal(lwm2m_carrier_id.LWM2M_CARRIER_SOFTBANK, lua_modem_get_carrier_id())
            assert.has_error(function() device.product = "SARA-X" end)
            assert.has_error(function() device.colour = 1 end)
            assert.has_error(function() return device.colour end)
            """),
        Case(
            "writes as bootstrap what a server may not",
            """
            assert.equal(coap.COAP_204_CHANGED, (device.bootstrap:write("/3300/0/5700", 7.5)))
            assert.equal(7.5, (server:read("/3300/0/5700")))
            """),
        Case(
            "keeps a runaway Object to its budget, and the test goes on",
            """
            function object_generic_sensor.read() while true do end end
            local value, code, reason = server:read("/3300/0/5700")
            assert.equal(coap.COAP_500_INTERNAL_SERVER_ERROR, code)
            assert.matches("instructions", device.log()[1])
            for i = 1, 2000000 do local _ = i end
            """),
        Case(
            "says what an Object did wrong",
            """
            function object_generic_sensor.read() return 205, "Float", 1 end
            local _, code, reason = server:read("/3300/0/5700")
            assert.equal(coap.COAP_500_INTERNAL_SERVER_ERROR, code)
            assert.equal(1, #device.log())
            assert.matches("/3300/0/5700", device.log()[1])
            """),
    ]

    @Test(arguments: cases) func serves(_ c: Case) throws {
        let run = try RecordingReporter.run(
            """
            local server
            before_each(function()
              device.load "object_generic_sensor.lua"
              server = device.server(123)
              device.host:create("/3300/0", { [5750] = "Temperature" })
              device.clear()
            end)
            it("x", function()
            \(c.body)
            end)
            """,
            options: {
                $0.instructions = 100_000
                // The limits of the time have tests of their own; a sanitizer on a busy machine takes a while for a month.
                $0.timeout = 120
            })
        #expect(run.problems.isEmpty, "\(run.problems)")
        #expect(run["x"]?.outcome == .passed, "\(run["x"]?.failure?.lines ?? []) \(run["x"]?.placeToShow.line ?? 0)")
    }

    @Test func carriesOpaqueLinksAndTablesBothWays() throws {
        let resources = [
            "[0] = { Type = 'Opaque', one = '\\0\\255' }", "[1] = { Type = 'Objlnk', one = '3:0' }",
            "[2] = { Type = 'Time', one = 1500000000 }", "[3] = { Type = 'Boolean', one = true }",
            "[4] = { Type = 'Unsigned Integer', one = 42 }", "[5] = { Type = 'String', one = 'ä' }",
        ]
        let run = try RecordingReporter.run(
            """
            local object = require "object_types_source"
            it("x", function()
              device.load "object_types.lua"
              device.host:create("/1000/0")
              for id, resource in pairs({ \(resources.joined(separator: ", ")) }) do
                local single, multiple = "/1000/0/" .. id, "/1000/0/" .. id + 10
                assert.equal(204 - 136, (device.host:write(single, resource.one)), resource.Type)
                assert.equal(resource.one, (device.host:read(single)), resource.Type)
                device.host:write(multiple, { [0] = resource.one, [9] = resource.one })
                device.host:write(multiple .. "/5", resource.one)
                assert.same({ [0] = resource.one, [5] = resource.one, [9] = resource.one }, (device.host:read(multiple)))
                device.host:write(multiple, { [1] = resource.one }, { replace = true })
                assert.same({ [1] = resource.one }, (device.host:read(multiple)))
              end
            end)
            """,
            files: ["object_types.lua": Self.typesObject, "object_types_source.lua": "return true"])
        #expect(run["x"]?.outcome == .passed, "\(run.problems) \(run["x"]?.failure?.lines ?? [])")
    }

    /// An Object in the form of the contract with a single and a multiple Resource of each type.
    private static let typesObject = """
        require "lwm2m_object_table"
        require "lwm2m_defs"
        require "utils"
        object_types = { objectId = 1000, name = "object_types" }
        lwm2m_object_tbl_add(object_types.objectId, object_types.name)
        local types = { [0] = "Opaque", "Objlnk", "Time", "Boolean", "Unsigned Integer", "String" }
        local object_table = { Name = "Types", ObjectId = "1000", LwM2MVersion = "1.0", ObjectVersion = "1.0",
          MultipleInstances = "Multiple", Mandatory = "Optional", instance = {} }
        local resource_table = {}
        for id, kind in pairs(types) do
          for _, multiple in ipairs { false, true } do
            resource_table[multiple and id + 10 or id] = { Name = kind, Operations = "RW", Mandatory = "Optional",
              MultipleInstances = multiple and "Multiple" or "Single", Type = kind, Value = multiple and {} or nil }
          end
        end
        function object_types.load(t) object_table = t end
        function object_types.get_resource_table() return resource_table end
        function object_types.get_resource_type(id) return resource_table[id].Type end
        function object_types.get_object_table() return object_table end
        function object_types.create(i)
          if object_table.instance[i] then return 128 end
          object_table.instance[i] = { resource = utils_copy_table(resource_table) }
          return 65
        end
        function object_types.delete(i) object_table.instance[i] = nil return 66 end
        local function find(i, r)
          return object_table.instance[i] and object_table.instance[i].resource[r]
        end
        function object_types.read(i, r)
          local resource = find(i, r)
          if not resource then return 132 end
          return 69, resource.Type, resource.Value
        end
        function object_types.write(i, r, _, replace, value)
          local resource = find(i, r)
          if not resource then return 132 end
          if type(value) == "table" then
            if replace then resource.Value = {} end
            for k, v in pairs(value) do resource.Value[k] = v end
          else
            resource.Value = value
          end
          return 68
        end
        function object_types.discover(i, r) return find(i, r) and 69 or 132 end
        return object_types
        """
}
