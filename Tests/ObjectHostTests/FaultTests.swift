import Lua
import LwM2M
import ObjectHost
import Testing

/// What scripts do wrong: the answer, the log line, and that the device goes on.
struct FaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription, body: String
        let code: String
        let log: String
        init(_ name: String, _ body: String, _ code: String, _ log: String) {
            (testDescription, self.body, self.code, self.log) = (name, body, code, log)
        }
    }

    static let faults = [
        Fault(
            "raises an error", "error('broken')", "5.00",
            "object_generic_sensor.lua:94: /3300/0/5700 read by server 123: broken"),
        Fault(
            "indexes nil", "return x.y", "5.00",
            "object_generic_sensor.lua:94: /3300/0/5700 read by server 123: attempt to index a nil value (global 'x')"),
        Fault(
            "answers nothing", "return", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: answered no code"),
        Fault(
            "answers an unknown name", "return coap.COAP_299_NONE", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: answered no code; coap.COAP_299_NONE does not exist"
        ),
        Fault(
            "names an operator that there is not",
            "if lua_modem_get_carrier_id() == lwm2m_carrier_id.LWM2M_CARRIER_NONE then return 69 end", "5.00",
            "object_generic_sensor.lua:94: /3300/0/5700 read by server 123: lwm2m_carrier_id has no 'LWM2M_CARRIER_NONE'"
        ),
        Fault(
            "names an interface that there is not", "return lwm2m_interface_type.LWM2M_SMS", "5.00",
            "object_generic_sensor.lua:94: /3300/0/5700 read by server 123: lwm2m_interface_type has no 'LWM2M_SMS'"),
        Fault(
            "answers a code of another operation", "return coap.COAP_204_CHANGED", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: answered the code 68, which is none of this operation"
        ),
        Fault(
            "answers text for a Float", "return 69, 'Float', 'x'", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: the value is \"x\", which is no Float"),
        Fault(
            "answers an unknown type", "return 69, 'float', 1", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: 'read' answered the type 'float', which is none"
        ),
        Fault("answers another type", "return 69, 'String', 'x'", "ok", ""),
        Fault("answers text that is not ASCII", "return 69, 'String', 'é'", "ok", ""),
        Fault(
            "answers bytes for a String", "return 69, 'String', '\\255'", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: the value is bytes that are not UTF-8, which is no String"
        ),
        Fault(
            "answers a fraction for an Integer", "return 69, 'Integer', 1.5", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: the value is the number 1.5, which is no Integer"
        ),
        Fault("answers a whole float for an Integer", "return 69, 'Integer', 4 / 2", "ok", ""),
        Fault(
            "answers a function", "return 69, 'Float', print", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: the value is a function, which is no Float"),
        Fault(
            "answers a table without end", "local t = {} t[0] = t return 69, 'Float', t", "5.00",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: the table is nested too deep"),
        Fault(
            "answers a table for a single Resource", "return 69, 'Float', { [0] = 1 }", "ok",
            "object_generic_sensor.lua: /3300/0/5700 read by server 123: the Resource is single and the script answered a table"
        ),
        Fault("answers no value", "return 69, 'Float', nil", "ok", ""),
        Fault("refuses", "return coap.COAP_404_NOT_FOUND", "4.04", ""),
        Fault(
            "never ends", "while true do end", "5.00",
            "object_generic_sensor.lua:94: /3300/0/5700 read by server 123: the budget of 10000000 instructions is used up"
        ),
    ]

    @Test(arguments: faults) func answers(_ fault: Fault) throws {
        let script = HostedDevice.changed(
            "function object_generic_sensor.read(inst, res, dm)\n",
            to: "function object_generic_sensor.read(inst, res, dm)\n  do \(fault.body) end\n")
        let device = try HostedDevice(script: script)
        try device.host.create(Path(3300, 0), with: [], from: .host)
        #expect(device.code { _ = try device.host.read(Path(3300, 0, 5700), from: .server(123)) } == fault.code)
        #expect(device.log == (fault.log.isEmpty ? [] : [fault.log]))
        #expect(try device.host.discover(Path(3300, 0, 5700), from: .host).count == 1)
    }

    /// One value for a multiple Resource is taken, and noted, whatever its type.
    @Test(arguments: [
        "'Float', 21.5", "'Float', 21", "'Integer', 21", "'String', 'warm'", "'String', 'é'", "'Boolean', true",
    ])
    func notesOneValueOfAMultipleResource(_ answer: String) throws {
        let single = #"Name = "Sensor Value", Operations = "R", MultipleInstances = "Single""#
        let script = HostedDevice.changed(single, to: single.replacingOccurrences(of: "Single", with: "Multiple"))
            .replacingOccurrences(
                of: "function object_generic_sensor.read(inst, res, dm)\n",
                with: "function object_generic_sensor.read(inst, res, dm)\n  do return 69, \(answer) end\n")
        let device = try HostedDevice(script: script)
        try device.host.create(Path(3300, 0), with: [], from: .host)
        let content = try device.read(Path(3300, 0, 5700), from: .server(123))
        #expect(content != nil && content != .single(nil))
        let note = "the Resource is multiple and the script answered one value instead of a table"
        #expect(device.log == ["object_generic_sensor.lua: /3300/0/5700 read by server 123: \(note)"])
    }

    @Test func aFunctionPutInPlaceCounts() throws {
        let device = try HostedDevice()
        try device.host.create(Path(3300, 0), with: [], from: .host)
        let lua = device.host.lua
        try lua.call(
            try lua.load(
                Array("object_generic_sensor.read = function() return 69, 'Float', 9 end".utf8), named: "t.lua"))
        #expect(try device.read(Path(3300, 0, 5700)) == .single(.float(9)))
        try lua.call(try lua.load(Array("object_generic_sensor.read = nil".utf8), named: "t.lua"))
        #expect(device.code { _ = try device.host.read(Path(3300, 0, 5700), from: .host) } == "5.00")
        try lua.call(try lua.load(Array("object_generic_sensor.execute = nil".utf8), named: "t.lua"))
        #expect(device.code { try device.host.execute(Path(3300, 0, 5605), arguments: "", from: .host) } == "4.05")
    }

    struct BadFile: Sendable, CustomTestStringConvertible {
        let testDescription, text, message: String
        init(_ name: String, _ text: String, _ message: String) {
            (testDescription, self.text, self.message) = (name, text, message)
        }
    }

    static let badFiles = [
        BadFile("syntax", "x = = 1", "x.lua:1: unexpected symbol near '='"),
        BadFile(
            "empty", "",
            "x.lua: the file makes no Object: it has to return a table with 'objectId', a number from 0 to 65535"),
        BadFile("bytecode", "\u{1B}LuaS", "x.lua: the file is compiled Lua; the module takes plain text only"),
        BadFile("unknown module", "require 'socket'", "x.lua:1: module 'socket' not found"),
        BadFile(
            "not registered", "return { objectId = 1, name = 'x' }",
            "x.lua: the file does not call lwm2m_object_tbl_add(1, \"x\")"),
        BadFile(
            "calls back too early", "lwm2m_object_tbl_add(1, 'x') return { objectId = 1, name = 'x' }",
            "x.lua: the function 'x.load' is missing"),
        BadFile(
            "id out of range", "return { objectId = 65536, name = 'x' }",
            "x.lua: the file makes no Object: it has to return a table with 'objectId', a number from 0 to 65535"),
        BadFile(
            "the id of another",
            "lwm2m_object_tbl_add(3300, 'x') return setmetatable({ objectId = 3300, name = 'x' }, nil)",
            "x.lua: the function 'x.load' is missing"),
        BadFile("endless", "while true do end", "x.lua:1: the budget of 10000000 instructions is used up"),
    ]

    @Test(arguments: badFiles) func refusesAFile(_ file: BadFile) throws {
        let device = try HostedDevice()
        let error = #expect(throws: ObjectHostError.self) {
            try device.host.load(Array(file.text.utf8), fileName: "x.lua")
        }
        #expect(error?.description == file.message)
        #expect(device.host.objectIDs == [3300])
        #expect(try device.host.create(Path(3300), with: [], from: .host) == 0)
    }

    @Test func refusesTwoFilesWithOneID() throws {
        let device = try HostedDevice()
        let error = #expect(throws: ObjectHostError.self) {
            try device.host.load(Array(HostedDevice.fixture.utf8), fileName: "object_other.lua")
        }
        #expect(
            error?.description
                == "object_other.lua: Object 3300 is loaded already, from object_generic_sensor.lua: remove one of the two files"
        )
        #expect(device.host.remove(3300) && !device.host.remove(3300))
        #expect(device.host.objectIDs == [])
        try device.host.load(Array(HostedDevice.fixture.utf8), fileName: "object_generic_sensor.lua")
        #expect(device.host.objectIDs == [3300])
    }
}
