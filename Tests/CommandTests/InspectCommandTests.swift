import Foundation
import TestSupport
import Testing

struct InspectCommandTests {
    @Test func showsATable() throws {
        let run = try Program.run(["inspect", "generator/golden/pair.xml"])
        #expect(
            run.standardOutput == """
                Object 26302  First of Two
                version 1.0, LwM2M 1.0, Single, Mandatory, urn:oma:lwm2m:x:26302
                script object_first_of_two.lua

                ID  NAME   OPERATIONS  INSTANCES  MANDATORY  TYPE     RANGE  UNIT  CONSTANT
                 0  Value  R           Single     Mandatory  Integer               RES_M_VALUE

                Object 26303  Second of Two
                version 1.0, LwM2M 1.0, Multiple, Optional, urn:oma:lwm2m:x:26303
                script object_second_of_two.lua

                ID  NAME   OPERATIONS  INSTANCES  MANDATORY  TYPE  RANGE  UNIT  CONSTANT
                 0  Start  E           Single     Mandatory                     RES_M_START

                """)
        #expect(run.exitCode == 0 && run.standardError.isEmpty)
    }

    @Test func printsJSON() throws {
        let run = try Program.run(["inspect", "--json", "generator/definitions/3300.xml"])
        let value = try #require(
            try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
        let object = try #require((value["objects"] as? [[String: Any]])?.first)
        let resources = try #require(object["resources"] as? [[String: Any]])
        #expect(value["file"] as? String == "generator/definitions/3300.xml")
        #expect(object["id"] as? Int == 3300 && object["script"] as? String == "object_generic_sensor")
        #expect(resources.count == 9 && resources[0]["constant"] as? String == "RES_M_SENSOR_VALUE")
        #expect(resources[8]["operations"] as? String == "E" && resources[8]["mandatory"] as? Bool == false)
    }

    @Test func showsAScript() throws {
        func table(_ file: String) throws -> [String] {
            try Program.run(["inspect", file]).standardOutput.split(separator: "\n").map(String.init)
        }
        let script = try table("objects/object_generic_sensor.lua")
        let definition = try table("generator/definitions/3300.xml")
        #expect(script.first == "Object 3300  Generic Sensor" && script.count == definition.count)
        #expect(script.contains { $0.hasSuffix(" RES_M_SENSOR_VALUE") })
    }

    /// A program that reads JSON reads why there is nothing else, too.
    @Test(arguments: [["inspect", "Package.swift"], ["diff", "generator/golden/pair.xml", "Package.swift"]])
    func saysInJSONWhatIsWrong(_ arguments: [String]) throws {
        let run = try Program.run(arguments + ["--json"])
        #expect(run.exitCode == 1)
        let value = try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any]
        let error = try #require(value?["error"] as? String)
        #expect(error.hasPrefix("Package.swift:1: ") && (value?["objects"] as? [Any])?.isEmpty == true)
        #expect(run.standardError == "xlwm2m \(arguments[0]): \(error)\n")
    }

    static let refusals: [([String], String, Int32)] = [
        ([], "give one file, a definition of OMA or a script", 2),
        (["a.xml", "b.xml"], "give one file, a definition of OMA or a script", 2),
        (
            ["generator/golden/none.xml"],
            "generator/golden/none.xml: cannot read: No such file or directory: give the path of a file that can be read",
            3
        ),
        (
            ["Package.swift"],
            "Package.swift:1: not well-formed XML, Start tag expected, '<' not found: correct the file", 1
        ),
    ]
    @Test(arguments: refusals) func refuses(_ arguments: [String], _ message: String, _ code: Int32) throws {
        let run = try Program.run(["inspect"] + arguments)
        #expect(run.exitCode == code && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m inspect: \(message)\n"), "\(run.standardError)")
    }
}
