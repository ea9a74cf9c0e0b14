import DDF
import Foundation
import ObjectGenerator
import TestSupport
import Testing

/// The definitions in generator/golden and what is made of them, byte for byte.
struct GoldenTests {
    @Test(arguments: ["names", "types", "pair", "hostile"]) func writesTheRecordedFiles(_ fixture: String) throws {
        let folder = "generator/golden"
        let xml = Corpus.checkout.appendingPathComponent("\(folder)/\(fixture).xml")
        for object in try DDFParser.parse([UInt8](try Data(contentsOf: xml)), file: "\(fixture).xml") {
            let name = try ObjectName.name(for: object.definition)
            let script = Script.emit(object.definition, name: name)
            let test = TestScript.emit(object.definition, name: name)
            try expectGolden(String(decoding: script, as: UTF8.self), "\(folder)/\(name).lua")
            try expectGolden(String(decoding: test, as: UTF8.self), "\(folder)/\(name)_test.lua")
        }
    }
}
