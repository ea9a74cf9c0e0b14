import DDF
import Foundation
import LwM2M
import ObjectGenerator
import TestSupport
import Testing

struct ScriptTests {
    private static func definition(_ count: Int, _ operations: Operations) -> ObjectDefinition {
        ObjectDefinition(
            id: 26241, name: "Many", isMultiple: false, isMandatory: false,
            resources: (0..<count).map {
                ResourceDefinition(
                    id: ResourceID($0), name: "R\($0)", operations: operations,
                    type: operations == .execute ? .none : .string)
            })
    }

    /// Lua allows 200 locals and 5.1 allows 60 upvalues in a function; a table holds any number.
    @Test(arguments: [1, 150, 151, 199, 200, 301, 10_000]) func holdsManyResources(_ count: Int) throws {
        let folder = try TemporaryFolder()
        let files = try [Operations.read, [.read, .write], .execute].map { operations in
            let name = "object_many_\(operations)".lowercased()
            let script = Script.emit(Self.definition(count, operations), name: name)
            return try folder.write(String(decoding: script, as: UTF8.self), to: "\(name).lua")
        }
        for lua in LuaVersions.installed { #expect(try LuaVersions.contract(lua, files) == "", "\(lua)") }
    }

    @Test func goldenFilesServeTheContract() throws {
        let folder = Corpus.checkout.appendingPathComponent("generator/golden")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".lua") && !$0.hasSuffix("_test.lua") }.map { folder.path + "/" + $0 }
        #expect(files.count == 5)
        for lua in LuaVersions.installed { #expect(try LuaVersions.contract(lua, files) == "", "\(lua)") }
    }

    /// The snippets of the application note, as it prints them (the second one with the `end` that is missing there).
    ///
    /// - Source: UBX-18068860 R09 §5.4, §5.5.
    @Test func takesTheSnippetsOfTheApplicationNote() throws {
        let snippets = """
            if res == RES_O_APPLICATION_TYPE then
            msg = string.format("Application type changed in sensor %d", inst)
            lua_send_urc(string.len(msg), msg)
            end
            if res == RES_M_SENSOR_VALUE then
            lua_send_pulse(16)
            end

            """
        let driver = """
            require = function() end
            coap = setmetatable({}, { __index = function(_, name) return name end })
            lwm2m_interface_type = {}
            lwm2m_object_tbl_add = function() end
            utils_copy_table = function(t)
              local c = {}
              for k, v in pairs(t) do c[k] = type(v) == "table" and utils_copy_table(v) or v end
              return c
            end
            lua_send_urc = function(length, text) io.write(length, " ", text, "\\n") end
            lua_send_pulse = function(pin) io.write("pulse ", pin, "\\n") end
            local o = dofile(arg[1])
            io.write(o.create(0), "\\n", o.write(0, 5750, 1, true, "x"), "\\n", o.write(0, 5700, 1, true, 2), "\\n")
            """
        let xml = Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml")
        let object = try DDFParser.parse([UInt8](try Data(contentsOf: xml)), file: "3300.xml")[0]
        let script = Script.emit(
            object.definition, name: "object_generic_sensor", custom: [.write: Array(snippets.utf8)])
        let folder = try TemporaryFolder()
        let file = try folder.write(String(decoding: script, as: UTF8.self), to: "object_generic_sensor.lua")
        let start = try folder.write(driver, to: "start.lua")
        for lua in LuaVersions.installed {
            let run = try Program.run("/usr/bin/env", [lua, start, file])
            #expect(run.standardError == "")
            #expect(
                run.standardOutput == """
                    36 Application type changed in sensor 0
                    pulse 16
                    COAP_201_CREATED
                    COAP_204_CHANGED
                    COAP_204_CHANGED

                    """)
        }
    }
}
