import DDF
import Foundation
import ObjectGenerator
import TestSupport
import Testing

/// The built-in Objects: each file is what its definition makes, and the engineer's code stands in the custom regions.
struct BuiltInObjectTests {
    static let names: [(String, String)] = [
        ("0", "object_lwm2m_security"), ("1", "object_lwm2m_server"), ("2", "object_lwm2m_access_control"),
        ("3", "object_device"), ("4", "object_connectivity_monitoring"), ("5", "object_firmware_update"),
        ("6", "object_location"), ("7", "object_connectivity_statistics"), ("10", "object_cellular_connectivity"),
        ("11", "object_apn_connection_profile"), ("14", "object_lwm2m_software_component"),
        ("15", "object_devcapmgmt"), ("16", "object_portfolio"), ("3300", "object_generic_sensor"),
        ("10241", "object_hostdeviceinfo"), ("10262", "object_interval_data_delivery"),
        ("10299", "object_hostdevice"), ("10308", "object_att_connectivity_extension"),
    ]

    @Test(arguments: names) func isUpToDate(_ id: String, _ name: String) throws {
        let xml = Corpus.checkout.appendingPathComponent("generator/definitions/\(id).xml")
        let bytes = [UInt8](try Data(contentsOf: xml))
        #expect(DDFValidator.findings(bytes, file: "\(id).xml") == [])
        let definition = try #require(try DDFParser.parse(bytes, file: "\(id).xml").first).definition
        #expect(try ObjectName.name(for: definition) == name)
        for (path, isTest) in [("objects/\(name).lua", false), ("objects/tests/\(name)_test.lua", true)] {
            let now = [UInt8](try Data(contentsOf: Corpus.checkout.appendingPathComponent(path)))
            let custom = GeneratedFile(reading: now).regions
            let again =
                isTest
                ? TestScript.emit(definition, name: name, custom: custom)
                : Script.emit(definition, name: name, custom: custom)
            #expect(now == again, "\(path) is not what generator/definitions/\(id).xml makes")
        }
    }

    @Test(arguments: [("generator/definitions", ".xml"), ("objects", ".lua"), ("objects/tests", "_test.lua")])
    func thereIsNoOther(_ folder: String, _ ending: String) throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Corpus.checkout.appendingPathComponent(folder).path)
        let modules = ["lwm2m_defs.lua", "lwm2m_object_table.lua", "utils.lua"]
        let found = files.filter { $0.hasSuffix(ending) && !modules.contains($0) }
        let expected = Self.names.map { id, name in (ending == ".xml" ? id : name) + ending }
        #expect(found.sorted() == expected.sorted())
    }
}
